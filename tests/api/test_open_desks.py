"""Everybody reads what an open desk owns; what they do there follows from their role at the desk alone."""

from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import Article, Claim, Source
from tests.api.calling import Program
from tests.desks import a_desk
from tests.factories import a_capture, a_claim, a_person, a_source, an_article, assessed, some_evidence

pytestmark = pytest.mark.django_db

READS, REVIEWS, EDITS = (None, Role.READER), (Role.REVIEWER,), (Role.EDITOR,)
TELLING: dict[str, tuple[Role | None, ...]] = {
    "read": (*READS, *REVIEWS, *EDITS),
    "comment": (*REVIEWS, *EDITS),
    "link": (*REVIEWS, *EDITS),
    "look": (*REVIEWS, *EDITS),
    "take": (*REVIEWS, *EDITS),
    "sign": (*REVIEWS, *EDITS),
    "copy": (*REVIEWS, *EDITS),
    "revise": (*REVIEWS, *EDITS),
    "withdraw": EDITS,
    "own": EDITS,
}
"""Who may: the roles at the desk."""


@pytest.mark.parametrize("house", [Role.READER, Role.EDITOR])
@pytest.mark.parametrize("here", [None, Role.READER, Role.REVIEWER, Role.EDITOR])
def test_the_role_at_the_desk_decides_through_the_api(here: Role | None, house: Role) -> None:
    person = a_person(role=house)
    desk = a_desk(*([person] if here else []), role=here or Role.READER, visibility="open")
    article, source = an_article(text="The pier was shut."), a_source()
    capture = a_capture(source=source, text="It was shut. It rained.")
    claim = a_claim(words="The pier was shut.", article=article)
    link = some_evidence(claim=claim, capture=capture, passage="It was shut.")
    for model, row in ((Article, article), (Claim, claim), (Source, source)):
        model.objects.filter(pk=row.pk).update(desk=desk)
    held = assessed(claim).current_assessment.assessment_id
    asked: dict[str, tuple[str, dict[str, Any] | None]] = {
        "read": (f"claims/{claim.pk}", None),
        "comment": ("comments", {"claim_id": claim.pk, "text": "So?"}),
        "look": (f"evidence/{link.pk}/second-looks", {}),
        "link": (
            "evidence",
            {"claim_id": claim.pk, "capture_id": capture.pk, "passage": "It rained.", "stance": "context"},
        ),
        "take": ("assignments/take", {"claim_id": claim.pk}),
        "sign": ("verdicts", {"claim_id": claim.pk, "assessment_id": held, "reason": "Read."}),
        "copy": ("captures", {"source_id": source.pk, "text": "More."}),
        "revise": (f"articles/{article.pk}/revisions", {"text": "The pier was open."}),
        "withdraw": (f"evidence/{link.pk}/withdraw", {}),
        "own": (f"sources/{source.pk}/desk", {"desk_id": desk.pk}),
    }
    program = Program(person)
    answers = {
        name: (program.get(address) if body is None else program.post(address, body)).status_code
        for name, (address, body) in asked.items()
    }
    assert {name for name, status in answers.items() if status == 404} == set()
    assert {name for name, status in answers.items() if status != 403} == {
        name for name, roles in TELLING.items() if here in roles
    }, answers
