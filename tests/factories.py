"""Ready-made things for tests, made through the actions as a program would make them.

Each makes what it needs and was not given. Names are numbered, so that any number of them fit beside each
other.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from annotations.actions.articles import import_article
from annotations.actions.assessments import assess_claim
from annotations.actions.captures import add_capture
from annotations.actions.claims import create_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.people import create_person
from annotations.actions.publishers import register_publisher
from annotations.actions.sources import register_source
from annotations.actions.tokens import issue_token
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin, PublisherKind, Role, Scope, Stance
from annotations.models import ApiToken, Article, Capture, Claim, Evidence, Publisher, Source, User

PASSWORD = "moss under slow rain"

_numbers = count(1)


def the_administrator() -> User:
    """The administrator who is there first, made as the command for a new installation makes one."""
    found = User.objects.filter(username="first-administrator").first()
    return found or User.objects.create_superuser(
        "first-administrator", PASSWORD, display_name="First Administrator"
    )


def a_person(*, role: str = Role.REVIEWER, **given: Any) -> User:
    """A person who can sign in with `PASSWORD`."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "username": f"person-{number}",
        "display_name": f"Person {number}",
        "password": PASSWORD,
        "actor": the_administrator(),
        **given,
    }
    return create_person(role=role, **values)


def a_publisher(**given: Any) -> Publisher:
    """A publisher that nobody has graded."""
    values: dict[str, Any] = {
        "name": f"The {next(_numbers)} Gazette",
        "kind": PublisherKind.NEWSPAPER,
        "is_fictional": True,
        **given,
    }
    return register_publisher(**{"actor": the_administrator(), **values})


def a_source(*, publisher: Publisher | None = None, **given: Any) -> Source:
    """A report without an address."""
    publisher = publisher or a_publisher()
    values: dict[str, Any] = {"title": f"Report {next(_numbers)}", **given}
    return register_source(publisher_id=publisher.pk, **{"actor": the_administrator(), **values})


def a_capture(*, source: Source | None = None, text: str | None = None, **given: Any) -> Capture:
    """A pasted copy of a source."""
    source = source or a_source()
    words = text or f"The harbour was closed on day {next(_numbers)}.\n\nNobody was hurt."
    values: dict[str, Any] = {"origin": Origin.PASTE, "actor": the_administrator(), **given}
    return add_capture(source_id=source.pk, canonical=from_plain(words), **values)


def a_token(*, person: User | None = None, **given: Any) -> tuple[ApiToken, str]:
    """A token that may do everything its person may, for a day, and its clear text."""
    person = person or a_person()
    values: dict[str, Any] = {
        "name": f"Token {next(_numbers)}",
        "scopes": Scope.values,
        "expires_at": timezone.now() + timedelta(days=1),
        "actor": person,
        **given,
    }
    return issue_token(person_id=person.pk, **values)


def an_article(*, text: str = "The ferry stopped.\n\nTwo boats remained.", **given: Any) -> Article:
    """An article with one revision of this plain text."""
    values: dict[str, Any] = {
        "canonical": from_plain(text),
        "headline": f"Article {next(_numbers)}",
        "origin": Origin.PASTE,
        "language": "en",
        "is_fictional": True,
        **given,
    }
    return import_article(**{"actor": the_administrator(), **values})


def a_claim(*, words: str = "", article: Article | None = None, **given: Any) -> Claim:
    """A claim; with `words` it is highlighted where they first stand in the article's latest revision."""
    # No number that could be read as a year: a time that nobody confirmed keeps a claim from being signed.
    text = words or f"The ferry made {10_000 + next(_numbers)} crossings."
    values: dict[str, Any] = {"text": text, "type": "event"}
    if words:
        revision = (article or an_article()).revisions.latest("number")
        start = revision.text.index(words)
        values |= {
            "revision_id": revision.pk,
            "start": start,
            "end": start + len(words),
            "exact": words,
        }
    return create_claim(**{"actor": the_administrator(), **values, **given})


def some_evidence(*, claim: Claim | None = None, source: Source | None = None, **given: Any) -> Evidence:
    """Evidence whose passage is the whole of a fresh capture, corroborating unless said otherwise."""
    passage = given.pop("passage", f"There were {next(_numbers)} crossings in all.")
    capture = given.pop("capture", None) or a_capture(source=source, text=passage)
    values: dict[str, Any] = {
        "claim_id": (claim or a_claim()).pk,
        "capture_id": capture.pk,
        "passage": passage,
        "stance": Stance.CORROBORATES,
        **given,
    }
    return attach_evidence(**{"actor": the_administrator(), **values})


def assessed(claim: Claim) -> Claim:
    """The claim after the job that computes its status has run."""
    assess_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim
