"""What a dossier says: articles, the claims checked in them in reading order, evidence and sources.

Every form of it (Markdown, a page to print, PDF) says the same, since all are made from these.
"""

from annotations.domain.dossiers.articles import ArticleTold, References, told_article
from annotations.domain.dossiers.chapters import Chapter, Dossier, laid_aside
from annotations.domain.dossiers.claims import ClaimTold, told_claim
from annotations.domain.dossiers.evidence import EvidenceTold
from annotations.domain.dossiers.words import Words, words

__all__ = [
    "ArticleTold",
    "Chapter",
    "ClaimTold",
    "Dossier",
    "EvidenceTold",
    "References",
    "Words",
    "laid_aside",
    "told_article",
    "told_claim",
    "words",
]
