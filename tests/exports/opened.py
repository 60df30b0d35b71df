"""What a file says, whatever it is packed in."""

import io
from zipfile import ZipFile, is_zipfile

import pypdfium2


def opened(content: bytes) -> str:
    """All texts in a file: of every file in an archive, and of every page of a PDF."""
    if content.startswith(b"%PDF"):
        return _of_pages(content)
    if content.startswith(b"PK") and is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as found:
            return "\n".join(f"{name}\n{opened(found.read(name))}" for name in found.namelist())
    return content.decode()


def _of_pages(content: bytes) -> str:
    found = pypdfium2.PdfDocument(content)
    said = [" ".join(page.get_textpage().get_text_bounded().split()) for page in found]
    found.close()
    return "\n".join(said)
