"""A running server with one article, and a program that speaks with it."""

from collections.abc import Iterator

import pytest

from annotations.models import Article, Claim
from tests.api.webannotations.wire import PAGE, TEXT, Wire
from tests.factories import an_article
from tests.services.live import LiveWorkbench


@pytest.fixture
def wire(live_workbench: LiveWorkbench) -> Iterator[Wire]:
    """A program of a reviewer."""
    yield Wire(live_workbench.address)
    # The database is emptied next: the worker must not be in the middle of something.
    live_workbench.wait_for(lambda: not Claim.objects.to_assess().exists())


@pytest.fixture
def article(wire: Wire) -> Article:
    """The article that annotations are about."""
    return an_article(text=TEXT, url=PAGE)
