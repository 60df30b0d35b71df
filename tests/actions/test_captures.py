"""Storing copies of sources."""

import hashlib
from typing import Any

import pytest
from django.db import connection

from annotations.actions import captures
from annotations.actions.captures import add_capture
from annotations.domain.canonical import from_plain
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import NoticeKind, Origin
from annotations.gateways import files
from annotations.models import Capture, Notice
from annotations.queries.lost_passages import with_new_words
from tests.events import events_of
from tests.factories import a_capture, a_person, a_source, some_evidence, the_administrator
from tests.register import a_claim_on, changed_inputs

pytestmark = pytest.mark.django_db

CONTENT = b"<p>The harbour was closed.</p>"


def test_stores_text_blocks_and_the_bytes_under_their_hash() -> None:
    source, reviewer = a_source(), a_person()
    canonical = from_plain("The harbour was closed.\n\nNobody was hurt.")
    capture = add_capture(
        source_id=source.pk,
        canonical=canonical,
        origin=Origin.FETCH,
        origin_name="https://herald.example/a",
        media_type="text/html",
        content=CONTENT,
        http_status=200,
        http_headers={"ETag": '"1"'},
        actor=reviewer,
    )
    digest = hashlib.sha256(CONTENT).hexdigest()
    capture.refresh_from_db()
    assert (capture.text, capture.blocks) == (canonical.text, canonical.to_json())
    assert (capture.file_name, capture.bytes_sha256) == (f"captures/{digest[:2]}/{digest}", digest)
    assert (capture.http_status, capture.http_headers) == (200, {"ETag": '"1"'})
    with files.open_stream(capture.file_name) as stored:
        assert stored.read() == CONTENT
    assert events_of(source)[1:] == [
        (
            "capture.added",
            reviewer.pk,
            {},
            {
                "text_sha256": canonical.sha256,
                "bytes_sha256": digest,
                "media_type": "text/html",
                "origin": "fetch",
                "origin_name": "https://herald.example/a",
                "http_status": 200,
                "is_summary": False,
            },
        )
    ]


def test_the_same_text_again_is_the_capture_that_is_there() -> None:
    source = a_source()
    first = a_capture(source=source, text="The harbour was closed.")
    again = a_capture(source=source, text="The  harbour was closed.", origin=Origin.UPLOAD, content=CONTENT)
    elsewhere = a_capture(text="The harbour was closed.")
    assert first == again != elsewhere
    assert [verb for verb, *_ in events_of(source)] == ["source.registered", "capture.added"]


def test_the_same_bytes_of_two_sources_are_one_file() -> None:
    first, second = a_capture(content=CONTENT), a_capture(content=CONTENT)
    assert first.file_name == second.file_name != ""


def test_a_pasted_text_has_no_file() -> None:
    capture = a_capture(is_summary=True)
    assert (capture.file_name, capture.bytes_sha256, capture.is_summary) == ("", "", True)


def test_another_text_bears_on_no_status() -> None:
    source = a_source()
    claim = a_claim_on(source)
    a_capture(source=source, text="Another report altogether.")
    assert changed_inputs(claim) == [False]


def test_refuses_an_unknown_source_and_an_unknown_origin() -> None:
    with pytest.raises(NotFound):
        add_capture(
            source_id=0, canonical=from_plain("Words."), origin=Origin.PASTE, actor=the_administrator()
        )
    with pytest.raises(Invalid) as refused:
        a_capture(origin="dream")
    assert (refused.value.field, refused.value.rule) == ("origin", "unknown-origin")
    assert not Capture.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_passages_are_looked_for_before_the_register_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is linked meanwhile is looked for too: nobody had to wait, and nothing is overlooked."""
    source = a_source()
    earlier = a_capture(source=source, text="It was March. The harbour was closed. Nobody was hurt.")
    before = some_evidence(capture=earlier, passage="The harbour was closed.")
    held, meanwhile, look = [], [], captures.look_for_passages

    def slowly(source_id: int, text: str, **among: Any) -> dict[tuple[str, int], bool]:
        seen = look(source_id, text, **among)
        held.append(locks_held())
        meanwhile.append(some_evidence(capture=earlier, passage="Nobody was hurt."))
        meanwhile.append(some_evidence(capture=earlier, passage="It was March."))
        return seen

    monkeypatch.setattr(captures, "look_for_passages", slowly)
    a_capture(source=source, text="It was March. Nothing else is known.", origin=Origin.FETCH)
    links = [before, *meanwhile]
    for link in links:
        link.refresh_from_db()
    assert held == [0]
    assert [link.passage_check for link in links] == ["not_found", "not_found", "exact"]


def locks_held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return int(cursor.fetchone()[0])


LINES = [f"Crossing {number} left the quay on time, the harbour master wrote." for number in range(8)]


@pytest.mark.parametrize(
    ("lines", "check"),
    [
        ([*LINES[:3], *LINES[4:]], "not_found"),
        ([*LINES, "Nobody was hurt."], "exact"),
        (LINES[:2], "exact"),
        (["Another report of another day, by another hand, of which nothing stands here."], "exact"),
    ],
    ids=["one line dropped", "one added", "a part alone", "another text"],
)
@pytest.mark.parametrize("origin", [Origin.PASTE, Origin.UPLOAD])
def test_a_newer_copy_that_somebody_brings_is_looked_through_for_what_is_quoted(
    origin: Origin, lines: list[str], check: str
) -> None:
    source = a_source()
    linked = some_evidence(capture=a_capture(source=source, text="\n\n".join(LINES)), passage=LINES[3])
    canonical = from_plain("\n\n".join(lines))
    newer = add_capture(source_id=source.pk, canonical=canonical, origin=origin, actor=a_person())
    linked.refresh_from_db()
    assert linked.passage_check == check
    told = Notice.objects.filter(kind=NoticeKind.PASSAGE_LOST).values_list("person", "source")
    assert list(told) == ([(linked.attached_by_id, source.pk)] if check == "not_found" else [])
    (lost,) = with_new_words([linked], the_administrator())
    assert lost.capture == newer


def test_a_summary_is_no_newer_state_of_what_it_sums_up() -> None:
    source = a_source()
    capture = a_capture(source=source, text="\n\n".join(LINES))
    linked = some_evidence(capture=capture, passage=LINES[3])
    canonical = from_plain("\n\n".join([*LINES[:3], *LINES[4:]]))
    add_capture(
        source_id=source.pk, canonical=canonical, origin=Origin.PASTE, is_summary=True, actor=a_person()
    )
    linked.refresh_from_db()
    assert linked.passage_check == "exact"
