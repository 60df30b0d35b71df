"""What is said about publishers and sources, in the form in which the register keeps it, and the refusal of
what it holds already.

Two people who register one publication at the same moment must not both succeed. An address is unique in its
table; an identifier stands inside a JSON value, which no table can hold unique, so whoever brings one keeps
others with the same one waiting until it is decided.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from annotations.actions.register import hold_name, refuse_merged_away
from annotations.actions.shapes import language_tag, shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.identifiers import IDENTIFYING, LABELS, checked_identifiers
from annotations.domain.tags import checked_tags
from annotations.domain.weblinks import canonical_url, without_credentials
from annotations.models import Publisher, Source, User
from annotations.queries.publishers import kept_publisher, publisher_with_wikidata_id
from annotations.queries.sources import kept_source, source_with_identifier
from annotations.queries.visibility import in_sight

SOURCE_FIELDS: Final = frozenset(
    {
        "publisher_id",
        "title",
        "kind",
        "url",
        "authors",
        "published_on",
        "language",
        "identifiers",
        "tags",
        "is_anonymous",
        "is_unreachable",
        "note",
    }
)
PUBLISHER_FIELDS: Final = frozenset(
    {
        "name",
        "kind",
        "country",
        "languages",
        "homepage",
        "wikidata_id",
        "owner_id",
        "tags",
        "note",
        "is_fictional",
    }
)
LANGUAGES_LIMIT: Final = 20
UNTELLING: Final = frozenset({"kind", "language", "is_anonymous", "is_unreachable", "is_fictional"})
"""What may be said of a protected source, or of whoever is behind it, to everybody."""


def described_source(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the table of sources keeps them, an address with its canonical form. Raises `Invalid`."""
    apart = {"identifiers": checked_identifiers, "tags": checked_tags}
    told = _without_secrets(_without(values, apart), "url")
    described = shaped(Source, told, allowed=SOURCE_FIELDS)
    _refuse_merged_publisher(described.get("publisher_id"), field="publisher")
    _refuse_future(described.get("published_on"))
    if "url" in described:
        described["canonical_url"] = canonical_url(described["url"]) if described["url"] else ""
    return described | {name: check(values[name]) for name, check in apart.items() if name in values}


def described_publisher(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the table of publishers keeps them. Raises `Invalid`."""
    apart = {"languages": _language_tags, "tags": checked_tags}
    told = _without_secrets(_without(values, apart), "homepage")
    described = shaped(Publisher, told, allowed=PUBLISHER_FIELDS)
    _refuse_merged_publisher(described.get("owner_id"), field="owner")
    return described | {name: check(values[name]) for name, check in apart.items() if name in values}


def refuse_words_on_mask(row: Source | Publisher, values: Mapping[str, Any]) -> None:
    """Refuses to write on the mask of a protected source or its publisher what would say who it is: that
    belongs into the identity (`protected`).
    """
    told = sorted(
        name for name, value in values.items() if name not in UNTELLING and getattr(row, name, None) != value
    )
    if row.is_protected and told:
        raise Conflict(
            "This source is protected: everybody reads what stands here. Correct its identity instead.",
            field=told[0].removesuffix("_id"),
            rule="protected",
        )


def refuse_mask(publisher_id: int) -> None:
    """Refuses the mask of whoever is behind a protected source: nothing but that source is published by it
    (`protected`).
    """
    if Publisher.objects.filter(pk=publisher_id, is_protected=True).exists():
        raise Conflict(
            "This stands for whoever is behind a protected source. Name another publisher.",
            field="publisher",
            rule="protected",
        )


def refuse_known_identifiers(
    identifiers: Mapping[str, str], actor: User, *, apart_from: int | None = None
) -> None:
    """Refuses identifiers of a publication that another source has (`identifier-registered-already`, with
    the id of that source in the details).
    """
    proving = sorted((name, value) for name, value in identifiers.items() if name in IDENTIFYING)
    for name, value in proving:
        hold_name(f"{name}:{value}")
    for name, value in proving:
        known = source_with_identifier(name, value, apart_from=apart_from)
        if known is not None and not in_sight(known, actor):
            raise Conflict(
                f"A source with this {LABELS[name]} is registered already, at a desk to which you do not "
                "belong.",
                field="identifiers",
                rule="identifier-registered-already",
                details={"identifier": name},
            )
        if known is not None:
            raise Conflict(
                f"A source with this {LABELS[name]} is registered already: “{known.title}”. Use that source.",
                field="identifiers",
                rule="identifier-registered-already",
                details={"id": known.pk, "identifier": name},
            )


def refuse_known_wikidata_id(wikidata_id: str, *, apart_from: int | None = None) -> None:
    """Refuses the Wikidata item of another publisher, as `refuse_known_identifiers` does."""
    if not wikidata_id:
        return
    hold_name(f"wikidata:{wikidata_id}")
    known = publisher_with_wikidata_id(wikidata_id, apart_from=apart_from)
    if known is not None:
        raise Conflict(
            f"A publisher with this Wikidata item is registered already: “{known.name}”.",
            field="wikidata_id",
            rule="identifier-registered-already",
            details={"id": known.pk, "identifier": "wikidata_id"},
        )


def address_registered_already(address: str, actor: User) -> Conflict:
    """The refusal of an address that a source has, or had before it was merged into another."""
    known = kept_source(Source.objects.get(canonical_url=address))
    if not in_sight(known, actor):
        return Conflict(
            "This address is registered already, at a desk to which you do not belong.",
            field="url",
            rule="source-registered-already",
        )
    return Conflict(
        f"This address is registered already: “{known.title}”. Use that source.",
        field="url",
        rule="source-registered-already",
        details={"id": known.pk},
    )


def name_registered_already(name: str, country: str) -> Conflict:
    """The refusal of a name that its country has already."""
    known = kept_publisher(Publisher.objects.get(name__iexact=name, country=country))
    return Conflict(
        "This publisher is registered already.",
        rule="publisher-name-is-unique-in-its-country",
        details={"id": known.pk},
    )


def _refuse_future(published_on: date | None) -> None:
    """Somewhere it is tomorrow already; no day later than that has been anywhere."""
    if published_on is not None and published_on > timezone.now().date() + timedelta(days=1):
        raise Invalid(
            f"{published_on} has not been yet. Give the day on which it was published, or none.",
            field="published_on",
            rule="published-in-the-future",
        )


def _refuse_merged_publisher(publisher_id: int | None, *, field: str) -> None:
    found = Publisher.objects.filter(pk=publisher_id).first() if publisher_id else None
    if found is not None:
        refuse_merged_away(found, field=field)


def _without(values: Mapping[str, Any], apart: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in apart}


def _without_secrets(values: dict[str, Any], name: str) -> dict[str, Any]:
    """A user name and password in an address are taken out; whoever asks says so."""
    address = values.get(name)
    return values | {name: without_credentials(address)} if isinstance(address, str) else values


def _language_tags(tags: Sequence[str]) -> list[str]:
    if isinstance(tags, str) or not isinstance(tags, Sequence) or len(tags) > LANGUAGES_LIMIT:
        raise Invalid(
            f"Give the languages as a list of at most {LANGUAGES_LIMIT} codes.",
            field="languages",
            rule="invalid",
        )
    return list(dict.fromkeys(language_tag(tag, field="languages") for tag in tags))
