"""Claims that others have checked, as files hold them: ClaimReview markup, tables, AVeriTeC and FEVER.

Every reader gives one `Record` for each claim it finds, or an `Unreadable` that says why there is none. What
is written in a way that is not meant but can be understood is repaired, and each repair is told with its
record. What others concluded is kept beside the claim and counts for nothing here.
"""

from annotations.domain.claim_files.reading import MOST_RECORDS, read_claims
from annotations.domain.claim_files.records import LinkedPassage, Record, Repair, Unreadable
from annotations.domain.claim_files.tables import CLAIM_FILE_COLUMNS

__all__ = [
    "CLAIM_FILE_COLUMNS",
    "MOST_RECORDS",
    "LinkedPassage",
    "Record",
    "Repair",
    "Unreadable",
    "read_claims",
]
