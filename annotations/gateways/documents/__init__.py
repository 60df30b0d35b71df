"""Documents from outside: uploads, pasted text and captured pages, read into canonical text."""

from annotations.gateways.documents.captured import (
    CapturedDocument,
    ReadingState,
    read_capture,
    why_without_text,
)
from annotations.gateways.documents.document import Document
from annotations.gateways.documents.kinds import ACCEPTED
from annotations.gateways.documents.reading import read_document, refuse_too_large

__all__ = [
    "ACCEPTED",
    "CapturedDocument",
    "Document",
    "ReadingState",
    "read_capture",
    "read_document",
    "refuse_too_large",
    "why_without_text",
]
