"""No page keeps anybody out: every page there is, light and dark, on a desk and on a telephone.

The list of pages is the list of addresses: one that is added is visited from then on, and fails here when it
needs a row that `ROWS` does not name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import URLPattern, reverse
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from annotations.actions.claims import withdraw_claim
from annotations.actions.exports import cancel_export, request_export
from annotations.actions.tokens import issue_token
from annotations.domain.vocabulary import ExportFormat, Scope
from annotations.models import (
    Capture,
    Claim,
    ClaimSet,
    Derivation,
    Evidence,
    Export,
    Publisher,
    Revision,
    Source,
    User,
    Verdict,
)
from annotations.web.urls import urlpatterns
from tests.browser.reading import signed_in
from tests.services.live import LiveWorkbench


def test_probe(seeded_workbench: LiveWorkbench) -> None:
    client = Client()
    client.force_login(User.objects.get(username="agnes"))
    for pattern in urlpatterns:
        kw = {}
        for name in pattern.pattern.converters:
            kw[name] = "type" if name == "facet" else 1
        addr = reverse(pattern.name, kwargs=kw)
        a = client.get(addr)
        body = b"" if a.streaming else a.content[:20]
        print(pattern.name, addr, a.status_code, a.headers.get("Content-Type"), body)
    print(Claim.objects.count(), Revision.objects.count(), Derivation.objects.count(), Verdict.objects.count(), ClaimSet.objects.values("pk","name","frozen_at"))
