"""Programs on pages of other sites: they may ask with a token, and never in somebody else's name."""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from annotations.models import Annotation, Article, User
from tests.api.webannotations.wire import CONTAINER, Wire, an_annotation
from tests.factories import a_person

ELSEWHERE = "https://reader.example"


def cookie_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "annotations.queries.sessions.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_browser_may_ask_first(wire: Wire, article: Article, method: str) -> None:
    place = CONTAINER if method == "POST" else wire.made(an_annotation())
    answer = wire.ask(
        "OPTIONS",
        place,
        headers={
            "Origin": ELSEWHERE,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization, content-type, if-match, slug, prefer",
        },
        is_known=False,
    )
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == "*"
    assert method in answer.listed("Access-Control-Allow-Methods")
    allowed = {name.lower() for name in answer.listed("Access-Control-Allow-Headers")}
    assert allowed >= {
        "authorization",
        "content-type",
        "if-match",
        "if-none-match",
        "slug",
        "prefer",
        "accept",
    }


def test_every_answer_can_be_read_with_its_headers(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    answers = [
        wire.get(place, Origin=ELSEWHERE),
        wire.get(Origin=ELSEWHERE),
        wire.get(f"{CONTAINER}nowhere", Origin=ELSEWHERE),
        wire.ask("GET", headers={"Origin": ELSEWHERE}, is_known=False),
        wire.post(an_annotation(id="urn:1"), Origin=ELSEWHERE),
    ]
    assert [answer.status for answer in answers] == [200, 200, 404, 401, 201]
    for answer in answers:
        assert answer.header("Access-Control-Allow-Origin") == "*"
        assert answer.header("Access-Control-Allow-Credentials") == ""
        assert answer.listed("Access-Control-Expose-Headers") >= {
            "ETag",
            "Allow",
            "Link",
            "Location",
            "Content-Location",
            "Vary",
            "Preference-Applied",
            "Accept-Post",
        }


def test_a_signed_in_browser_reads_on_our_own_pages_only(wire: Wire, article: Article) -> None:
    cookie = cookie_of(a_person())
    answers = {
        origin: wire.ask("GET", headers={"Cookie": cookie, **sent}, is_known=False).status
        for origin, sent in {
            "none": {},
            "own": {"Origin": wire.address},
            "other": {"Origin": ELSEWHERE},
            "null": {"Origin": "null"},
        }.items()
    }
    assert answers == {"none": 200, "own": 200, "other": 401, "null": 401}


def test_another_site_cannot_write_in_somebodys_name(wire: Wire, article: Article) -> None:
    token = "a" * 32
    sent = {
        "Cookie": f"{cookie_of(a_person())}; csrftoken={token}",
        "X-CSRFToken": token,
        "Origin": ELSEWHERE,
    }
    assert wire.ask("POST", CONTAINER, an_annotation(), sent, is_known=False).status == 401
    assert Annotation.objects.count() == 0
    assert (
        wire.ask("POST", CONTAINER, an_annotation(), {**sent, "Origin": wire.address}, is_known=False).status
        == 201
    )
    unproven = {"Cookie": sent["Cookie"], "Origin": wire.address}
    refused = wire.ask("POST", CONTAINER, an_annotation(id="urn:1"), unproven, is_known=False)
    assert refused.problem == (403, "csrf-failed")
