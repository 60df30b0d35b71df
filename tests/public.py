"""Newsrooms that show their pages to readers, for tests of these."""

from typing import Any

from django.test import Client

from annotations.models import Claim, OrganisationProfile
from tests.factories import the_administrator

FIXED = (
    "/checks/",
    "/checks/methodology/",
    "/checks/about/",
    "/checks/report/",
    "/checks/feed.atom",
    "/checks/corrections.atom",
    "/checks/sitemap.xml",
)
"""The pages that are there before anything is published."""


def check(claim: Claim) -> str:
    """Where readers find the check of a claim."""
    return f"/checks/claims/{claim.pk}/"


def page(address: str) -> Any:
    """What a reader gets."""
    return Client().get(address)


def public_pages(**given: Any) -> OrganisationProfile:
    """The next version of the profile, with the pages for readers switched on."""
    last = OrganisationProfile.objects.order_by("-number").first()
    values: dict[str, Any] = {
        "number": last.number + 1 if last else 1,
        "has_public_pages": True,
        "name": "The Skerrow Lantern",
        "changed_by": the_administrator(),
        **given,
    }
    return OrganisationProfile.objects.create(**values)
