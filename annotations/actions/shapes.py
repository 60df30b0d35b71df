"""Values as they are stored: cleaned, and refused with a sentence where the table could not hold them.

The tables say what a value may be (its length, its closed list, what it points to); this module asks them,
so that a rule stands once and every entry point, programs and seeds included, gets the same refusal.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from annotations.domain.canonical import one_line, several_lines
from annotations.domain.errors import Invalid
from annotations.domain.places_and_languages import COUNTRIES, is_language_tag
from annotations.domain.weblinks import check_web_url

_WIKIDATA = re.compile(r"Q[1-9][0-9]*")


def shaped(
    model: type[models.Model], values: Mapping[str, Any], *, allowed: Iterable[str] | None = None
) -> dict[str, Any]:
    """The values in the form in which the table keeps them. Raises `Invalid` with the field and one of the
    rules `unknown-field`, `required`, `too-long`, `unknown-…` (no such choice, no such row) and `invalid`.
    """
    if allowed is not None and (unknown := sorted(set(values) - set(allowed))):
        noun = model._meta.verbose_name
        raise Invalid(
            f"{', '.join(unknown)} cannot be set for a {noun}.", field=unknown[0], rule="unknown-field"
        )
    return {name: _shaped(model, name, value) for name, value in values.items()}


def language_tag(value: str, *, field: str = "language") -> str:
    """A BCP 47 tag; empty becomes `und` (undetermined)."""
    tag = one_line(str(value)) or "und"
    if not is_language_tag(tag):
        raise _not_understood(tag, field, "Give the language as a code such as en or pt-BR.")
    return tag


def country_code(value: str) -> str:
    """An ISO 3166-1 alpha-2 code in capitals, or empty."""
    code = one_line(str(value)).upper()
    if code and code not in COUNTRIES:
        raise _not_understood(code, "country", "Give the country as its two letters, such as DE.")
    return code


def wikidata_id(value: str) -> str:
    """A Wikidata item, or empty."""
    item = one_line(str(value)).upper()
    if item and not _WIKIDATA.fullmatch(item):
        raise _not_understood(item, "wikidata_id", "A Wikidata item looks like Q1860.")
    return item


def web_address(value: str, *, field: str, longest: int) -> str:
    """A complete http or https address, or empty."""
    address = str(value).strip()
    if not address:
        return ""
    try:
        check_web_url(address)
    except Invalid as refusal:
        raise Invalid(refusal.message, field=field, rule=refusal.rule) from refusal
    if len(address) > longest:
        raise Invalid(f"This address has more than {longest} characters.", field=field, rule="url-too-long")
    return address


def _not_understood(text: str, field: str, message: str) -> Invalid:
    return Invalid(f"“{text[:40]}” is not understood. {message}", field=field, rule="invalid")


_BY_NAME: dict[str, Callable[[str], str]] = {
    "country": country_code,
    "language": language_tag,
    "wikidata_id": wikidata_id,
}


def _shaped(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    if value is not None and name in _BY_NAME:
        return _BY_NAME[name](value)
    if value is not None and isinstance(field, models.URLField):
        return web_address(value, field=name, longest=field.max_length or 0)
    try:
        return field.clean(_cleaned(field, value), None)
    except ValidationError as failure:
        raise _refusal(field, value, failure.error_list[0]) from failure


def _cleaned(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, models.TextField):
        return several_lines(str(value))
    return one_line(str(value)) if isinstance(field, models.CharField) else value


def _refusal(field: "models.Field[Any, Any]", value: Any, failure: ValidationError) -> Invalid:
    label = str(field.verbose_name)
    known = ", ".join(str(key) for key, _ in field.flatchoices)
    rule, message = {
        "blank": ("required", f"The {label} is missing."),
        "null": ("required", f"The {label} is missing."),
        "max_length": ("too-long", f"The {label} has more than {field.max_length} characters."),
        "invalid_choice": (_unknown(field), f"“{value}” is no known {label}. Known are: {known}."),
    }.get(str(failure.code), ("invalid", f"The {label} cannot be used: {' '.join(failure.messages)}"))
    if field.is_relation:
        rule, message = _unknown(field), f"There is no {label} {value}."
    if value is None:
        rule, message = "required", f"The {label} is missing."
    return Invalid(message, field=field.name, rule=rule)


def _unknown(field: "models.Field[Any, Any]") -> str:
    return f"unknown-{field.name}".replace("_", "-")
