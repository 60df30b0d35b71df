"""What a person watches and has muted, and who is looking at something now."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.following import follow
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import Endpoint, Listing
from annotations.api.repeats import answered_once
from annotations.api.shapes.assignments import (
    FollowingShape,
    OnlookersShape,
    QueueShape,
    WishInput,
    WishShape,
)
from annotations.api.shapes.base import Reading
from annotations.domain.errors import Invalid, NotFound
from annotations.queries.presence import may_look, onlookers
from annotations.queries.queue import QueueLine, queue_of
from annotations.queries.work import followings_in_full

FOLLOWINGS = Reading("following", FollowingShape, followings_in_full)


class FollowingsView(Listing):
    """What you watch and have muted. Who mutes an article hears nothing of its claims either, but for those
    that they watch.
    """

    tag = "Work"
    summaries = {"GET": "List what you watch and muted", "POST": "Watch or mute"}
    access = {"GET": "workbench.read", "POST": "work.follow"}
    accepts = {"POST": WishInput}
    reading = answers = FOLLOWINGS

    def post(self, request: Request, **ids: int) -> Response:
        values = self.checked(request)
        return answered_once(request, self.person, lambda: values, self._wished)

    def _wished(self, values: dict[str, Any]) -> Answer:
        about = {name: values.get(name) for name in ("claim_id", "article_id")}
        if (about["claim_id"] is None) == (about["article_id"] is None):
            raise Invalid("Name a claim or an article, one of the two.", rule="required")
        follow(**about, wish=values["wish"], actor=self.person)
        return Answer(200, {**about, "wish": values["wish"]})

    def answer_of(self, method: str) -> Any:
        return WishShape if method == "POST" else super().answer_of(method)


class _OnlookersView(Endpoint):
    tag = "Work"
    summaries = {"GET": "List who is here"}
    access = {"GET": "workbench.read"}
    answer_shape, has_tag = OnlookersShape, False
    named: str

    def get(self, request: Request, pk: int) -> Response:
        about = {f"{self.named}_id": pk}
        if not may_look(self.person, **about):
            raise NotFound(f"There is no {self.named} {pk}.", details={"id": pk})
        here = onlookers(self.person, **about)
        return Response({"onlookers": [{"id": one.id, "name": one.name} for one in here]})


class ClaimOnlookersView(_OnlookersView):
    """Who else looked at the claim within the last minute."""

    named = "claim"


class ArticleOnlookersView(_OnlookersView):
    """Who else looked at the article within the last minute."""

    named = "article"


class QueueView(Endpoint):
    """What waits for you, the group that matters most first, and of each group the first ten."""

    tag = "Work"
    summaries = {"GET": "Read your queue"}
    access = {"GET": "workbench.read"}
    answer_shape, has_tag = QueueShape, False

    def get(self, request: Request) -> Response:
        groups = [
            {"group": one.group, "total": one.total, "lines": [_line(line) for line in one.lines]}
            for one in queue_of(self.person).groups
        ]
        return Response({"groups": groups})


def _line(line: QueueLine) -> dict[str, Any]:
    return {
        "noun": line.noun,
        "id": line.id,
        "title": line.row.text if line.row else line.title,
        "since": line.since,
        "due_at": line.due_at,
        "who": line.who,
        "comment_id": line.comment_id,
    }
