"""Changing the register with open eyes: what would follow is shown first, and then exactly that is done.

Every page here works alike. The form is sent to be previewed; the preview holds the digest of what it showed,
and goes back with it to be applied. If other statuses would move by then, it is shown anew, and what was
typed is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.access import require
from annotations.actions.register_changes import ACCESS, apply_register_change
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    BlocJoined,
    Derived,
    MembershipChanged,
    OwnerChanged,
    PublishersRelated,
    PublishersUnrelated,
    RegisterChange,
    Regraded,
    SourcesRelated,
    SourcesUnrelated,
    StateChanged,
    Underived,
)
from annotations.models import (
    Derivation,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Source,
    SourceRelation,
)
from annotations.queries.impact import impact_of
from annotations.queries.publishers import publisher_by_id
from annotations.queries.register_changes import (
    membership_changed,
    owner_changed,
    publishers_unrelated,
    sources_unrelated,
    underived,
)
from annotations.queries.source_pages import sources_to_choose
from annotations.queries.sources import source_by_id
from annotations.queries.topics import as_known, known_topics
from annotations.web.forms.register_changes import (
    BlocForm,
    DerivedForm,
    MembershipForm,
    OwnerForm,
    PublisherRelationForm,
    ReasonForm,
    RegradeForm,
    SourceChoiceForm,
    SourceRelationForm,
    StateForm,
)
from annotations.web.impact import shown_impact
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import registered
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SEEN = "seen"


@dataclass(frozen=True)
class Wanted:
    """One kind of change on one row of the register: how the page is headed, its form, and what it means."""

    kind: type[Any]
    subject: Publisher | Source
    title: str
    lede: str
    form: type[ReasonForm]
    change: Callable[[ReasonForm], RegisterChange]
    initial: Mapping[str, Any] = field(default_factory=dict)
    extra: Callable[[PageRequest, ReasonForm], dict[str, Any]] = lambda request, form: {}

    @property
    def address(self) -> str:
        """The page of what is changed."""
        noun = "publisher" if isinstance(self.subject, Publisher) else "source"
        return reverse(noun, args=[self.subject.pk])


@page
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Grades a publisher, overall or on one topic."""
    publisher = publisher_by_id(publisher_id)
    return _answer(
        request,
        Wanted(
            kind=Regraded,
            subject=publisher,
            title=_("Grade %(name)s") % {"name": publisher.name},
            lede=_("How reliable it is, as far as its record tells. What follows for claims is shown first."),
            form=RegradeForm,
            change=lambda form: Regraded(
                publisher_id, form.cleaned_data["grade"], as_known(form.cleaned_data["topic"])
            ),
            initial={"grade": vars(publisher)["grade"], "topic": request.GET.get("topic", "")},
            extra=lambda request, form: {"topics": known_topics()},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes that a source was corrected or retracted, or stands again."""
    source = source_by_id(source_id)
    return _answer(
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
def owner(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Says who owns a publisher."""
    publisher = publisher_by_id(publisher_id)
    return _answer(
        request,
        Wanted(
            kind=OwnerChanged,
            subject=publisher,
            title=_("Who owns %(name)s?") % {"name": publisher.name},
            lede=_("What one hand owns counts as one voice."),
            form=OwnerForm,
            change=lambda form: owner_changed(publisher_id, _named(form, is_required=False)),
            initial={"publisher": publisher.owner.name if publisher.owner else ""},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def bloc(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Says for which side of a dispute a publisher speaks."""
    publisher = publisher_by_id(publisher_id)
    return _answer(
        request,
        Wanted(
            kind=BlocJoined,
            subject=publisher,
            title=_("For whom does %(name)s speak?") % {"name": publisher.name},
            lede=_("Those who speak for one side are one voice, and none in their own favour."),
            form=BlocForm,
            change=lambda form: BlocJoined(
                publisher_id,
                form.cleaned_data["bloc"].pk,
                form.cleaned_data["starts_on"],
                form.cleaned_data["ends_on"],
            ),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: PageRequest, membership_id: int) -> HttpResponse:
    """Corrects from when to when a publisher speaks for a side."""
    row = _row(PartyMembership.objects.select_related("bloc", "publisher"), membership_id, _("membership"))
    return _answer(
        request,
        Wanted(
            kind=MembershipChanged,
            subject=row.publisher,
            title=_("When does %(name)s speak for %(bloc)s?")
            % {"name": row.publisher.name, "bloc": row.bloc.name},
            lede=row.bloc.dispute,
            form=MembershipForm,
            change=lambda form: membership_changed(
                membership_id,
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
            ),
            initial={"starts_on": row.starts_on, "ends_on": row.ends_on, "reason": row.reason},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def relate_publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """States that a publisher and another one are, or although connected are not, dependent."""
    publisher = publisher_by_id(publisher_id)

    def change(form: ReasonForm) -> RegisterChange:
        other = _named(form, is_required=True)
        low, high = sorted((publisher_id, other or publisher_id))
        return PublishersRelated(RelationInput(form.cleaned_data["kind"], low, high))

    return _answer(
        request,
        Wanted(
            kind=PublishersRelated,
            subject=publisher,
            title=_("On whom does %(name)s depend?") % {"name": publisher.name},
            lede=_("What is not independent counts once."),
            form=PublisherRelationForm,
            change=change,
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def unrelate_publishers(request: PageRequest, publisher_relation_id: int) -> HttpResponse:
    """Takes back what was stated about two publishers."""
    related = PublisherRelation.objects.select_related("first", "second")
    row = _row(related, publisher_relation_id, _("relation"))
    return _answer(
        request,
        Wanted(
            kind=PublishersUnrelated,
            subject=row.first,
            title=_("Take a statement back"),
            lede=f"{row.first.name} – {row.second.name}: {row.get_kind_display().lower()}",
            form=ReasonForm,
            change=lambda form: publishers_unrelated(publisher_relation_id),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def derive(request: PageRequest, source_id: int) -> HttpResponse:
    """Notes that a source rests on another one."""
    source = source_by_id(source_id)
    return _answer(
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
    row = _row(Derivation.objects.select_related("source", "origin"), derivation_id, _("derivation"))
    return _answer(
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

    return _answer(
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
    row = _row(related, source_relation_id, _("relation"))
    return _answer(
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


def _answer(request: PageRequest, wanted: Wanted) -> HttpResponse:
    """The form; what would follow from it; or, once that was seen and is to be, the page of what follows."""
    require(request.user, ACCESS[wanted.kind])
    if request.method != "POST":
        return _shown(request, wanted, wanted.form(initial=wanted.initial))
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _shown(request, wanted, form, status=422)
    try:
        change = wanted.change(form)
        seen = request.POST.get(SEEN, "")
        if not seen:
            return _shown(request, wanted, form, change=change)
        return _applied(request, wanted, form, change, seen)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, wanted, form, status=status_of(refusal))


def _applied(
    request: PageRequest, wanted: Wanted, form: ReasonForm, change: RegisterChange, seen: str
) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    try:
        event = apply_register_change(change=change, reason=reason, seen=seen, actor=request.user)
    except Stale as refusal:
        return _shown(request, wanted, form, change=change, meanwhile=refusal.message, status=409)
    if event is None:
        toast(request, _("That was on record already; nothing was changed."))
        return redirect(wanted.address)
    return redirect("register-change", event_id=event.pk)


def _shown(
    request: PageRequest,
    wanted: Wanted,
    form: ReasonForm,
    *,
    change: RegisterChange | None = None,
    meanwhile: str = "",
    status: int = 200,
) -> HttpResponse:
    content = {
        "wanted": wanted,
        "form": form,
        "is_publisher": isinstance(wanted.subject, Publisher),
        "impact": shown_impact(impact_of(change)) if change is not None else None,
        "meanwhile": meanwhile,
        **wanted.extra(request, form),
    }
    return render(request, "impact/change.html", content, status=status)


def _named(form: ReasonForm, *, is_required: bool) -> int | None:
    """The publisher that the form names. Refuses one that is not in the register."""
    name = form.cleaned_data["publisher"].strip()
    found = registered(name) if name else None
    if found is None and (name or is_required):
        raise Invalid(
            _("“%(name)s” is not in the register.") % {"name": name},
            field="publisher",
            rule="unknown-publisher",
        )
    return found


def _offered(source_id: int) -> Callable[[PageRequest, ReasonForm], dict[str, Any]]:
    def offered(request: PageRequest, form: ReasonForm) -> dict[str, Any]:
        assert isinstance(form, SourceChoiceForm)
        words, chosen = request.GET.get("origin_words", ""), form.chosen()
        choices = {
            "sources": sources_to_choose(words, chosen=chosen, without=source_id),
            "chosen": set(chosen),
            "name": "origin",
            "many": False,
            "without": source_id,
        }
        return {"offered": choices, "searched": words.strip()}

    return offered


def _row(rows: Any, pk: int, noun: str) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(f"There is no {noun} {pk}.", details={"id": pk})
    return found
