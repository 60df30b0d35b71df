"""What a copy keeps of a document besides its words: its bytes, the visit that brought them, what it says of
itself.
"""

from typing import Any

from annotations.gateways.documents import CapturedDocument
from annotations.gateways.safe_fetch import Fetched
from annotations.gateways.warc import write_record


def kept_of_page(page: Fetched, document: CapturedDocument) -> dict[str, Any]:
    """Of a page that was visited, as the arguments of the same names that storing a copy takes."""
    return {
        **kept_of_file(page.body, document),
        "archive": write_record(page),
        "final_url": page.final_url,
        "http_status": page.status,
        "http_headers": dict(page.headers),
    }


def kept_of_file(content: bytes, document: CapturedDocument) -> dict[str, Any]:
    """Of a file that somebody gave."""
    return {
        "media_type": document.media_type,
        "content": content,
        "metadata": document.metadata,
        "tool": document.tool,
        "tool_version": document.tool_version,
    }
