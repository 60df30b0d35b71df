"""A signed-in administrator."""

import pytest
from django.test import Client

from tests.factories import the_administrator


@pytest.fixture
def administrator_client(db: None, client: Client) -> Client:
    """Somebody who may see the site."""
    client.force_login(the_administrator(), backend="annotations.queries.sessions.PersonBackend")
    return client
