"""One's own tokens: what there is, issuing another, and ending one."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.tokens import issue_token, revoke_token
from annotations.api.endpoints import Doing, Item, Listing, Step
from annotations.api.shapes.base import Reading
from annotations.api.shapes.people import IssuedTokenShape, TokenInput, TokenShape
from annotations.models import ApiToken, User


def _own(person: User) -> Any:
    return ApiToken.objects.filter(person=person.pk)


TOKENS = Reading("token", TokenShape, _own)


class TokensView(Listing, Doing):
    """The tokens with which programs act for you. What a program issues reaches no further than its own
    token: not more scopes, no later end, not more requests. The clear text of a new one is in the answer
    alone, which is therefore not kept for a request that is repeated.
    """

    tag = "Me"
    summaries = {"GET": "List one's tokens", "POST": "Issue a token"}
    access = {"GET": "workbench.read", "POST": "token.issue"}
    accepts = {"POST": TokenInput}
    reading = answers = TOKENS
    answer_status = 201

    def post(self, request: Request, **ids: int) -> Response:
        values = self.checked(request)
        through = request.auth if isinstance(request.auth, ApiToken) else None
        token, clear_text = issue_token(
            person_id=self.person.pk, **values, through=through, actor=self.person
        )
        answer = {"token": TOKENS.one(token.pk, self.person), "clear_text": clear_text}
        return Response(answer, status=201, headers={"Cache-Control": "no-store"})

    def answer_of(self, method: str) -> Any:
        return IssuedTokenShape if method == "POST" else super().answer_of(method)


class TokenView(Item):
    """One of one's tokens."""

    tag = "Me"
    summaries = {"GET": "Read a token"}
    access = {"GET": "workbench.read"}
    reading = TOKENS


class TokenRevokeView(Step):
    """Ends a token for good, also the one that is used for this."""

    tag = "Me"
    summaries = {"POST": "Revoke a token"}
    access = {"POST": "token.revoke"}
    answers = TOKENS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        own = TOKENS.one(ids["pk"], self.person)
        return revoke_token(token_id=own["id"], actor=self.person).pk
