"""Three hundred megabytes sent to the real server: refused in words, and never held in memory."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from annotations.models import Article
from tests.browser.reading import session_cookie
from tests.factories import a_person, a_token, an_article
from tests.services.live import LiveWorkbench

LENGTH = 300 * 1024 * 1024
PIECE = b"<p>Words of a page that never ends. " * 2_000
BOUNDARY = "the-boundary"
MEGABYTES_OF_MEMORY = 64


class Answer:
    """What the server said, and what the request cost it."""

    def __init__(self, status: int, text: str, memory: float) -> None:
        self.status, self.text, self.memory = status, text, memory


def endless(opening: bytes, closing: bytes = b"") -> Iterator[bytes]:
    """A body of `LENGTH` bytes that is nowhere whole."""
    yield opening
    left = LENGTH - len(opening) - len(closing)
    while left:
        piece = PIECE[:left]
        yield piece
        left -= len(piece)
    yield closing


def upload(fields: dict[str, str], name: str = "file") -> Iterator[bytes]:
    """A form with these fields and a page as its file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.html"\r\n'
    opening = "".join(parts) + head + "Content-Type: text/html\r\n\r\n"
    return endless(opening.encode(), f"\r\n--{BOUNDARY}--\r\n".encode())


def sent(live: LiveWorkbench, address: str, body: Iterator[bytes], headers: dict[str, str]) -> Answer:
    """Posts the body as far as the server takes it."""
    process = web_process(live)
    Path(f"/proc/{process}/clear_refs").write_text("5")
    before = resident(process, "VmRSS")
    connection = http.client.HTTPConnection(urlsplit(live.address).netloc, timeout=120)
    try:
        connection.putrequest("POST", address)
        for name, value in {"Content-Length": str(LENGTH), **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        try:
            for piece in body:
                connection.send(piece)
        except OSError:
            """The server has heard enough; its answer is there all the same."""
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(), resident(process, "VmHWM") - before)
    finally:
        connection.close()


def web_process(live: LiveWorkbench) -> int:
    """The one process of the web server that answers."""
    (child,) = Path(f"/proc/{live.web.pid}/task/{live.web.pid}/children").read_text().split()
    return int(child)


def resident(process: int, field: str) -> float:
    """Megabytes in memory now (`VmRSS`) or at most (`VmHWM`)."""
    found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1]) / 1024


def form_headers(live: LiveWorkbench, address: str) -> tuple[dict[str, str], str]:
    """Headers of somebody signed in who sends a form, and the form's token."""
    cookie = f"sessionid={session_cookie(a_person())}"
    connection = http.client.HTTPConnection(urlsplit(live.address).netloc, timeout=60)
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    given = re.search(r"csrftoken=\w+", answer.headers["Set-Cookie"])
    connection.close()
    assert found and given
    headers = {
        "Cookie": f"{cookie}; {given[0]}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return headers, found[1]


@pytest.mark.parametrize("address", ["/articles/import/", "/articles/{article}/revisions/new/"])
def test_a_form_says_so_and_keeps_the_rest(live_workbench: LiveWorkbench, address: str) -> None:
    path = address.format(article=an_article().pk)
    headers, token = form_headers(live_workbench, path)
    body = upload({"csrfmiddlewaretoken": token, "way": "upload", "text": "typed before"})
    answer = sent(live_workbench, path, body, headers)

    assert (answer.status, "larger than 20 MB" in answer.text) == (422, True), answer.text[:2_000]
    assert "typed before" in answer.text
    assert answer.memory < MEGABYTES_OF_MEMORY
    assert Article.objects.count() == 1


@pytest.mark.parametrize("media_type", ["application/json", f"multipart/form-data; boundary={BOUNDARY}"])
@pytest.mark.parametrize("address", ["/api/v1/articles", "/api/v1/articles/{article}/revisions"])
def test_a_program_is_told_the_limit(live_workbench: LiveWorkbench, address: str, media_type: str) -> None:
    article = an_article()
    headers = {"Authorization": f"Bearer {a_token()[1]}", "Content-Type": media_type}
    body = upload({}) if media_type.startswith("multipart") else endless(b'{"text": "', b'"}')
    answer = sent(live_workbench, address.format(article=article.pk), body, headers)

    assert (answer.status, "too-large" in answer.text) == (413, True)
    assert answer.memory < MEGABYTES_OF_MEMORY
    assert Article.objects.count() == 1
