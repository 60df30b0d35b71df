"""One claim as the database hands it to the formats, for tests that need no database."""

from typing import Any

from annotations.domain.rendering import Publication

PUBLICATION = Publication("The Checkers", "https://checks.example")


def a_layer(**given: Any) -> dict[str, Any]:
    """One layer of attribution around the claim."""
    return {
        "claim": 8,
        "asserts": 7,
        "asserter": "The Port",
        "publisher": None,
        "verb": "said",
        "mode": "indirect",
        "said_on": None,
        "venue": "",
        **given,
    }


def a_publisher(**given: Any) -> dict[str, Any]:
    """The publisher of a layer."""
    return {"id": 3, "name": "The Port Authority", "kind": "official_body", "wikidata_id": "", **given}


def a_link(**given: Any) -> dict[str, Any]:
    """One piece of evidence."""
    return {
        "id": 5,
        "stance": "corroborates",
        "state": "accepted",
        "protected": False,
        "passage": "Two boats remained.",
        "passage_check": "exact",
        "start": 0,
        "end": 19,
        "attached_at": "2020-10-01T09:00:00.000000Z",
        "source": {
            "id": 4,
            "kind": "record",
            "title": "The log",
            "authors": "",
            "url": "https://port.example/log",
            "identifiers": {},
            "language": "en",
            "published_on": "2020-09-30",
            "state": "active",
            "anonymous": False,
            "archived": None,
            "publisher": {"id": 3, "name": "The Port Authority", "kind": "official_body", "grade": "A"},
        },
        "capture": {
            "id": 9,
            "sha256": "c" * 64,
            "origin": "paste",
            "summary": False,
            "captured_at": "2020-10-01T08:30:00.000000Z",
        },
        "points": 100,
        "counted": True,
        "reason": None,
        **given,
    }


def a_verdict(**given: Any) -> dict[str, Any]:
    """One live signature."""
    return {
        "id": 8,
        "reviewer": "Ada Byron",
        "status": "SUPPORTED",
        "context_flag": "",
        "reason": "The log says so.",
        "short_claim": "",
        "signed_at": "2020-10-02T08:00:00.000000Z",
        **given,
    }


def an_override(**given: Any) -> dict[str, Any]:
    """An override in effect."""
    return {
        "status": "REFUTED",
        "reason_code": "legal",
        "text": "A court has established the opposite, see the file of the case.",
        "proposed_by": "Ada Byron",
        "approved_by": "Grace H.",
        "approved_at": "2020-10-05T08:00:00.000000Z",
        "expires_at": "2021-04-03T08:00:00.000000Z",
        **given,
    }


def a_publication(*notes: str) -> dict[str, Any]:
    """What readers were told on the third of October, and a correction a day later for each note."""
    corrections = [
        {
            "number": n,
            "kind": "corrected",
            "note": note,
            "published_at": f"2020-10-{2 + n:02}T08:00:00.000000Z",
        }
        for n, note in enumerate(notes, start=2)
    ]
    return {
        "number": 1 + len(notes),
        "kind": "corrected" if notes else "published",
        "text": "Two boats remained.",
        "short_claim": "",
        "status": "SUPPORTED",
        "computed_status": "SUPPORTED",
        "context_flag": "",
        "reason": "The log says so.",
        "assessment": 11,
        "published_at": f"2020-10-{3 + len(notes):02}T08:00:00.000000Z",
        "first_published_at": "2020-10-03T08:00:00.000000Z",
        "corrections": corrections,
    }


def an_overridden_document(status: str = "SUPPORTED", **given: Any) -> dict[str, Any]:
    """A signed claim beside whose status stands that of an override."""
    override = an_override(**given)
    told = {"computed": status, "signed": status, "overridden": override["status"]}
    return {**a_document(status=status), "status": told, "override": override}


def a_place(**given: Any) -> dict[str, Any]:
    """One highlight."""
    return {
        "id": 6,
        "line": 6,
        "article": 2,
        "revision": 1,
        "sha256": "a" * 64,
        "read_at": "2020-10-01T06:00:00.000000Z",
        "start": 0,
        "end": 18,
        "exact": "Two boats remained",
        "prefix": "",
        "suffix": ".",
        "state": "live",
        "outcome": "made",
        "is_current": True,
        "sought": "",
        "changes": [],
        "confirmed": None,
        "made_at": "2020-10-01T07:00:00.000000Z",
        "headline": "Boats",
        "byline": "Ida Lind",
        "url": "https://news.example/boats",
        "language": "en",
        "published_on": "2020-10-01",
        "publisher": "The Daily",
        **given,
    }


def a_document(*, status: str = "SUPPORTED", **given: Any) -> dict[str, Any]:
    """A signed claim with one of everything."""
    return {
        "id": 7,
        "path": "/claims/7/",
        "text": "Two boats remained.",
        "type": "quantity",
        "language": "en",
        "state": "signed",
        "risk": "normal",
        "status": {"computed": status, "signed": status, "overridden": None},
        "signed": True,
        "stale": [],
        "attribution": [a_layer()],
        "time": {"text": "on Monday", "starts_on": "2020-09-28", "ends_on": "2020-09-28"},
        "quantities": [{"text": "two", "unit": "boats"}],
        "highlights": [a_place()],
        "evidence": [a_link()],
        "assessment": {
            "certainty": "MODERATE",
            "support": 100,
            "opposition": 0,
            "policy_version": "1.0.0",
            "fingerprint": "f" * 64,
        },
        "verdicts": [a_verdict()],
        "override": None,
        "publication": None,
        "as_frozen": None,
        **given,
    }
