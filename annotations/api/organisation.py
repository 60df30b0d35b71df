"""What the newsroom says about itself, and the rules and the data of ClaimReview."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.organisation import revise_profile
from annotations.api.conditions import current_state, expected_version, read_answer, tag_of
from annotations.api.endpoints import Endpoint, Listing
from annotations.api.shapes.base import Reading
from annotations.api.shapes.organisation import (
    OrganisationInput,
    OrganisationShape,
    OrganisationVersionShape,
)
from annotations.domain.errors import Stale
from annotations.queries.organisation import all_profiles, profile_in_force

VERSIONS = Reading("version of the profile", OrganisationVersionShape, lambda person: all_profiles())


class OrganisationView(Endpoint):
    """The newsroom as readers know it. It is there before anybody has written it, with version 0."""

    tag = "Organisation"
    summaries = {"GET": "Read the organisation's profile", "PATCH": "Change the organisation's profile"}
    access = {"GET": "organisation.read", "PATCH": "organisation.edit"}
    accepts = {"PATCH": OrganisationInput}
    answer_shape = OrganisationShape

    def get(self, request: Request) -> Response:
        return read_answer(request, _profile())

    def patch(self, request: Request) -> Response:
        version = expected_version(request, _profile(), is_required=True)
        values = self.checked(request, is_partial=True)
        try:
            revise_profile(values=values, expected_number=version, actor=self.person)
        except Stale as refusal:
            raise Stale(refusal.message, details=current_state(_profile())) from refusal
        row = _profile()
        return Response(row, headers={"ETag": tag_of(row)})


class OrganisationVersionsView(Listing):
    """What the newsroom said about itself, version by version; the latest is in force."""

    tag = "Organisation"
    summaries = {"GET": "List versions of the profile"}
    access = {"GET": "organisation.read"}
    reading = VERSIONS


def _profile() -> dict[str, Any]:
    profile = profile_in_force()
    return {
        "version": profile.number,
        "name": profile.name,
        "legal_name": profile.legal_name,
        "description": profile.description,
        "has_public_pages": profile.has_public_pages,
        "address": profile.address,
        "same_as": list(profile.same_as),
        "ownership": profile.ownership,
        "corrections_policy": profile.corrections_policy,
        "contact": profile.contact,
        "contact_email": profile.contact_email,
        "rating_scale": profile.scale.as_json(),
        "changed_at": profile.changed_at,
    }
