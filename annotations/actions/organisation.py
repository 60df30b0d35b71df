"""What the newsroom says about itself: each change is a new version, so that it can be said what readers were
told at any time.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from annotations.access import require
from annotations.actions.recording import record_event, refusing_duplicates
from annotations.domain.canonical import one_line, several_lines
from annotations.domain.claimreview import scale_findings
from annotations.domain.errors import Invalid, Refusal, Stale
from annotations.domain.verification import USUAL_SCALE, scale_of
from annotations.domain.weblinks import check_web_url
from annotations.models import OrganisationProfile, User
from annotations.queries.organisation import profile_in_force

NAME_MAXIMUM: Final = 200
ADDRESS_MAXIMUM: Final = 500
TEXT_MAXIMUM: Final = 10_000
PAGES_ELSEWHERE: Final = 20

NAMES: Final = ("name", "legal_name")
TEXTS: Final = ("description", "ownership", "corrections_policy", "contact")
FIELDS: Final = (
    *NAMES,
    *TEXTS,
    "has_public_pages",
    "address",
    "same_as",
    "contact_email",
    "rating_scale",
)
MEANWHILE = "Somebody else changed it meanwhile. Look at what it says now, then decide again."
NUMBER_KEYS = {"annotations_organisationprofile_number_key": MEANWHILE}


@transaction.atomic
def revise_profile(
    *, values: Mapping[str, Any], expected_number: int | None, actor: User
) -> OrganisationProfile:
    """Puts a new version in force, with these values and otherwise as it was. Nothing new makes no version.

    `values` has names of `FIELDS`; `rating_scale` is written as `scale_of` reads it, empty for the usual
    ratings. `expected_number` is that of the version the person saw, 0 where nobody had written one; None
    means the caller does not say.

    Refuses who is no administrator; another version than was seen (`stale`); a newsroom without a name
    (`required`), addresses that are none, too many or too long words, and a scale that `scale_of` or the
    linter refuses (`rating-` rules).
    """
    require(actor, "organisation.edit")
    before = OrganisationProfile.objects.select_for_update().order_by("-number").first()
    present = before.number if before else 0
    if expected_number is not None and expected_number != present:
        raise Stale(MEANWHILE, details={"version": present})
    old = {name: getattr(before, name) for name in FIELDS} if before else _unwritten()
    new = {**old, **{name: _checked(name, value) for name, value in values.items()}}
    if before is not None and new == old:
        return before
    with refusing_duplicates(NUMBER_KEYS):
        revised = OrganisationProfile.objects.create(number=present + 1, changed_by=actor, **new)
    changed = [name for name in FIELDS if new[name] != old[name]]
    record_event(
        "organisation.revised",
        revised,
        actor=actor,
        before={name: old[name] for name in changed},
        after={"number": revised.number, **{name: new[name] for name in changed}},
    )
    return revised


def _unwritten() -> dict[str, Any]:
    """What holds as long as nobody has written anything."""
    held = profile_in_force()
    kept = {name: getattr(held, name) for name in FIELDS if name not in ("same_as", "rating_scale")}
    return {**kept, "same_as": [], "rating_scale": {}}


def _checked(name: str, value: Any) -> Any:
    if name in NAMES:
        return _line(name, value)
    if name in TEXTS:
        return _words(name, several_lines(str(value)).strip(), TEXT_MAXIMUM)
    if name == "address":
        return _address(name, value)
    if name == "same_as":
        return _addresses(value)
    if name == "contact_email":
        return _email(value)
    return _scale(value) if name == "rating_scale" else bool(value)


def _line(name: str, value: Any) -> str:
    line = _words(name, one_line(str(value)).strip(), NAME_MAXIMUM)
    if name == "name" and not line:
        raise Invalid("The newsroom needs a name.", field=name, rule="required")
    return line


def _words(name: str, words: str, most: int) -> str:
    if len(words) > most:
        raise Invalid(f"At most {most:,} characters; this has {len(words):,}.", field=name, rule="too-long")
    return words


def _address(field: str, value: Any) -> str:
    address = str(value).strip()
    if address:
        try:
            check_web_url(address)
        except Refusal as refusal:
            raise Invalid(f"“{address}”: {refusal.message}", field=field, rule=refusal.rule) from refusal
    return _words(field, address, ADDRESS_MAXIMUM)


def _addresses(value: Any) -> list[str]:
    addresses = list(dict.fromkeys(found for one in value if (found := _address("same_as", one))))
    if len(addresses) > PAGES_ELSEWHERE:
        raise Invalid(f"At most {PAGES_ELSEWHERE} addresses.", field="same_as", rule="too-many-rows")
    return addresses


def _email(value: Any) -> str:
    email = str(value).strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise Invalid(
                f"“{email}” is no e-mail address.", field="contact_email", rule="email-invalid"
            ) from wrong
    return email


def _scale(value: Any) -> dict[str, Any]:
    scale = scale_of(value)
    for case, finding in scale_findings(scale):
        raise Invalid(
            f"“{case}”: {finding.message} {finding.fix}", field="rating_scale", rule=f"rating-{finding.code}"
        )
    return {} if scale == USUAL_SCALE else scale.as_json()
