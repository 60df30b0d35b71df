"""Addresses of no noun: the list of all, the other spelling of each, and those that do not exist."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.endpoints import Endpoint
from annotations.api.explanations import EXPLANATION_OF_OTHERS, EXPLANATIONS
from annotations.api.permissions import OPEN
from annotations.api.problems import as_plain_response, problem

NOUNS = (
    "me",
    "tokens",
    "people",
    "articles",
    "revisions",
    "claims",
    "highlights",
    "annotation-imports",
    "claim-imports",
    "notices",
    "queue",
    "assignments",
    "comments",
    "followings",
    "publishers",
    "parties",
    "sources",
    "source-merges",
    "publisher-merges",
    "suggestions",
    "visits",
    "captures",
    "evidence",
    "second-looks",
    "disputes",
    "review-rules",
    "gold-links",
    "assessments",
    "verdicts",
    "overrides",
    "stale-flags",
    "policies",
    "policy-trials",
    "recomputations",
    "quality",
    "claim-sets",
    "exports",
    "register-imports",
    "saved-filters",
    "history",
    "schema",
    "docs",
)
NOWHERE = "nowhere"
ADDRESSES = {"type": "object", "additionalProperties": {"type": "string"}}


class ExplanationShape(serializers.Serializer[Any]):
    """A rule in words."""

    rule = serializers.CharField()
    explanation = serializers.CharField()


class IndexView(Endpoint):
    """Where everything begins."""

    tag = "Me"
    summaries = {"GET": "List what there is"}
    access = OPEN
    permission_classes = []
    answer_shape, has_tag = ADDRESSES, False

    def get(self, request: Request) -> Response:
        return Response({noun: reverse(f"api:{noun}") for noun in NOUNS})


class ProblemView(Endpoint):
    """What the `type` of a problem document points to."""

    tag = "Me"
    summaries = {"GET": "Explain a rule"}
    access = OPEN
    permission_classes = []
    answer_shape, has_tag = ExplanationShape, False

    def get(self, request: Request, rule: str) -> Response:
        return Response({"rule": rule, "explanation": EXPLANATIONS.get(rule, EXPLANATION_OF_OTHERS)})


@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """There is nothing at this address, as a program reads it."""
    return as_plain_response(request, problem(404, "There is nothing at this address."))


@csrf_exempt
def other_spelling_or_nowhere(request: HttpRequest, rest: str) -> HttpResponseBase:
    """The same address with or without the slash at its end; otherwise a problem document."""
    other = request.path[:-1] if request.path.endswith("/") else f"{request.path}/"
    try:
        match = resolve(other)
    except Resolver404:
        match = None
    if match is None or match.func in (other_spelling_or_nowhere, nowhere):
        return nowhere(request)
    request.resolver_match = match
    answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return answer
