"""What a claim's status would be if, what it was as known on an earlier day, and who rests on whom. Nothing
of it is saved: everything is computed from what is recorded at this moment.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.actions.presence import note_told
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Doing, Endpoint
from annotations.api.repeats import answered_once
from annotations.api.shapes.suppositions import IndependenceShape, SupposedShape, SuppositionInput
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.verification import PictureGroup, Result
from annotations.queries.claims import claim_for
from annotations.queries.earlier_days import known_on
from annotations.queries.explanations import name_in
from annotations.queries.independence import Independence, PicturedItem, independence_of
from annotations.queries.suppositions import Ground, Supposed, Supposition, ground_of, suppose


class ClaimTryView(Doing):
    """The status that would follow from what is supposed. Where parts decide, or with nothing but a day, it
    is the status as known on that day; parts are tried one by one. Nothing is saved.
    """

    tag = "Claims"
    summaries = {"POST": "Try what would follow"}
    access = {"POST": "workbench.read"}
    accepts = {"POST": SuppositionInput}
    answer_shape, has_tag = SupposedShape, False

    def post(self, request: Request, **ids: int) -> Response:
        asked = self.checked(request)
        claim = claim_for(ids["pk"], self.person)
        note_told(actor=self.person, claim_ids=[claim.pk])
        return answered_once(
            request, self.person, lambda: asked, lambda values: Answer(200, _tried(claim.pk, values))
        )


class ClaimIndependenceView(Endpoint):
    """Who rests on whom in a claim's evidence, and what is counted once."""

    tag = "Claims"
    summaries = {"GET": "Read the picture of independence"}
    access = {"GET": "workbench.read"}
    answer_shape = IndependenceShape

    def get(self, request: Request, pk: int) -> Response:
        found = independence_of(pk, self.person)
        note_told(actor=self.person, claim_ids=[pk])
        return read_answer(request, _pictured(found))


def _tried(claim_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    asked = _supposition(values)
    day = asked.as_of
    if day is not None and asked == Supposition(as_of=day):
        return _outcome(claim_id, day, _known(known_on(claim_id, day)))
    ground = ground_of(claim_id)
    if ground.has_parts:
        raise Conflict(
            "The parts of this claim decide its status. Try it with one of them.", rule="parts-decide"
        )
    return _outcome(claim_id, day, _known(_supposed(ground, asked)))


def _known(supposed: Supposed | None) -> Supposed:
    if supposed is None:
        raise Conflict("Evidence does not decide the status of this type.", rule="type-not-scored")
    return supposed


def _supposed(ground: Ground, asked: Supposition) -> Supposed | None:
    if ground.fitting(asked) != asked:
        raise Invalid(
            "Something is supposed about evidence, a publisher or a source that takes no part in this claim.",
            rule="supposition-does-not-fit",
        )
    return suppose(ground, asked) if ground.is_open else None


def _supposition(values: Mapping[str, Any]) -> Supposition:
    links = values.get("links", [])
    day = values.get("as_of")
    if day is not None and day > timezone.localdate():
        raise Invalid("That day has not come yet.", field="as_of", rule="day-to-come")
    return Supposition(
        without=frozenset(link["evidence_id"] for link in links if link.get("is_left_out")),
        stances=_by_id(links, "stance"),
        sourcing=_by_id(links, "sourcing"),
        grades={one["publisher_id"]: one["grade"] for one in values.get("grades", [])},
        retracted=frozenset(values.get("retracted", [])),
        as_of=day,
    )


def _by_id(links: list[dict[str, Any]], name: str) -> dict[int, str]:
    return {link["evidence_id"]: link[name] for link in links if name in link}


def _outcome(claim_id: int, day: date | None, supposed: Supposed) -> dict[str, Any]:
    return {
        "claim_id": claim_id,
        "as_of": day,
        "now": _standing(supposed.now),
        "then": _standing(supposed.then),
        "is_other": supposed.is_other,
        "explanation": supposed.explanation,
        "changes": [
            {
                "evidence_id": change.link,
                "outlet": change.outlet,
                "stance": change.stance,
                "before": change.before,
                "after": change.after,
                "sentence": change.sentence,
            }
            for change in supposed.changes
        ],
        "parts": [
            {"claim_id": part.claim.pk, "before": part.before, "after": part.after} for part in supposed.parts
        ],
    }


def _standing(result: Result) -> dict[str, Any]:
    told = result.to_json()
    return {
        "status": told["status"],
        "certainty": told["certainty"],
        "support": told["S"],
        "opposition": told["R"],
        "supporting_origins": told["n_S"],
        "opposing_origins": told["n_R"],
        "band": told["band"],
    }


def _pictured(found: Independence) -> dict[str, Any]:
    return {
        "claim_id": found.claim.pk,
        "status": found.result.status,
        "publications": [_publication(item) for item in found.items.values()],
        "groups": [_group(group, found) for group in found.picture.groups],
        "sentences": list(found.sentences),
    }


def _publication(item: PicturedItem) -> dict[str, Any]:
    return {
        "source_id": item.source.pk,
        "title": item.source.title,
        "publisher_name": item.publisher,
        "kind": item.kind.value,
        "rests_on": [{"source_id": source.pk, "kind": kind} for source, kind in item.rests_on],
        "links": [
            {
                "evidence_id": link.link,
                "stance": link.stance,
                "points": link.points,
                "is_counted": link.counted,
                "reason": link.reason,
            }
            for link in item.links
        ],
    }


def _group(group: PictureGroup, found: Independence) -> dict[str, Any]:
    return {
        "kind": group.kind.value,
        "name": name_in(group.label, found.names),
        "source_ids": [int(item) for item in group.items],
        "counted": [int(link) for link in group.counted],
        "not_added": [int(link) for link in group.not_added],
    }
