"""Changing what the newsroom says about itself."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.organisation import revise_profile
from annotations.domain.errors import Invalid, NotAllowed, Refusal, Stale
from annotations.domain.organisation import Profile
from annotations.domain.verification import USUAL_SCALE
from annotations.models import Event, OrganisationProfile
from annotations.queries.organisation import all_profiles, profile_in_force, publisher_in_force
from tests.factories import a_person, the_administrator

pytestmark = pytest.mark.django_db

SCALE = {
    **USUAL_SCALE.as_json(),
    "ratings": {**USUAL_SCALE.as_json()["ratings"], "supported": {"words": "Rock solid", "value": 5}},
}


def revised(expected_number: int | None = None, **values: Any) -> OrganisationProfile:
    """A new version, by the administrator."""
    return revise_profile(values=values, expected_number=expected_number, actor=the_administrator())


def test_before_anybody_wrote_it_the_configured_name_holds(settings: Any) -> None:
    settings.ORGANISATION_NAME = "The Checkers"
    assert profile_in_force() == Profile(name="The Checkers")


def test_each_change_is_a_version_and_the_latest_is_in_force(settings: Any) -> None:
    settings.ORGANISATION_NAME, settings.PUBLIC_URL = "The Checkers", "https://checks.example"
    first = revised(0, has_public_pages=True, corrections_policy="We correct.\r\nAlways. ")
    second = revised(
        1,
        address="https://news.example",
        same_as=["https://x.example", "https://x.example"],
        rating_scale=SCALE,
    )
    profile = profile_in_force()
    assert (profile.number, profile.name, profile.has_public_pages) == (2, "The Checkers", True)
    assert (profile.corrections_policy, profile.same_as) == ("We correct.\nAlways.", ("https://x.example",))
    assert [one.pk for one in all_profiles()] == [second.pk, first.pk]
    publisher = publisher_in_force()
    assert (publisher.organisation, publisher.home) == ("The Checkers", "https://news.example")
    assert publisher.scale.ratings["supported"].alternate_name == "Rock solid"  # type: ignore[index]


def test_the_event_says_what_is_other_than_before() -> None:
    revised(name="The Checkers")
    version = revised(name="The Testers")
    event = Event.objects.get(verb="organisation.revised", subject_id=version.pk)
    assert (event.before, event.after) == ({"name": "The Checkers"}, {"name": "The Testers", "number": 2})


def test_nothing_new_is_no_version() -> None:
    first = revised(name="The Checkers", contact_email="checks@news.example")
    assert revised(name=" The Checkers ") == first
    assert OrganisationProfile.objects.count() == 1


def test_the_usual_ratings_are_written_as_none() -> None:
    revised(rating_scale=SCALE)
    assert revised(rating_scale=USUAL_SCALE.as_json()).rating_scale == {}
    assert profile_in_force().scale == USUAL_SCALE


@pytest.mark.parametrize(
    ("values", "kind", "rule", "field"),
    [
        ({"name": "  "}, Invalid, "required", "name"),
        ({"name": "x" * 201}, Invalid, "too-long", "name"),
        ({"ownership": "x" * 10_001}, Invalid, "too-long", "ownership"),
        ({"address": "news.example"}, Invalid, "url-scheme", "address"),
        ({"same_as": ["ftp://news.example"]}, Invalid, "url-scheme", "same_as"),
        (
            {"same_as": [f"https://news.example/{n}" for n in range(21)]},
            Invalid,
            "too-many-rows",
            "same_as",
        ),
        ({"contact_email": "nobody"}, Invalid, "email-invalid", "contact_email"),
        ({"rating_scale": {"worst": 1}}, Invalid, "rating-scale-shape", "rating_scale"),
        (
            {
                "rating_scale": {
                    **SCALE,
                    "ratings": {**SCALE["ratings"], "refuted": {"words": "True", "value": 1}},
                }
            },
            Invalid,
            "rating-rating-inverted",
            "rating_scale",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(values: Any, kind: type[Refusal], rule: str, field: str) -> None:
    with pytest.raises(kind) as refusal:
        revised(**values)
    assert (refusal.value.rule, refusal.value.field) == (rule, field)
    assert not OrganisationProfile.objects.exists()


def test_another_version_than_was_seen_is_refused() -> None:
    revised(0, name="The Checkers")
    with pytest.raises(Stale) as refusal:
        revised(0, name="The Testers")
    assert refusal.value.details == {"version": 1}


@pytest.mark.parametrize("role", ["reader", "reviewer", "editor"])
def test_only_an_administrator_changes_it(role: str) -> None:
    with pytest.raises(NotAllowed):
        revise_profile(values={"name": "x"}, expected_number=None, actor=a_person(role=role))


def test_the_profile_in_force_costs_one_statement() -> None:
    for name in ("A", "B", "C"):
        revised(name=name)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        profile_in_force()
    assert len(statements) == 1
