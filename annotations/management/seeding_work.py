"""What happened to a story after its claims were made: statuses, signatures, retractions, claim sets."""

from typing import Any

from annotations.actions.articles import add_revision
from annotations.actions.assessments import assess_claim
from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.highlight_decisions import confirm_highlight
from annotations.actions.publications import begin_correction, publish_claim
from annotations.actions.publishers import grade_publisher
from annotations.actions.reanchoring import reanchor_article
from annotations.actions.second_looks import answer_look, ask_for_look
from annotations.actions.sources import change_source_state
from annotations.actions.verdicts import sign_verdict
from annotations.domain.canonical import from_markdown
from annotations.domain.vocabulary import EvidenceState, Origin, SecondLookState
from annotations.management.seeding_files import Story, Table, naming, without
from annotations.management.seeding_register import Keys
from annotations.models import Claim, CurrentAssessment, Evidence, Highlight, SecondLook


def load_work(story: Story, keys: Keys) -> None:
    """Every step in order. Statuses are computed before the first and after each, so that every signature
    stands under the assessment its signer would have seen.
    """
    _assess(keys)
    for number, row in enumerate(story.rows("work", "step"), start=1):
        with naming(f"Step {number} ({row.get('do')})"):
            _STEPS[row["do"]](row, keys)
            _assess(keys)
    for row in story.rows("work", "claim_set"):
        with naming(f"Claim set {row['name']}"):
            _make_claim_set(row, keys)


def _assess(keys: Keys) -> None:
    """Until nothing is due any more: what becomes of a part makes the whole due."""
    due = Claim.objects.to_assess().filter(pk__in=keys.claims.values()).order_by("id")
    while claim_ids := list(due.values_list("pk", flat=True)):
        for claim_id in claim_ids:
            assess_claim(claim_id=claim_id)


def _sign(row: Table, keys: Keys) -> None:
    claim_id = keys.claims[row["claim"]]
    sign_verdict(
        claim_id=claim_id,
        assessment_id=CurrentAssessment.objects.get(claim=claim_id).assessment_id,
        actor=keys.person(row),
        **without(row, "do", "by", "claim"),
    )


def _change_state(row: Table, keys: Keys) -> None:
    change_source_state(
        source_id=keys.sources[row["source"]],
        actor=keys.person(row),
        **without(row, "do", "by", "source"),
    )


def _grade(row: Table, keys: Keys) -> None:
    grade_publisher(
        publisher_id=keys.publishers[row["publisher"]],
        actor=keys.person(row),
        **without(row, "do", "by", "publisher"),
    )


def _revise(row: Table, keys: Keys) -> None:
    """The next text of the article, with its highlights carried over into it."""
    article_id = Highlight.objects.filter(claim__in=keys.claims.values()).values_list("revision__article")[0][
        0
    ]
    add_revision(
        article_id=article_id,
        canonical=from_markdown(row["text"]),
        origin=Origin.PASTE,
        media_type="text/markdown",
        actor=keys.person(row),
    )
    reanchor_article(article_id=article_id)


def _publish(row: Table, keys: Keys) -> None:
    """The verdict; where something was published before, as a correction with its `public_note`."""
    claim_id = keys.claims[row["claim"]]
    publish_claim(claim_id=claim_id, actor=keys.person(row), **without(row, "do", "by", "claim"))


def _begin_correction(row: Table, keys: Keys) -> None:
    begin_correction(claim_id=keys.claims[row["claim"]], reason=row["reason"], actor=keys.person(row))


def _confirm(row: Table, keys: Keys) -> None:
    highlight = Highlight.objects.current().get(claim=keys.claims[row["claim"]])
    confirm_highlight(highlight_id=highlight.pk, actor=keys.person(row))


def _ask_second_look(row: Table, keys: Keys) -> None:
    """Somebody asks; who reads is found as always, and may have answered (`stance`, `reason`)."""
    link = Evidence.objects.get(
        claim=keys.claims[row["claim"]], source=keys.sources[row["source"]], state=EvidenceState.ACCEPTED
    )
    look = ask_for_look(evidence_id=link.pk, actor=keys.person(row))
    if "stance" in row and look.reader is not None:
        answer_look(look_id=look.pk, stance=row["stance"], reason=row["reason"], actor=look.reader)


def _settle_dispute(row: Table, keys: Keys) -> None:
    actor = keys.person(row)
    look = SecondLook.objects.get(
        evidence__claim=keys.claims[row["claim"]],
        evidence__source=keys.sources[row["source"]],
        state=SecondLookState.DISPUTED,
    )
    take_dispute(look_id=look.pk, actor=actor)
    settle_dispute(look_id=look.pk, stance=row["stance"], reason=row["reason"], actor=actor)


_STEPS = {
    "sign": _sign,
    "change_source_state": _change_state,
    "grade": _grade,
    "revise": _revise,
    "confirm": _confirm,
    "publish": _publish,
    "begin_correction": _begin_correction,
    "ask_second_look": _ask_second_look,
    "settle_dispute": _settle_dispute,
}


def _make_claim_set(row: Table, keys: Keys) -> None:
    actor = keys.person(row)
    described: dict[str, Any] = without(row, "by", "frozen_as")
    claim_set = create_claim_set(actor=actor, **described)
    if "frozen_as" in row:
        freeze_claim_set(claim_set_id=claim_set.pk, name=row["frozen_as"], actor=actor)
