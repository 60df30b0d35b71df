"""The pretended web of the gateway's tests, for what fetches through it."""

from tests.gateways.safe_fetch.conftest import certificate_authority, web

__all__ = ["certificate_authority", "web"]
