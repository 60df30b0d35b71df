"""Documents from outside: uploads, pasted text and captured pages, read into canonical text."""

from annotations.gateways.documents.document import Document
from annotations.gateways.documents.kinds import ACCEPTED
from annotations.gateways.documents.reading import read_document, refuse_too_large

__all__ = ["ACCEPTED", "Document", "read_document", "refuse_too_large"]
