"""What the newsroom says about itself: the version in force, and those before it."""

from django.conf import settings
from django.db.models import QuerySet

from annotations.domain.organisation import Profile
from annotations.domain.rendering import Publication
from annotations.domain.verification import scale_of
from annotations.models import OrganisationProfile

_SAME = (
    "name",
    "number",
    "has_public_pages",
    "legal_name",
    "description",
    "address",
    "ownership",
    "corrections_policy",
    "contact",
    "contact_email",
    "changed_at",
)


def profile_in_force() -> Profile:
    """The profile with the highest number, or what holds without one. One statement."""
    return profile_of(OrganisationProfile.objects.order_by("-number").first())


def profile_of(version: OrganisationProfile | None) -> Profile:
    """What one version says; without one, what holds as long as nobody has written any."""
    if version is None:
        return Profile(name=settings.ORGANISATION_NAME)
    same = {name: getattr(version, name) for name in _SAME}
    return Profile(**same, same_as=tuple(version.same_as), scale=scale_of(version.rating_scale))


def publisher_in_force() -> Publication:
    """As whom and where exports are published now. One statement."""
    return publisher_of(profile_in_force())


def publisher_of(profile: Profile) -> Publication:
    """As whom and where is published what a profile holds for."""
    return Publication(
        profile.name,
        settings.PUBLIC_URL,
        home=profile.address,
        scale=profile.scale,
        has_public_pages=profile.has_public_pages,
    )


def all_profiles() -> QuerySet[OrganisationProfile]:
    """All versions with who changed them, the one in force first."""
    return OrganisationProfile.objects.select_related("changed_by").order_by("-number")
