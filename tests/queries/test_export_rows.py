"""What stands in an export: the documents, and which claims they are of."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.actions.claim_parts import QuantityInput, TimeScopeInput
from annotations.actions.claim_sets import freeze_claim_set
from annotations.actions.claims import AttributionLayer, create_claim, restore_claim, withdraw_claim
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.publications import unpublish_claim
from annotations.actions.publishers import grade_publisher
from annotations.domain.vocabulary import ExportFormat, PublisherKind, StaleCause
from annotations.models import Claim, Evidence, Override, Publisher, Source, StaleFlag, Verdict
from annotations.queries.claims import claims_matching
from annotations.queries.export_rows import as_sql, snapshot
from tests.exports.opened import opened
from tests.exports.signed_claims import (
    a_record,
    a_signed_claim,
    backed,
    content,
    documents,
    everything,
    exported,
    signed,
)
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.published import NOTE, corrected, published

pytestmark = pytest.mark.django_db(transaction=True)


def utc(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_a_document_says_all_there_is_to_say() -> None:
    said_by = a_publisher(kind=PublisherKind.OFFICIAL_BODY)
    article = an_article(text="Two boats remained, the port said.", url="https://news.example/boats")
    claim = create_claim(
        text="Two boats remained.",
        type="quantity",
        revision_id=article.revisions.get().pk,
        start=0,
        end=18,
        exact="Two boats remained",
        attributions=[
            AttributionLayer(asserter="a reporter", mode="anonymous"),
            AttributionLayer(asserter="The Port", publisher_id=said_by.pk, said_on=date(2020, 9, 28)),
        ],
        time=TimeScopeInput(
            text="yesterday",
            starts_on=date(2020, 9, 28),
            ends_on=date(2020, 9, 28),
            is_confirmed=True,
        ),
        quantities=[QuantityInput(text="two boats", low=Decimal("2"), high=Decimal("2.5"), unit="boats")],
        actor=the_administrator(),
    )
    source = a_record(title="The log", url="https://port.example/log", published_on=date(2020, 9, 30))
    grade_publisher(
        publisher_id=source.publisher_id, grade="A", reason="Complete.", actor=the_administrator()
    )
    backed(claim, source=source)
    verdicts = signed(claim, short_claim="Two boats.")

    evidence, assessment = claim.evidence.get(), claim.current_assessment.assessment
    inner = Claim.objects.get(asserts=claim)
    outer = Claim.objects.get(asserts=inner)
    highlight = claim.highlights.get()
    (document,) = [found for found in documents() if found["id"] == claim.pk]
    assert document == {
        "id": claim.pk,
        "path": f"/claims/{claim.pk}/",
        "text": "Two boats remained.",
        "type": "quantity",
        "language": "en",
        "state": "signed",
        "risk": "normal",
        "topic": "",
        "status": {"computed": "SUPPORTED", "signed": "SUPPORTED", "overridden": None},
        "signed": True,
        "stale": [],
        "attribution": [
            {
                "claim": outer.pk,
                "asserts": inner.pk,
                "asserter": "a reporter",
                "publisher": None,
                "verb": "said",
                "mode": "anonymous",
                "said_on": None,
                "venue": "",
            },
            {
                "claim": inner.pk,
                "asserts": claim.pk,
                "asserter": "The Port",
                "publisher": {
                    "id": said_by.pk,
                    "name": said_by.name,
                    "kind": "official_body",
                    "wikidata_id": "",
                },
                "verb": "said",
                "mode": "indirect",
                "said_on": "2020-09-28",
                "venue": "",
            },
        ],
        "time": {
            "text": "yesterday",
            "starts_on": "2020-09-28",
            "ends_on": "2020-09-28",
            "granularity": "day",
            "anchored_on": None,
            "anchor_kind": "",
            "confirmed": True,
        },
        "quantities": [
            {
                "text": "two boats",
                "low": 2,
                "high": 2.5,
                "unit": "boats",
                "comparator": "exact",
                "scope_who": "",
                "scope_where": "",
                "as_of": None,
                "cumulative": False,
            }
        ],
        "highlights": [
            {
                "id": highlight.pk,
                "article": article.pk,
                "revision": 1,
                "line": highlight.pk,
                "sha256": highlight.revision.sha256,
                "read_at": utc(highlight.revision.made_at),
                "start": 0,
                "end": 18,
                "exact": "Two boats remained",
                "prefix": highlight.prefix,
                "suffix": highlight.suffix,
                "state": "live",
                "outcome": "made",
                "is_current": True,
                "sought": "",
                "changes": [],
                "confirmed": None,
                "made_at": utc(highlight.made_at),
                "headline": article.headline,
                "byline": article.byline,
                "url": "https://news.example/boats",
                "language": "en",
                "published_on": None,
                "publisher": None,
            }
        ],
        "evidence": [
            {
                "id": evidence.pk,
                "stance": "corroborates",
                "state": "accepted",
                "protected": False,
                "passage": evidence.passage,
                "passage_check": "exact",
                "start": 0,
                "end": evidence.end,
                "attached_at": utc(evidence.attached_at),
                "source": {
                    "id": source.pk,
                    "kind": "report",
                    "title": "The log",
                    "authors": "",
                    "url": "https://port.example/log",
                    "identifiers": {},
                    "language": "und",
                    "published_on": "2020-09-30",
                    "state": "active",
                    "anonymous": False,
                    "archived": None,
                    "publisher": {
                        "id": source.publisher_id,
                        "name": source.publisher.name,
                        "kind": "primary_record",
                        "grade": "A",
                    },
                },
                "capture": {
                    "id": evidence.capture_id,
                    "sha256": evidence.capture.text_sha256,
                    "origin": "paste",
                    "summary": False,
                    "captured_at": utc(evidence.capture.captured_at),
                },
                "proximity": "primary",
                "coverage": "full",
                "credibility": "6",
                "sourcing": "own",
                "points": 100,
                "counted": True,
                "reason": None,
            }
        ],
        "assessment": {
            "id": assessment.pk,
            "status": "SUPPORTED",
            "support": 100,
            "opposition": 0,
            "supporting_origins": 1,
            "opposing_origins": 0,
            "band": [0.5, 1.0],
            "certainty": "MODERATE",
            "reasons": [
                {"code": "SINGLE_ORIGIN", "links": [evidence.pk]},
                {"code": "FRAGILE", "links": []},
            ],
            "policy_version": "1.0.0",
            "fingerprint": assessment.fingerprint,
            "as_of": None,
            "computed_at": utc(assessment.computed_at),
        },
        "verdicts": [
            {
                "id": verdict.pk,
                "reviewer": verdict.reviewer.display_name,
                "status": "SUPPORTED",
                "context_flag": "",
                "reason": "The log says so.",
                "short_claim": "Two boats.",
                "signed_at": utc(verdict.signed_at),
            }
            for verdict in verdicts
        ],
        "override": None,
        "publication": None,
        "as_frozen": None,
    }


def test_a_claim_without_anything_is_a_document_too() -> None:
    claim = a_claim(text="Nothing is known of this.", language="en")
    empty: dict[str, Any] = {
        "attribution": [],
        "time": None,
        "quantities": [],
        "highlights": [],
        "evidence": [],
        "assessment": None,
        "verdicts": [],
        "override": None,
        "publication": None,
        "as_frozen": None,
    }
    assert documents(include_unsigned=True) == [
        {
            "id": claim.pk,
            "path": f"/claims/{claim.pk}/",
            "text": "Nothing is known of this.",
            "type": "event",
            "language": "en",
            "state": "draft",
            "risk": "normal",
            "topic": "",
            "status": {"computed": "NOT_ENOUGH_EVIDENCE", "signed": None, "overridden": None},
            "signed": False,
            "stale": ["ASSESSMENT_DUE"],
            **empty,
        }
    ]


def test_only_what_is_signed_and_fresh_is_exported_unless_asked_for() -> None:
    good, flagged, due = (a_signed_claim() for _ in range(3))
    half, unsigned, withdrawn, lapsed = backed(a_claim()), backed(a_claim()), a_claim(), a_signed_claim()
    signed(half, people=1)
    StaleFlag.objects.create(claim=flagged, cause=StaleCause.GRADE_CHANGED)
    StaleFlag.objects.create(
        claim=good, cause=StaleCause.AGE, cleared_at=timezone.now(), cleared_by=a_person()
    )
    StaleFlag.objects.create(claim=good, cause=StaleCause.SOURCE_CHANGED)
    Claim.objects.filter(pk=due.pk).update(inputs_version=due.inputs_version + 1)
    withdraw_claim(claim_id=withdrawn.pk, actor=the_administrator())
    withdraw_evidence(evidence_id=lapsed.evidence.get().pk, actor=the_administrator())
    assessed(lapsed)

    assert [document["id"] for document in documents()] == [good.pk]
    told = {
        document["id"]: (document["signed"], document["stale"], len(document["verdicts"]))
        for document in documents(include_unsigned=True)
    }
    assert told == {
        good.pk: (True, [], 2),
        flagged.pk: (True, ["GRADE_CHANGED"], 2),
        due.pk: (True, ["ASSESSMENT_DUE"], 2),
        half.pk: (False, [], 0),
        unsigned.pk: (False, [], 0),
        lapsed.pk: (False, [], 0),
    }


def test_a_claim_in_state_signed_without_a_live_signature_is_not_signed() -> None:
    claim = a_signed_claim()
    Verdict.objects.filter(claim=claim).update(state="lapsed", ended_at=timezone.now(), end_reason="Tested.")
    assert documents() == []


def test_a_protected_source_is_nowhere_in_the_bytes() -> None:
    claim = a_claim()
    source = a_record(title="Nightwatch memo", url="https://nightwatch.example/memo", authors="N. Watch")
    Publisher.objects.filter(pk=source.publisher_id).update(name="Nightwatch")
    backed(claim, source=source, passage="The nightwatch saw it happen.", note="nightwatch again")
    Source.objects.filter(pk=source.pk).update(is_protected=True)
    signed(claim)
    evidence = Evidence.objects.get()
    secrets = ["nightwatch", "n. watch", evidence.capture.text_sha256, f"s:{source.publisher_id}"]
    for format in ExportFormat.values:
        written = opened(content(exported(format))).lower()
        assert [secret for secret in secrets if secret in written] == []
    (document,) = documents()
    assert document["evidence"] == [
        {
            "id": evidence.pk,
            "stance": "corroborates",
            "state": "accepted",
            "protected": True,
            "attached_at": utc(evidence.attached_at),
            "points": 100,
            "counted": True,
            "reason": None,
        }
    ]


def test_evidence_says_why_it_does_not_count_and_withdrawn_evidence_is_gone() -> None:
    claim = a_claim()
    gone = some_evidence(claim=claim)
    ungraded = some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind=PublisherKind.UNKNOWN)))
    withdraw_evidence(evidence_id=gone.pk, actor=the_administrator())
    assessed(claim)
    (document,) = documents(include_unsigned=True)
    assert [
        (link["id"], link["points"], link["counted"], link["reason"]) for link in document["evidence"]
    ] == [(ungraded.pk, 0, False, "SOURCE_UNGRADED")]


def test_an_approved_override_stands_beside_what_was_computed_and_signed() -> None:
    claim = a_signed_claim()
    proposer, approver = a_person(), a_person()
    until = timezone.now() + timedelta(days=10)
    override = Override.objects.create(
        claim=claim,
        assessment=claim.current_assessment.assessment,
        status="REFUTED",
        reason_code="legal",
        text="A court has established the opposite, see the file of the case.",
        proposed_by=proposer,
        expires_at=until,
    )
    assert documents()[0]["status"]["overridden"] is None
    now = timezone.now()
    Override.objects.filter(pk=override.pk).update(approved_by=approver, approved_at=now)
    document = documents()[0]
    assert document["status"] == {"computed": "SUPPORTED", "signed": "SUPPORTED", "overridden": "REFUTED"}
    assert document["override"] == {
        "status": "REFUTED",
        "reason_code": "legal",
        "text": override.text,
        "proposed_by": proposer.display_name,
        "approved_by": approver.display_name,
        "approved_at": utc(now),
        "expires_at": utc(until),
    }
    Override.objects.filter(pk=override.pk).update(expires_at=now)
    assert documents()[0]["override"] is None


def test_a_frozen_set_says_what_held_when_it_was_frozen() -> None:
    claim = backed(a_claim())
    frozen = freeze_claim_set(claim_set_id=everything().pk, name="Frozen", actor=the_administrator())
    before = claim.current_assessment.assessment
    a_claim()
    backed(claim, stance="contradicts")
    (document,) = documents(claim_set=frozen, include_unsigned=True)
    assert (document["id"], document["assessment"]["status"]) == (claim.pk, "CONFLICTING")
    assert document["as_frozen"] == {
        "status": "SUPPORTED",
        "fingerprint": before.fingerprint,
        "policy_version": "1.0.0",
    }


def test_the_same_claims_give_the_same_bytes_in_every_format() -> None:
    for number in range(3):
        a_signed_claim(text=f"Claim {number}.")
    # A bundle says of which moment it is.
    for format in set(ExportFormat.values) - {ExportFormat.BUNDLE}:
        first, second = exported(format), exported(format)
        assert content(first) == content(second)
        assert first.sha256 == second.sha256 == hashlib.sha256(content(first)).hexdigest()
        assert first.size == len(content(first))


def test_a_snapshot_does_not_see_what_comes_later() -> None:
    claim = a_claim(text="Before.")
    with snapshot() as view:
        chosen = view.choose(claims_matching({}, a_person()), include_unsigned=True)
        Claim.objects.filter(pk=claim.pk).update(text="After.")
        a_claim(text="Later.")
        again = view.choose(claims_matching({}, a_person()), include_unsigned=True)
        rows = list(view.documents(chosen.claim_ids.tolist(), claim_set_id=0))
    assert (list(chosen.claim_ids), chosen == again) == ([claim.pk], True)
    assert [json.loads(row)["text"] for row in rows] == ["Before."]


def test_a_snapshot_cannot_write() -> None:
    with pytest.raises(Exception, match="read-only"), snapshot() as view:
        view.connection.cursor().execute("UPDATE annotations_claim SET text = 'x'")


def test_a_query_that_matches_nothing_has_a_statement_too() -> None:
    assert as_sql(Claim.objects.filter(pk__in=[])) == ("SELECT NULL::bigint WHERE false", ())


def test_batches_hold_every_claim_once_in_order() -> None:
    claims = [a_claim().pk for _ in range(5)]
    with snapshot() as view:
        chosen = view.choose(Claim.objects.all(), include_unsigned=True)
    assert list(chosen.batches(2)) == [claims[:2], claims[2:4], claims[4:]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_out_as_valid_json_on_one_line(text: str) -> None:
    claim = Claim.objects.create(text=text, type="event", created_by=the_administrator())
    with snapshot() as view:
        (row,) = view.documents([claim.pk], claim_set_id=0)
    assert row.endswith(b"\n") and row.count(b"\n") == 1
    assert json.loads(row)["text"] == text


def test_what_was_published_stands_in_the_document_with_its_corrections() -> None:
    claim = a_signed_claim()
    first = published(claim)
    second = corrected(claim)
    (document,) = documents()
    assert document["publication"] == {
        "number": 2,
        "kind": "corrected",
        "text": claim.text,
        "short_claim": "",
        "status": "SUPPORTED",
        "computed_status": "SUPPORTED",
        "context_flag": "",
        "reason": "The log says so.",
        "assessment": second.assessment_id,
        "published_at": utc(second.published_at),
        "first_published_at": utc(first.published_at),
        "corrections": [
            {
                "number": 2,
                "kind": "corrected",
                "note": second.public_note,
                "published_at": utc(second.published_at),
            }
        ],
    }


def test_what_readers_were_told_is_withdrawn_is_not_live_until_it_is_published_again() -> None:
    claim = a_signed_claim()
    published(claim)
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=the_administrator())
    assert documents() == []
    restore_claim(claim_id=claim.pk, actor=the_administrator())
    signed(assessed(claim))
    assert documents() == []
    published(claim, public_note=NOTE)
    assert [document["id"] for document in documents()] == [claim.pk]
