"""Exported claims as tables: their columns, and the cells of each row."""

from annotations.domain.claim_tables.claims import CLAIM_COLUMNS, claim_cells
from annotations.domain.claim_tables.columns import Cell, Column
from annotations.domain.claim_tables.evidence import EVIDENCE_COLUMNS, evidence_rows
from annotations.domain.claim_tables.sources import SOURCE_COLUMNS, source_cells

__all__ = [
    "CLAIM_COLUMNS",
    "EVIDENCE_COLUMNS",
    "SOURCE_COLUMNS",
    "Cell",
    "Column",
    "claim_cells",
    "evidence_rows",
    "source_cells",
]
