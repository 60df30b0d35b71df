"""Citations of sources: CSL-JSON as the common form, and BibTeX, RIS and a formatted reference from it."""

from annotations.domain.citations.bibtex import as_bibtex
from annotations.domain.citations.exported import cited_sources
from annotations.domain.citations.formatted import formatted_references
from annotations.domain.citations.items import CitedSource, Item, csl_item
from annotations.domain.citations.ris import as_ris

__all__ = ["CitedSource", "Item", "as_bibtex", "as_ris", "cited_sources", "csl_item", "formatted_references"]
