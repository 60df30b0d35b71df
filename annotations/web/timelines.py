"""The history of one object: what happened to it, in words, with a way back where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may, require
from annotations.actions.inverses import INVERSES
from annotations.actions.undoing import undo_event, undo_last, undoable_among
from annotations.domain.errors import NotFound
from annotations.models import (
    Article,
    Claim,
    ClaimSet,
    Desk,
    Event,
    Export,
    ExportSchedule,
    Publisher,
    Source,
    User,
)
from annotations.queries.timelines import Subject, Timeline, Wanted, read_timeline, subject_of_evidence
from annotations.web.event_links import address_of, address_of_stream
from annotations.web.event_words import sentence
from annotations.web.forms.history import KINDS, TimelineForm
from annotations.web.pages import PageRequest, page
from annotations.web.presence import tells_of_links
from annotations.web.timeline import Happening, timeline
from annotations.web.toasts import back, toast

OBJECTS: Final[Mapping[str, tuple[Any, Any]]] = {
    "article": (Article, gettext_lazy("article")),
    "claim": (Claim, gettext_lazy("claim")),
    "source": (Source, gettext_lazy("source")),
    "publisher": (Publisher, gettext_lazy("publisher")),
    "desk": (Desk, gettext_lazy("desk")),
    "claim_set": (ClaimSet, gettext_lazy("claim set")),
    "export": (Export, gettext_lazy("export")),
    "export_schedule": (ExportSchedule, gettext_lazy("timetable")),
}
"""What has a history that people read, with its class and its name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a timeline. `may_undo` where its step has an inverse, nothing newer is in its way, and the
    person may do the inverse.
    """

    event: Event
    happening: Happening
    address: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class _Doer:
    """Stands for the object of an inverse action when access is judged: of a desk, and of whoever took the
    step.
    """

    desk_id: int | None
    created_by_id: int | None
    person_id: int | None

    @property
    def owner_id(self) -> int | None:
        """Whoever took the step."""
        return self.person_id


@page
@require_safe
def of_article(request: PageRequest, article_id: int) -> HttpResponse:
    """What happened to an article."""
    return _of(request, "article", article_id)


@page
@require_safe
@tells_of_links
def of_claim(request: PageRequest, claim_id: int) -> HttpResponse:
    """What happened to a claim and to what belongs to it."""
    return _of(request, "claim", claim_id)


@page
@require_safe
def of_source(request: PageRequest, source_id: int) -> HttpResponse:
    """What happened to a source, its copies and what it rests on."""
    return _of(request, "source", source_id)


@page
@require_safe
def of_publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """What happened to a publisher."""
    return _of(request, "publisher", publisher_id)


@page
@require_safe
def of_desk(request: PageRequest, desk_id: int) -> HttpResponse:
    """What happened to a desk and its people."""
    return _of(request, "desk", desk_id)


@page
@require_safe
def of_claim_set(request: PageRequest, claim_set_id: int) -> HttpResponse:
    """What happened to a claim set."""
    return _of(request, "claim_set", claim_set_id)


@page
@require_safe
def of_export(request: PageRequest, export_id: int) -> HttpResponse:
    """What happened to an export."""
    return _of(request, "export", export_id)


@page
@require_safe
def of_export_schedule(request: PageRequest, export_schedule_id: int) -> HttpResponse:
    """What happened to a timetable, and which of its turns were left out."""
    return _of(request, "export_schedule", export_schedule_id)


@page
@require_safe
@tells_of_links
def of_evidence(request: PageRequest, evidence_id: int) -> HttpResponse:
    """What happened to one link: a part of the history of its claim."""
    subject = subject_of_evidence(evidence_id)
    address = f"{address_of_stream(subject.stream)}#evidence-{evidence_id}"
    return _page(request, subject, _("evidence %(id)s") % {"id": evidence_id}, address)


@page
@require_safe
def of_person(request: PageRequest, person_id: int) -> HttpResponse:
    """What happened to an account, and what its owner did; for administrators."""
    require(request.user, "person.edit")
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound(f"There is no person {person_id}.", details={"id": person_id})
    subject = Subject(f"user:{person_id}", person_id=person_id)
    return _page(request, subject, person.display_name, reverse("people"))


@page
@require_POST
def undo(request: PageRequest, event_id: int) -> HttpResponse:
    """Takes back what one event tells of."""
    return _undone(request, undo_event(event_id=event_id, actor=request.user))


@page
@require_POST
def undo_last_step(request: PageRequest, noun: str, number: int) -> HttpResponse:
    """Takes back the person's own last step in a history."""
    return _undone(request, undo_last(stream=f"{noun}:{number}", actor=request.user))


def _undone(request: PageRequest, done: Event) -> HttpResponse:
    """Says so on the page that comes next. A page that asked by a key loads itself again."""
    words = _("Taken back: %(words)s") % {"words": sentence(done)}
    toast(request, words, undo=reverse("event-undo", args=[done.pk]))
    if request.htmx:
        return HttpResponse(status=204)
    return back(request, address_of_stream(done.stream) or reverse("home"))


def _of(request: PageRequest, noun: str, pk: int) -> HttpResponse:
    model, label = OBJECTS[noun]
    if not model._default_manager.filter(pk=pk).exists():
        raise NotFound(f"There is no {noun.replace('_', ' ')} {pk}.", details={"id": pk})
    subject = Subject(f"{noun}:{pk}")
    return _page(request, subject, f"{label} {pk}", address_of_stream(subject.stream))


def _page(request: PageRequest, subject: Subject, name: str, address: str) -> HttpResponse:
    form = TimelineForm(request.GET)
    is_valid = form.is_valid()
    found = read_timeline(subject, form.wanted() if is_valid else Wanted(), request.user)
    shown = {
        "form": form,
        "name": name,
        "address": address,
        "lines": _lines(subject, found, request.user),
        "kinds": [(kind, KINDS[kind], kind.value in request.GET.getlist("kind")) for kind in found.kinds],
        "people": found.people,
        "chosen_person": form.cleaned_data.get("by") if is_valid else None,
        "pages": _pages(request, found),
        "is_narrowed": any(request.GET.get(field) for field in ("kind", "by", "since", "until")),
        "here": request.get_full_path(),
    }
    return render(request, "history/timeline.html", shown, status=200 if is_valid else 422)


def _lines(subject: Subject, found: Timeline, person: User) -> list[Line]:
    undoable = undoable_among(subject.stream, found.events) if subject.person_id is None else frozenset()
    desk_id = _desk_of(subject.stream) if undoable else None
    return [
        Line(event, happening, address_of(event), event.pk in undoable and _may(person, event, desk_id))
        for event, happening in zip(found.events, timeline(found.events), strict=True)
    ]


def _may(person: User, event: Event, desk_id: int | None) -> bool:
    doer = _Doer(desk_id, event.actor_id, event.actor_id)
    return not event.is_masked and may(person, INVERSES[event.verb].access, doer)  # type: ignore[attr-defined]


def _desk_of(stream: str) -> int | None:
    noun, _, number = stream.partition(":")
    model: Any = OBJECTS[noun][0] if noun in ("article", "claim", "source") else None
    if model is None:
        return int(number) if noun == "desk" else None
    found: int | None = model.objects.filter(pk=number).values_list("desk", flat=True).first()
    return found


def _pages(request: HttpRequest, found: Timeline) -> dict[str, str] | None:
    """The pages before and after this one, by the number from which they go on."""
    if found.newer is None and found.older is None:
        return None
    numbers = {"after": found.newer, "before": found.older}
    ways = {
        side: _beside(request, side, number) if number is not None else "" for side, number in numbers.items()
    }
    return {"words": "", "previous": ways["after"], "next": ways["before"]}


def _beside(request: HttpRequest, side: str, number: int) -> str:
    asked = request.GET.copy()
    for name in ("before", "after"):
        asked.pop(name, None)
    asked[side] = str(number)
    return f"?{asked.urlencode()}"
