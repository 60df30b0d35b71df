"""Files as they stream in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """Lets go of whatever a file has beyond what any document may have, so that nobody can fill the disk.

    First among the handlers. What is kept is still too large for every form, which says so beside what else
    was typed; the rest is read off the wire only so that the browser stays to hear it.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk, for the handlers that keep it; None once enough is kept."""
        return raw_data if start <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE else None

    def file_complete(self, file_size: int) -> Any:
        """Leaves the file to the handlers that kept it."""
        return None
