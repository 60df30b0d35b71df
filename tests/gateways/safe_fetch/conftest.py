"""The pretended web, fresh for each test; its certificate authority once."""

from collections.abc import Iterator

import pytest
import trustme

from tests.gateways.safe_fetch.pretend_web import PretendWeb, pretend_web


@pytest.fixture(scope="session")
def certificate_authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def web(certificate_authority: trustme.CA) -> Iterator[PretendWeb]:
    with pretend_web(certificate_authority) as web:
        yield web
