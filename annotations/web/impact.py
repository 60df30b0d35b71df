"""What rests on a publisher, a source or a capture, what a change would move, and what it did move."""

import csv
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from annotations.domain.errors import NotFound
from annotations.domain.spreadsheets import neutralised
from annotations.domain.vocabulary import RecomputationState, Status
from annotations.models import Capture, Publisher, Source, User
from annotations.queries.articles import progress
from annotations.queries.impact import Impact
from annotations.queries.impact_lines import impact_lines, sets_touched
from annotations.queries.register_results import (
    MOVES_SHOWN,
    Followed,
    followed_by_event,
    followed_by_recomputation,
)
from annotations.queries.resting import (
    WAYS,
    RestingFilter,
    Thing,
    every_resting_claim,
    resting_articles,
    resting_claims,
    resting_exports,
    resting_on,
    resting_sets,
    thing,
)
from annotations.queries.source_pages import Page
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number

BYTE_ORDER_MARK = "\ufeff"
CLAIMS, ARTICLES, SETS, EXPORTS = "claims", "articles", "sets", "exports"
LISTS: Mapping[str, Callable[[Thing, int, User], Page[Any]]] = {
    ARTICLES: resting_articles,
    SETS: resting_sets,
    EXPORTS: resting_exports,
}
COLUMNS = ("claim", "address", "text", "status", "state", "ways")
UNDER_WAY = (RecomputationState.QUEUED, RecomputationState.RUNNING)


@page
@require_safe
def publisher_rests(request: PageRequest, publisher_id: int) -> HttpResponseBase:
    """What rests on a publisher."""
    return _rests(request, Thing("publisher", publisher_id))


@page
@require_safe
def source_rests(request: PageRequest, source_id: int) -> HttpResponseBase:
    """What rests on a source."""
    return _rests(request, Thing("source", source_id))


@page
@require_safe
def capture_rests(request: PageRequest, capture_id: int) -> HttpResponseBase:
    """What rests on a capture."""
    return _rests(request, Thing("capture", capture_id))


def _rests(request: PageRequest, asked: Thing) -> HttpResponseBase:
    """How much rests on it, of each kind, and one list of it."""
    row = thing(asked.noun, asked.id)
    wanted, shown = _filter_in(request.GET), request.GET.get("list", CLAIMS)
    if shown not in (CLAIMS, *LISTS):
        raise NotFound(_("There is no such list."))
    if request.GET.get("format") == "csv":
        return _as_csv(request, asked, wanted)
    number = page_number(request.GET)
    found: Page[Any] = (
        resting_claims(asked, wanted, number, request.user)
        if shown == CLAIMS
        else LISTS[shown](asked, number, request.user)
    )
    resting = resting_on(asked, request.user)
    content = {
        "noun": asked.noun,
        "row": row,
        "publisher": _publisher_of(row),
        "resting": resting,
        "shown": shown,
        "found": found,
        "pages": pages_of(request, found),
        "wanted": wanted,
        "sums": _sums(resting, shown, wanted),
        "statuses": [
            (status, number, _with(request.GET, "status", status.value, wanted.statuses))
            for status, number in resting.statuses.items()
        ],
        "file": f"?{urlencode([*_named(wanted), ('format', 'csv')])}",
    }
    return render(request, "impact/rests.html", content)


@page
@require_safe
def change(request: PageRequest, event_id: int) -> HttpResponse:
    """What followed a change of the register."""
    return _what_followed(request, followed_by_event(event_id, request.user))


@page
@require_safe
def recomputation(request: PageRequest, recomputation_id: int) -> HttpResponse:
    """How far a recomputation is, and what it did."""
    return _what_followed(request, followed_by_recomputation(recomputation_id, request.user))


def shown_impact(impact: Impact, person: User) -> dict[str, Any]:
    """A preview with its pictures, lists and what it touches."""
    lines = impact_lines(impact, person)
    return {
        "impact": impact,
        "moved": impact.moved,
        "certainties": len(impact.moves) - impact.moved,
        "counts": [
            {"before": before, "after": after, "number": number, "share": 100 * number / impact.moved}
            for (before, after), number in impact.counts.items()
        ],
        "before": progress({status.value: n for status, n in impact.statuses.items()}, 0),
        "after": progress({status.value: n for status, n in impact.statuses_after.items()}, 0),
        "lines": lines,
        "unshown": len(_listed(impact)) - len(lines),
        "touched": sets_touched(impact, person),
    }


def _listed(impact: Impact) -> set[int]:
    """Every claim that the list of a preview is about."""
    moved = {move.claim_id for move in impact.moves}
    return moved | {*impact.lapsing, *impact.ending, *impact.flagged}


def _what_followed(request: PageRequest, followed: Followed) -> HttpResponse:
    job = followed.recomputation
    is_under_way = job.state in UNDER_WAY if job else followed.waiting > 0
    content = {
        "followed": followed,
        "job": job,
        "is_under_way": is_under_way,
        "subject": _subject(followed),
        "reason": _reason(followed),
        "moves": [
            {
                "claim": one.claim,
                "before": Status(one.before) if one.before else None,
                "after": Status(one.after),
            }
            for one in followed.moves
        ],
        "moves_shown": MOVES_SHOWN,
        "before": progress(job.counts_before, 0) if job else None,
        "after": progress(job.counts_after, 0) if job and job.counts_after else None,
    }
    template = "impact/_followed.html" if request.htmx else "impact/followed.html"
    return render(request, template, content)


def _reason(followed: Followed) -> str:
    """Why it was changed, in the words of whoever did."""
    if followed.event is None:
        return ""
    said = followed.event.after
    return followed.event.note or str(said.get("reason") or said.get("state_reason") or "")


def _subject(followed: Followed) -> dict[str, Any] | None:
    """The publisher or source that was changed."""
    if followed.event is None:
        return None
    noun, _separator, pk = followed.event.stream.partition(":")
    if noun not in ("publisher", "source"):
        return None
    row = thing(noun, int(pk))
    return {"noun": noun, "name": str(row), "address": reverse(noun, args=[row.pk]), "row": row}


def _publisher_of(row: Publisher | Source | Capture) -> Publisher:
    if isinstance(row, Capture):
        return row.source.publisher
    return row.publisher if isinstance(row, Source) else row


def _filter_in(asked: QueryDict) -> RestingFilter:
    return RestingFilter(
        way=asked.get("way", ""),
        statuses=tuple(dict.fromkeys(value for value in asked.getlist("status") if value)),
        is_signed=asked.get("signed") == "yes",
    )


def _named(wanted: RestingFilter) -> list[tuple[str, str]]:
    """The filter as it stands in an address."""
    named = [("status", status) for status in wanted.statuses]
    if wanted.way:
        named.append(("way", wanted.way))
    return [*named, ("signed", "yes")] if wanted.is_signed else named


def _with(asked: QueryDict, name: str, value: str, chosen: tuple[str, ...]) -> dict[str, Any]:
    """The address with this value chosen, or no longer."""
    query = asked.copy()
    query.pop("page", None)
    query.pop("list", None)
    is_chosen = value in chosen
    query.setlist(name, [one for one in chosen if one != value] if is_chosen else [*chosen, value])
    return {"address": f"?{query.urlencode()}", "is_chosen": is_chosen}


def _sums(resting: Any, shown: str, wanted: RestingFilter) -> list[dict[str, Any]]:
    """How much there is of each kind, each with the list that holds it."""
    ways = {
        "direct": _("by a passage of it"),
        "reliance": _("by a passage that relies on it"),
        "derivation": _("by derivation"),
        "relation": _("by a relation of sources"),
    }
    claims = [("", resting.claims, ngettext("claim in all", "claims in all", resting.claims))]
    claims += [(way, getattr(resting, way), ways[way]) for way in WAYS if getattr(resting, way)]
    sums = [
        {
            "number": number,
            "words": words,
            "address": f"?{urlencode({'way': way} if way else {})}",
            "is_shown": shown == CLAIMS and not wanted.is_signed and wanted.way == way,
        }
        for way, number, words in claims
    ]
    sums.append(
        {
            "number": resting.signed,
            "words": _("signed, %(published)s of them published") % {"published": resting.published},
            "address": "?signed=yes",
            "is_shown": shown == CLAIMS and wanted.is_signed,
        }
    )
    others = {
        ARTICLES: ngettext("article", "articles", resting.articles),
        SETS: ngettext("frozen claim set", "frozen claim sets", resting.sets),
        EXPORTS: ngettext("export of these", "exports of these", resting.exports),
    }
    return sums + [
        {
            "number": getattr(resting, name),
            "words": words,
            "address": f"?list={name}",
            "is_shown": shown == name,
        }
        for name, words in others.items()
    ]


def _as_csv(request: PageRequest, asked: Thing, wanted: RestingFilter) -> StreamingHttpResponse:
    lines = _lines(request, asked, wanted)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"claims-resting-on-{asked.noun}-{asked.id}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(request: PageRequest, asked: Thing, wanted: RestingFilter) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for claim, ways in every_resting_claim(asked, wanted, request.user):
        address = request.build_absolute_uri(reverse("claim", args=[claim.pk]))
        cells = (claim.pk, address, neutralised(claim.text), claim.status, claim.state, ", ".join(ways))
        writer.writerow(cells)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
