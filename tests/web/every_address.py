"""Every address there is, with the rows that may tell: found in the configuration, so that one that is added
is read from then on.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from annotations.api.naming import ADDRESSED
from annotations.queries.visibility import NOUNS

VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
MOST_ROWS = 12
OTHER_ROWS = {
    "annotation": "annotation",
    "claim_set": "claim_set",
    "delivery": "webhook_delivery",
    "event": "event",
    "export": "export",
    "merge": "source_merge",
    "notice": "notice",
    "person": "user",
    "publisher": "publisher",
    "recomputation": "recomputation",
    "register_import": "register_import",
    "saved_filter": "saved_filter",
    "second_look": "second_look",
    "trial": "policy_trial",
}
WORDS = {
    "noun": ["sources", "publishers"],
    "table_name": ["figures", "kappa"],
    "facet": ["article", "publisher", "owner", "tag", "language", "country"],
    "rule": ["merged-away"],
    "name": ["x"],
    "rest": ["x"],
    "secret": ["x"],
    "token": ["x"],
    "app_label": ["annotations"],
    "content_type_id": ["1"],
    "url": ["x"],
    "old": ["1"],
    "new": ["2"],
    "number": ["1", "2"],
}


def routes(patterns: Sequence[URLPattern | URLResolver] | None = None, before: str = "/") -> Iterator[str]:
    """Every route, with its variables in angle brackets."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        elif "^" not in here and "(?P" not in here:
            yield here


def addresses(only: Mapping[str, Sequence[Any]] | None = None) -> Iterator[str]:
    """Every address with each of the rows that are there, at most a dozen of a kind; of the kinds in `only`
    just those.
    """
    for route in routes():
        names = VARIABLE.findall(route)
        for values in itertools.product(*(_values(route, name, only or {}) for name in names)):
            address = route
            for value in values:
                address = VARIABLE.sub(str(value), address, count=1)
            yield address


def _values(route: str, name: str, only: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
    if name in WORDS:
        return WORDS[name]
    noun = _noun_of(route) if name == "pk" else name.removesuffix("_id")
    if noun in only:
        return only[noun]
    model = NOUNS.get(noun) or _model(OTHER_ROWS.get(noun, noun))
    if model is None:
        return [1]
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS]) or [1]


def _noun_of(route: str) -> str:
    """What an address of the API is about."""
    word = route.split("/")[3]
    return ADDRESSED.get(word) or word.removesuffix("s").replace("-", "_")


def _model(name: str) -> Any:
    try:
        return apps.get_model("annotations", name.replace("_", ""))
    except LookupError:
        return None


def answer_of(client: Client, address: str) -> tuple[int, str]:
    """The status and all that is said: the body and the headers."""
    answer: Any = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace") + str(dict(answer.items()))


def told_by(client: Client, address: str, secrets: Sequence[str]) -> list[str]:
    """The secret words in an answer."""
    status, text = answer_of(client, address)
    assert status != 500, address
    lowered = text.lower()
    return [secret for secret in secrets if secret.lower() in lowered]
