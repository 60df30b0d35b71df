"""Changes of a source: whether it stands, what it rests on or is one with, each previewed first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    Derived,
    RegisterChange,
    SourcesRelated,
    SourcesUnrelated,
    StateChanged,
    Underived,
)
from annotations.models import Derivation, SourceRelation
from annotations.queries.register_changes import sources_unrelated, underived
from annotations.queries.source_pages import sources_to_choose
from annotations.queries.sources import source_by_id
from annotations.web.forms.register_changes import (
    DerivedForm,
    ReasonForm,
    SourceChoiceForm,
    SourceRelationForm,
    StateForm,
)
from annotations.web.pages import PageRequest, page
from annotations.web.register_changes import Wanted, answer, the_row


@page
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes that a source was corrected or retracted, or stands again."""
    source = source_by_id(source_id)
    return answer(
        request,
        Wanted(
            kind=StateChanged,
            subject=source,
            title=_("Does it still stand?"),
            lede=source.title,
            form=StateForm,
            change=lambda form: StateChanged(source_id, form.cleaned_data["state"]),
            initial={"state": source.state, "reason": source.state_reason},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def derive(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes that a source rests on another one."""
    source = source_by_id(source_id)
    return answer(
        request,
        Wanted(
            kind=Derived,
            subject=source,
            title=_("What does it rest on?"),
            lede=source.title,
            form=DerivedForm,
            change=lambda form: Derived(source_id, form.cleaned_data["origin"].pk, form.cleaned_data["kind"]),
            extra=_offered(source_id),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def underive(request: PageRequest, derivation_id: int) -> HttpResponse:
    """Takes back that a source rests on another one."""
    row = the_row(Derivation.objects.select_related("source", "origin"), derivation_id, _("derivation"))
    return answer(
        request,
        Wanted(
            kind=Underived,
            subject=row.source,
            title=_("Take a statement back"),
            lede=f"“{row.source.title}” {row.get_kind_display()} “{row.origin.title}”",
            form=ReasonForm,
            change=lambda form: underived(derivation_id),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def relate_source(request: PageRequest, source_id: int) -> HttpResponse:
    """States that a source and another one are one work, not independent, or distinct."""
    source = source_by_id(source_id)

    def change(form: ReasonForm) -> RegisterChange:
        low, high = sorted((source_id, form.cleaned_data["origin"].pk))
        return SourcesRelated(RelationInput(form.cleaned_data["kind"], low, high))

    return answer(
        request,
        Wanted(
            kind=SourcesRelated,
            subject=source,
            title=_("Is it one with another?"),
            lede=source.title,
            form=SourceRelationForm,
            change=change,
            extra=_offered(source_id),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def unrelate_sources(request: PageRequest, source_relation_id: int) -> HttpResponse:
    """Takes back what was stated about two sources."""
    related = SourceRelation.objects.select_related("first", "second")
    row = the_row(related, source_relation_id, _("relation"))
    return answer(
        request,
        Wanted(
            kind=SourcesUnrelated,
            subject=row.first,
            title=_("Take a statement back"),
            lede=f"“{row.first.title}” – “{row.second.title}”: {row.get_kind_display().lower()}",
            form=ReasonForm,
            change=lambda form: sources_unrelated(source_relation_id),
        ),
    )


def _offered(source_id: int) -> Callable[[PageRequest, ReasonForm], dict[str, Any]]:
    def offered(request: PageRequest, form: ReasonForm) -> dict[str, Any]:
        assert isinstance(form, SourceChoiceForm)
        words, chosen = request.GET.get("origin_words", ""), form.chosen()
        choices = {
            "sources": sources_to_choose(words, request.user, chosen=chosen, without=source_id),
            "chosen": set(chosen),
            "name": "origin",
            "many": False,
            "without": source_id,
        }
        return {"offered": choices, "searched": words.strip()}

    return offered
