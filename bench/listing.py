"""A page of fifty claims of the API, the first and the thousandth, beside a plain view of the framework that
gives out the same rows.

    python -m bench.run listing [--claims 50100] [--rounds 60] [--write]

The plain view does what every list has to do and nothing else: it finds the token with its person, reads the
same columns by the same index in one statement, and renders them. It knows no filters, no rights to single
rows, no counting of requests, no tags. The requests take turns, so that other work on the machine lengthens
all alike.
"""

import argparse
import hashlib
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import path
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotations.api.claims import CLAIM_ROWS
from annotations.models import ApiToken, User
from bench.schemathesis import a_token
from bench.synthetic import fill

RESULTS = Path(__file__).with_name("LISTING.json")
PAGE = 50
DEEP = 1_000


class PlainToken(BaseAuthentication):
    """One statement: the token with its person."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken]:
        clear_text = request.headers["Authorization"].removeprefix("Bearer ")
        digest = hashlib.sha256(clear_text.encode()).hexdigest()
        token = ApiToken.objects.select_related("person").get(digest=digest)
        return token.person, token


class PlainList(APIView):
    """The same fifty rows, with the same members."""

    authentication_classes = [PlainToken]
    permission_classes = [IsAuthenticated]
    throttle_classes: list[Any] = []

    def get(self, request: Request) -> Response:
        rows = CLAIM_ROWS.selected(CLAIM_ROWS.rows(request.user))  # type: ignore[arg-type]
        beyond = request.query_params.get("before")
        found = rows.filter(pk__lt=beyond) if beyond else rows
        return Response({"results": CLAIM_ROWS.named(list(found.order_by("-id")[:PAGE]))})


urlpatterns = [path("plain", PlainList.as_view())]
PLAIN_MIDDLEWARE = [
    "bench.listing.at_the_plain_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]


def at_the_plain_addresses(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """The plain view is at an address of its own, not among those of the product."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = "bench.listing"
        return get_response(request)

    return answered


def plain_client(token: str) -> Client:
    """A client whose requests pass through the middleware of a plain installation."""
    client = Client(headers={"Authorization": f"Bearer {token}"})
    with override_settings(MIDDLEWARE=PLAIN_MIDDLEWARE):
        client.handler.load_middleware()
    return client


def main(arguments: list[str]) -> None:
    """Prints the milliseconds of each and their ratios; `--write` keeps them."""
    words = argparse.ArgumentParser(prog="python -m bench.run listing")
    words.add_argument("--claims", type=int, default=PAGE * (DEEP + 2))
    words.add_argument("--rounds", type=int, default=60)
    words.add_argument("--write", action="store_true")
    asked = words.parse_args(arguments)
    fill(asked.claims)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    figures = measured(asked.rounds, a_token())
    print(json.dumps(figures, indent=2))
    if asked.write:
        RESULTS.write_text(json.dumps({"claims": asked.claims, **figures}, indent=2) + "\n", encoding="utf-8")


def measured(rounds: int, token: str) -> dict[str, Any]:
    """The median of each, in milliseconds, and what the pages are held against."""
    client = Client(headers={"Authorization": f"Bearer {token}"})
    deep = deep_link(client)
    edge = client.get(deep).json()["results"][0]["id"] + 1
    plain = plain_client(token)
    asks: dict[str, Callable[[], Any]] = {
        "first": lambda: client.get(f"/api/v1/claims?page_size={PAGE}"),
        "deep": lambda: client.get(deep),
        "plain_first": lambda: plain.get("/plain"),
        "plain_deep": lambda: plain.get("/plain", {"before": edge}),
    }
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(rounds + 5):
        for name, ask in asks.items():
            began = time.perf_counter()
            ask()
            taken[name].append((time.perf_counter() - began) * 1000)
    medians = {name: round(statistics.median(each[5:]), 2) for name, each in taken.items()}
    return {
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "page": DEEP,
        "milliseconds": medians,
        "first_to_plain": round(medians["first"] / medians["plain_first"], 2),
        "deep_to_plain": round(medians["deep"] / medians["plain_deep"], 2),
        "deep_to_first": round(medians["deep"] / medians["first"], 2),
    }


def deep_link(client: Client) -> str:
    """The address of the thousandth page, walked to with large pages."""
    address, rows = "/api/v1/claims?page_size=500&fields=id", 0
    while rows < PAGE * (DEEP - 1) - 500:
        page = client.get(address).json()
        address, rows = page["next"], rows + len(page["results"])
    return str(address).replace("page_size=500", f"page_size={PAGE}").replace("&fields=id", "")
