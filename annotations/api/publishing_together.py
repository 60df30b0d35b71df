"""Publishing many claims at once: each for itself, with a report row by row."""

from typing import Any

from annotations.actions.publishing_together import Told, publish_together, try_to_publish
from annotations.api.endpoints import Reporting
from annotations.api.shapes.publications import PublishTogetherInput, ToldShape, TryToPublishInput


class PublishTryView(Reporting):
    """Whether each of these claims could be published now, and if not, by which rule. Nothing stays of it."""

    tag = "Publications"
    summaries = {"POST": "Try to publish several claims"}
    access = {"POST": "claim.publish"}
    accepts = {"POST": TryToPublishInput}
    answer_shape = ToldShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"results": [_row(one) for one in try_to_publish(**values, actor=self.person)]}


class PublishTogetherView(Reporting):
    """Publishes several claims for the first time, each for itself: one that is refused holds up no other.
    `seen` is that of the claim's preview. Up to a hundred.
    """

    tag = "Publications"
    summaries = {"POST": "Publish several claims"}
    access = {"POST": "claim.publish"}
    accepts = {"POST": PublishTogetherInput}
    answer_shape = ToldShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        seen = {one["claim_id"]: one["seen"] for one in values["claims"]}
        return {"results": [_row(one) for one in publish_together(seen=seen, actor=self.person)]}


def _row(told: Told) -> dict[str, Any]:
    refusal = told.refusal
    return {
        "claim_id": told.claim_id,
        "publication_id": told.publication.pk if told.publication else None,
        "rule": refusal.rule if refusal else "",
        "detail": refusal.message if refusal else "",
    }
