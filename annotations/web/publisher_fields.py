"""A publisher in a form is a name: found in the register while one types, or registered on the way."""

import re
from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.actions.publishers import register_publisher
from annotations.domain.canonical import one_line
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Publisher, User
from annotations.queries.publishers import all_publishers, find_publishers, kept_publisher
from annotations.web.forms.publisher_field import PublisherNaming
from annotations.web.pages import PageRequest, page

NUMBERED = re.compile(r"(.+?) ?\[([0-9]{1,18})\]")


@page
@require_safe
def publisher_options(request: PageRequest) -> HttpResponse:
    """Names in the register for what is being typed, whatever the field is called."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("publisher")), "")
    found = find_publishers(typed)
    times = Counter(one.name.casefold() for one in found)
    options = [(_apart(one) if times[one.name.casefold()] > 1 else one.name, one) for one in found]
    return render(request, "articles/_publisher_options.html", {"options": options})


def publisher_named(form: PublisherNaming, *, actor: User) -> int | None:
    """The publisher that a form names, registered when a kind for a new one was chosen; None for no name."""
    known, new = publisher_meant(form)
    return known if new is None else register_publisher(name=new[0], kind=new[1], actor=actor).pk


def publisher_meant(form: PublisherNaming) -> tuple[int | None, tuple[str, str] | None]:
    """The publisher that a form names, if the register has it; else the name and kind of a new one."""
    name = one_line(form.cleaned_data.get("publisher") or "")
    kind = form.cleaned_data.get("publisher_kind") or ""
    known = registered(name) if name else None
    if not name or known is not None:
        return known, None
    if not kind:
        raise Invalid(
            f"“{name}” is not in the register. Say what it is to register it, or choose one that is.",
            field="publisher",
            rule="unknown-publisher",
        )
    return None, (name, kind)


def registered(name: str, *, field: str = "publisher") -> int | None:
    """The one publisher of this name, whatever the case, or what it was merged into; None when there is none,
    refused when there are several. Of several one is named with its number: `The Gazette [12]`.
    """
    named: list[Publisher] = list(all_publishers().filter(name__iexact=name)) or _numbered(name)
    kept = {one.pk: one for one in map(kept_publisher, named)}
    if len(kept) > 1:
        several = " or ".join(f"“{_apart(one)}” ({_whereabouts(one)})" for one in kept.values())
        raise Conflict(
            f"Several publishers are called “{name}”. Write {several}.",
            field=field,
            rule="several-publishers",
            details={"ids": sorted(kept)},
        )
    return next(iter(kept), None)


def _numbered(name: str) -> list[Publisher]:
    meant = NUMBERED.fullmatch(name)
    return list(all_publishers().filter(name__iexact=meant[1], pk=int(meant[2]))) if meant else []


def _apart(publisher: Publisher) -> str:
    return f"{publisher.name} [{publisher.pk}]"


def _whereabouts(publisher: Publisher) -> str:
    return publisher.country or publisher.get_kind_display()
