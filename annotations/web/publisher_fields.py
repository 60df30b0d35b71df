"""A publisher in a form is a name: found in the register while one types, or registered on the way."""

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


@page
@require_safe
def publisher_options(request: PageRequest) -> HttpResponse:
    """Names in the register for what is being typed, whatever the field is called."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("publisher")), "")
    return render(request, "articles/_publisher_options.html", {"publishers": find_publishers(typed)})


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
    refused when there are several.
    """
    found: list[Publisher] = list(all_publishers().filter(name__iexact=name)[:2])
    if len(found) > 1:
        raise Conflict(
            f"Several publishers are called “{name}”. Choose on the page of the publisher.",
            field=field,
            rule="several-publishers",
        )
    return kept_publisher(found[0]).pk if found else None
