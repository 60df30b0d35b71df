"""What claims are built of: layers around them, parts within them."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.layers import add_layer
from annotations.actions.splits import PartInput, join_parts, split_claim
from annotations.api.claims import CLAIMS
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Creating, Endpoint, Step
from annotations.api.shapes.claims import LayerInput, PartAddedInput, ProposedPartsShape, SplitInput
from annotations.queries.claim_structure import split_help
from annotations.queries.claims import claim_for


class ClaimLayersView(Creating):
    """One more layer around a claim: a claim that somebody says it, highlighted where the claim is.
    Withdrawing the layer undoes it.
    """

    tag = "Claims"
    summaries = {"POST": "Add a layer around a claim"}
    access = {"POST": "claim.edit"}
    accepts = {"POST": LayerInput}
    answers, item_route = CLAIMS, "claim"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        given = dict(values)
        outer_id = given.pop("outer_id", None)
        layer = AttributionLayer(**given)
        return add_layer(claim_id=ids["pk"], layer=layer, outer_id=outer_id, actor=self.person).pk


class ClaimPartsView(Step):
    """Makes another claim a part of this one, whose status its parts then decide. Answers with the whole."""

    tag = "Claims"
    summaries = {"POST": "Add a part to a claim"}
    access = {"POST": "claim.edit"}
    accepts = {"POST": PartAddedInput}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return add_part(claim_id=ids["pk"], part_id=values["part_id"], actor=self.person).pk


class ClaimTakeOutView(Step):
    """Takes a claim out of the one that it is a part of."""

    tag = "Claims"
    summaries = {"POST": "Take a part out of its whole"}
    access = {"POST": "claim.edit"}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return take_part_out(claim_id=ids["pk"], actor=self.person).pk


class ClaimProposedPartsView(Endpoint):
    """What a claim looks to consist of: why it seems to say more than one thing, and a draft of its parts, to
    be worded by a person and sent to `split`. Empty where no rule finds any.
    """

    tag = "Claims"
    summaries = {"GET": "Propose parts of a claim"}
    access = {"GET": "workbench.read"}
    answer_shape = ProposedPartsShape

    def get(self, request: Request, pk: int) -> Response:
        claim = claim_for(pk, self.person)
        found = split_help(claim)
        row = {
            "claim_id": claim.pk,
            "must_split": claim.must_split,
            "highlighted": found.highlighted,
            "reasons": [{"reason": one.reason, "words": list(one.words)} for one in found.reasons],
            "parts": [{"text": one.text, "type": one.type, "exact": one.words} for one in found.parts],
        }
        return read_answer(request, row)


class ClaimSplitView(Step):
    """Divides a claim that says more than one thing. It stays, as the whole of its parts, and they take over
    its figures, time, risk and interests. Its `parts` are the claims that were made.
    """

    tag = "Claims"
    summaries = {"POST": "Split a claim"}
    access = {"POST": "claim.edit"}
    accepts = {"POST": SplitInput}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        parts = [PartInput(**part) for part in values["parts"]]
        return split_claim(claim_id=ids["pk"], parts=parts, actor=self.person).pk


class ClaimJoinView(Step):
    """Undoes a split: the parts are withdrawn, and the claim has its figures again."""

    tag = "Claims"
    summaries = {"POST": "Join the parts of a split claim"}
    access = {"POST": "claim.edit"}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return join_parts(claim_id=ids["pk"], actor=self.person).pk
