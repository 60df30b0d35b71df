"""The file of an export as an answer: all of it or the part that was asked for."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from annotations.domain.downloads import portion
from annotations.gateways import files
from annotations.models import Export
from annotations.queries.exports import download_name


def file_answer(request: HttpRequest, export: Export) -> HttpResponseBase:
    """What the request's headers ask for of the file, under a name for a disk, with its checksum."""
    tag = f'"{export.sha256}"'
    sent = portion(request.headers, size=export.size or 0, tag=tag)
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "X-Checksum-SHA256": export.sha256,
        "X-Robots-Tag": "noindex",
    }
    if sent.content_range:
        headers["Content-Range"] = sent.content_range
    if sent.status in (304, 416):
        return HttpResponse(status=sent.status, headers=headers)
    answer = StreamingHttpResponse(
        files.portion_of(export.file_name, sent.start, sent.length),
        status=sent.status,
        content_type=export.media_type,
        headers={**headers, "Content-Length": str(sent.length)},
    )
    answer["Content-Disposition"] = str(content_disposition_header(True, download_name(export)))
    return answer
