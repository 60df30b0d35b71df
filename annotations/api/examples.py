"""Requests as they may look, for the OpenAPI document; the tests hold each against the input it is an example
of.
"""

from collections.abc import Mapping
from typing import Any

REQUESTS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("articles", "POST"): {
        "text": "The bridge was closed on Monday, the mayor said.\n\nNobody was hurt.",
        "format": "plain",
        "headline": "Bridge closed",
        "published_on": "2026-05-05",
        "time_zone": "Europe/Stockholm",
        "language": "en",
    },
    ("article", "PATCH"): {"headline": "Bridge closed on Monday"},
    ("article-revisions", "POST"): {"text": "The bridge was closed on Monday and opened on Tuesday."},
    ("publisher-preview", "POST"): {"grade": "C", "topic": "health"},
    ("source-preview", "POST"): {"state": "retracted"},
    ("claims", "POST"): {
        "text": "The bridge was closed on 4 May 2026.",
        "type": "event",
        "highlight": {"article_id": 1, "start": 0, "end": 31, "exact": "The bridge was closed on Monday"},
        "attributions": [{"asserter": "the mayor", "verb": "said", "mode": "indirect"}],
        "time": {
            "text": "on Monday",
            "starts_on": "2026-05-04",
            "ends_on": "2026-05-04",
            "granularity": "day",
            "anchored_on": "2026-05-05",
            "anchor_kind": "publication",
            "is_confirmed": True,
        },
    },
    ("claims-batch", "POST"): {
        "claims": [
            {"text": "The bridge was closed on 4 May 2026.", "type": "event"},
            {
                "text": "Ten people were on the bridge.",
                "type": "quantity",
                "quantities": [{"text": "ten people", "low": "10", "high": "10", "unit": "people"}],
            },
        ]
    },
    ("claim", "PATCH"): {"risk": "high", "risk_reason": "Names a person."},
    ("claim-withdraw", "POST"): {"reason": "Says the same as claim 3."},
    ("claim-highlights", "POST"): {"revision_id": 1, "start": 4, "end": 10, "exact": "bridge"},
    ("claim-layers", "POST"): {"asserter": "The Gazette", "verb": "reported", "outer_id": None},
    ("claim-parts", "POST"): {"part_id": 4},
    ("claim-split", "POST"): {
        "parts": [
            {"text": "The bridge was closed.", "type": "event", "exact": "The bridge was closed"},
            {"text": "Two buses turned back.", "type": "quantity"},
        ]
    },
    ("highlight-confirm", "POST"): {"start": 4, "end": 10},
    ("highlight-reselect", "POST"): {"start": 4, "end": 10, "exact": "bridge"},
    ("article-checks", "POST"): {"every_hours": 24},
    ("annotation-imports", "POST"): {
        "article_id": 1,
        "file_name": "notes.json",
        "content": '[{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": "…"}]',
    },
    ("publishers", "POST"): {"name": "Harbour Office", "kind": "primary_record", "country": "SE"},
    ("publisher", "PATCH"): {"homepage": "https://example.org/"},
    ("publisher-grades", "POST"): {"grade": "A", "reason": "Keeps the register itself."},
    ("publisher-relations", "POST"): {
        "second_id": 2,
        "kind": "not_independent",
        "reason": "One desk writes for both.",
    },
    ("parties", "POST"): {"name": "The harbour company", "dispute": "The harbour strike"},
    ("sources", "POST"): {
        "publisher_id": 1,
        "title": "Closures of bridges",
        "kind": "record",
        "url": "https://example.org/closures",
        "published_on": "2026-05-04",
    },
    ("source", "PATCH"): {
        "authors": "Duty officer",
        "tags": ["bridges"],
        "identifiers": {"doi": "10.1000/182"},
    },
    ("sources-protected", "POST"): {
        "title": "The pilot who was on board",
        "publisher_kind": "eyewitness",
        "note": "Speaks after ten in the evening.",
        "person_ids": [2],
    },
    ("source-protect", "POST"): {"reason": "They asked us to.", "person_ids": [2]},
    ("source-confidants", "POST"): {"person_id": 2},
    ("source-merges", "POST"): {"kept_id": 1, "absorbed_id": 2, "reason": "The online issue."},
    ("source-unmerge", "POST"): {"reason": "Two different issues after all."},
    ("publisher-merges", "POST"): {"kept_id": 1, "absorbed_id": 2, "reason": "One paper, spelt in two ways."},
    ("publisher-unmerge", "POST"): {"reason": "Two papers of one name."},
    ("register-imports", "POST"): {
        "noun": "sources",
        "file_name": "closures.csv",
        "content": "title,publisher,url\nClosures of bridges,Harbour Office,https://example.org/closures\n",
    },
    ("saved-filters", "POST"): {
        "noun": "sources",
        "name": "Records of the harbour",
        "criteria": {"kind": ["record"], "tag": ["harbour"]},
    },
    ("saved-filter-rename", "POST"): {"name": "Records"},
    ("source-watch", "POST"): {"every_hours": 168},
    ("source-state", "POST"): {"state": "corrected", "reason": "The day was corrected."},
    ("source-derivations", "POST"): {"origin_id": 2, "kind": "republishes"},
    ("source-relations", "POST"): {
        "second_id": 2,
        "kind": "same_work",
        "reason": "The printed and the online issue.",
    },
    ("captures", "POST"): {"source_id": 1, "text": "4 May 2026: bridge closed from six to nine."},
    ("evidence", "POST"): {
        "claim_id": 1,
        "capture_id": 1,
        "passage": "bridge closed from six to nine",
        "stance": "corroborates",
        "proximity": "primary",
        "credibility": "2",
        "sourcing": "own",
    },
    ("evidence-copy", "POST"): {"claim_id": 2, "stance": "context"},
    ("evidence-item", "PATCH"): {"coverage": "partial", "note": "Says nothing of the reason."},
    ("verdicts", "POST"): {"claim_id": 1, "assessment_id": 1, "reason": "The record of the day says so."},
    ("verdict-withdraw", "POST"): {"reason": "The record was corrected."},
    ("claim-try", "POST"): {
        "links": [{"evidence_id": 1, "is_left_out": True}],
        "grades": [{"publisher_id": 1, "grade": "C"}],
        "as_of": "2026-05-05",
    },
    ("overrides", "POST"): {
        "claim_id": 1,
        "assessment_id": 1,
        "status": "SUPPORTED",
        "reason_code": "off_platform_evidence",
        "text": "The deed that settles it may be read at the office, but not copied.",
    },
    ("override-end", "POST"): {"reason": "The deed was published."},
    ("stale-flag-dismiss", "POST"): {"reason": "The new grade does not change what was signed."},
    ("policy-trials", "POST"): {
        "version": "1.1.0",
        "tables": {"bar": 120},
        "reason": "A verdict on one record alone came too early.",
    },
    ("policy-discard", "POST"): {"reason": "Too many statuses would move."},
    ("claim-sets", "POST"): {
        "name": "Supported in May",
        "criteria": {"status": ["SUPPORTED"], "signed": "yes"},
    },
    ("claim-set", "PATCH"): {"description": "What the harbour pages cite."},
    ("claim-set-freeze", "POST"): {"name": "Supported, end of May"},
    ("exports", "POST"): {"claim_set_id": 1, "format": "ndjson"},
}
PROBLEMS: Mapping[int, tuple[str, str]] = {
    400: ("unknown-filter", "There is no filter “colour” here."),
    401: ("token-expired", "This token expired on 2026-05-04. Ask for a new one."),
    403: ("scope-missing", "This token lacks the scope “write”."),
    404: ("not-found", "There is no claim 7."),
    406: ("not-acceptable", "Could not satisfy the request Accept header."),
    409: ("article-imported-already", "This address was imported already: “Bridge closed”."),
    412: ("stale", "This was changed meanwhile (version 4). Look at the present state, then decide again."),
    413: ("too-large", "This address takes at most 2,097,152 bytes."),
    415: ("media-type-unsupported", "Unsupported media type “text/csv” in request."),
    422: ("idempotency-key-reused", "This idempotency key was used for another request. Choose a new key."),
    428: ("precondition-required", "Send If-Match with the ETag you read."),
    429: ("too-many-requests", "Request was throttled. Expected available in 12 seconds."),
    503: ("unavailable", "The database does not answer. Try again in a moment."),
}
