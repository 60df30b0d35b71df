"""Sources, and what is stated about two of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    register_source,
    relate_sources,
)
from annotations.admin.base import ActionAdmin, ObjectForm, ReadOnlyAdmin, Section
from annotations.admin.forms import VersionedForm, choice, linked_page, long_text, row_found_by_typing
from annotations.admin.site import site
from annotations.domain.vocabulary import DerivationKind, LinkHealth, SourceRelationKind, SourceState
from annotations.models import Derivation, Source, SourceRelation
from annotations.queries.captures import captures_of
from annotations.queries.dependents import claims_resting_on_sources
from annotations.queries.sources import derivations_of, named_by, relays_of, source_relations_of


class SourceForm(VersionedForm):
    """What the register says about a source, apart from its state."""

    url = forms.CharField(required=False, max_length=2000, label="Address")
    note = long_text(required=False)

    class Meta:
        model = Source
        fields = (
            "publisher",
            "kind",
            "title",
            "authors",
            "url",
            "published_on",
            "language",
            "identifiers",
            "tags",
            "is_anonymous",
            "is_unreachable",
            "note",
        )


class StateForm(forms.Form):
    """Whether a source still stands."""

    state = choice(SourceState)
    reason = long_text(help_text="Who said so, and where.")


class DerivationForm(forms.Form):
    """What a source rests on."""

    origin = row_found_by_typing(Derivation, "origin", label="Rests on")
    kind = choice(DerivationKind)
    reason = long_text(required=False)


class SourceRelationForm(forms.Form):
    """What holds between this source and another."""

    second = row_found_by_typing(SourceRelation, "second", label="Other source")
    kind = choice(SourceRelationKind)
    reason = long_text()


def _change_state(source: Source, values: dict[str, Any], actor: Any) -> object:
    return change_source_state(source_id=source.pk, **values, actor=actor)


def _derive(source: Source, values: dict[str, Any], actor: Any) -> object:
    origin = values.pop("origin")
    return derive_source(source_id=source.pk, origin_id=origin.pk, **values, actor=actor)


def _relate(source: Source, values: dict[str, Any], actor: Any) -> object:
    second = values.pop("second")
    return relate_sources(first_id=source.pk, second_id=second.pk, **values, actor=actor)


def _touched(source: Source) -> set[int]:
    return claims_resting_on_sources([source.pk])


@admin.register(Source, site=site)
class SourceAdmin(ActionAdmin):
    """Single publications."""

    form = SourceForm
    list_display = ("title", "publisher", "kind", "state", "health", "published_on")
    list_filter = ("state", "kind", "watch__health", "is_protected")
    list_select_related = ("publisher", "watch")
    search_fields = ("title", "publisher__name")
    autocomplete_fields = ("publisher",)
    readonly_fields = ("state", "state_reason")
    object_forms = (
        ObjectForm(
            "state", "Change state", StateForm, _change_state, "The state was changed.", touches=_touched
        ),
        ObjectForm(
            "derive", "Rests on …", DerivationForm, _derive, "The derivation was noted.", touches=_touched
        ),
        ObjectForm(
            "relate", "Relate", SourceRelationForm, _relate, "The relation was stated.", touches=_touched
        ),
    )

    @admin.display(description="address")
    def health(self, source: Source) -> str:
        """What the last visit to its address found."""
        if not source.canonical_url:
            return "—"
        watch = getattr(source, "watch", None)
        return str(LinkHealth(watch.health if watch else "").label)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """What is typed: words, an address or an identifier. Merged sources are no choice for anything."""
        found = queryset.filter(named_by(search_term)) if search_term else queryset
        is_choice = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return found.filter(merged_into=None) if is_choice else found, False

    def perform_add(self, values: dict[str, Any], actor: Any) -> Source:
        """Registers. That an address went dead is known only later."""
        given = _for_action(values)
        given.pop("is_unreachable")
        return register_source(**given, actor=actor)

    def perform_edit(self, row: Source, values: dict[str, Any], actor: Any) -> object:
        """Corrects."""
        expected = values.get("expected_version")
        return edit_source(
            source_id=row.pk, values=_for_action(values), expected_version=expected, actor=actor
        )

    def sections(self, row: Source) -> Iterable[Section]:
        """What it rests on, what rests on it, relations, and its copies."""
        yield Section("Elsewhere", ("Page",), _elsewhere(row))
        headings = ("Source", "Publisher", "Kind", "Reason")
        yield Section(
            "Rests on",
            headings,
            [
                (edge.origin, edge.origin.publisher, edge.get_kind_display(), edge.reason)
                for edge in derivations_of(row.pk)
            ],
        )
        yield Section(
            "What rests on it directly",
            headings,
            [
                (edge.source, edge.source.publisher, edge.get_kind_display(), edge.reason)
                for edge in relays_of(row.pk)
            ],
        )
        yield Section(
            "Relations",
            ("Source", "Kind", "Other source", "Reason"),
            [
                (entry.first, entry.get_kind_display(), entry.second, entry.reason)
                for entry in source_relations_of(row.pk)
            ],
        )
        yield Section(
            "Captures",
            ("Capture", "Origin", "From", "By", "At"),
            [
                (
                    copy.pk,
                    copy.get_origin_display(),
                    # Copies that were made before the source was protected name where they came from.
                    "" if row.is_protected else copy.origin_name,
                    copy.captured_by,
                    copy.captured_at,
                )
                for copy in captures_of(row.pk)
            ],
        )


def _elsewhere(source: Source) -> list[tuple[Any, ...]]:
    """What is done on pages of their own: merging, taking a merge back, protecting."""
    pages: list[tuple[str, list[int], str]] = [("merges", [], "What was merged, and the way back")]
    if source.is_protected:
        pages += [("source-people", [source.pk], "Who may know it")]
    elif source.merged_into_id is None:
        pages += [
            ("source-merge", [source.pk], "Merge it with another"),
            ("source-protect", [source.pk], "Protect it"),
        ]
    return [(linked_page(name, ids, words),) for name, ids, words in pages]


def _drop_derivation(derivation: Derivation, values: dict[str, Any], actor: Any) -> None:
    drop_derivation(derivation_id=derivation.pk, actor=actor)


def _touched_by_derivation(derivation: Derivation) -> set[int]:
    return claims_resting_on_sources([derivation.source_id])


@admin.register(Derivation, site=site)
class DerivationAdmin(ReadOnlyAdmin):
    """Which source rests on which. Noted from the page of the source that rests on the other."""

    list_display = ("source", "kind", "origin", "reason")
    list_filter = ("kind",)
    list_select_related = ("source", "origin")
    search_fields = ("source__title", "origin__title")
    object_forms = (
        ObjectForm(
            "drop",
            "Drop",
            forms.Form,
            _drop_derivation,
            "The derivation was dropped.",
            touches=_touched_by_derivation,
            leaves=True,
        ),
    )


def _drop_relation(relation: SourceRelation, values: dict[str, Any], actor: Any) -> None:
    drop_source_relation(relation_id=relation.pk, actor=actor)


def _touched_by_relation(relation: SourceRelation) -> set[int]:
    return claims_resting_on_sources([relation.first_id, relation.second_id])


@admin.register(SourceRelation, site=site)
class SourceRelationAdmin(ReadOnlyAdmin):
    """What is stated about two sources. Stated from the page of either."""

    list_display = ("first", "kind", "second", "reason")
    list_filter = ("kind",)
    list_select_related = ("first", "second")
    search_fields = ("first__title", "second__title")
    object_forms = (
        ObjectForm(
            "drop",
            "Drop",
            forms.Form,
            _drop_relation,
            "The relation was dropped.",
            touches=_touched_by_relation,
            leaves=True,
        ),
    )


def _for_action(values: dict[str, Any]) -> dict[str, Any]:
    named = {name: value for name, value in values.items() if name not in ("expected_version", "publisher")}
    return {**named, "publisher_id": values["publisher"].pk}
