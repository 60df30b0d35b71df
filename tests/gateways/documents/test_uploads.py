"""Files that stream in."""

from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import RequestFactory

CHUNK = 64 * 1024


def test_no_more_of_a_file_is_kept_than_tells_that_it_is_too_large(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * CHUNK
    form = {
        "before": "typed before",
        "file": SimpleUploadedFile("large.txt", b"x" * (10 * CHUNK)),
        "small": SimpleUploadedFile("small.txt", b"small"),
        "after": "typed after",
    }
    request = RequestFactory().post("/", form)

    assert (request.POST["before"], request.POST["after"]) == ("typed before", "typed after")
    large, small = (cast(UploadedFile, request.FILES[name]) for name in ("file", "small"))
    assert 2 * CHUNK < (large.size or 0) <= 3 * CHUNK
    assert small.read() == b"small"
