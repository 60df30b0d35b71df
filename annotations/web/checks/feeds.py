"""What is read by programs: Atom feeds of checks and of corrections, and the sitemap."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotations.domain.atom import MEDIA_TYPE, Entry, Feed, as_atom
from annotations.domain.errors import NotFound
from annotations.domain.organisation import Profile
from annotations.domain.sitemaps import MOST, Place, as_sitemap, as_sitemap_index
from annotations.domain.vocabulary import PublicationKind
from annotations.models import Publication
from annotations.queries.published_checks import (
    article_places,
    check_places,
    newest_checks,
    newest_corrections,
    sitemap_sizes,
    stamp_of_site,
)
from annotations.web.checks.answers import absolute, kept, public_page
from annotations.web.checks.words import path_of, rated

XML: Final = "application/xml; charset=utf-8"
FIXED: Final = ("checks", "checks-methodology", "checks-about")
KINDS: Final = {"checks": check_places, "articles": article_places}


@public_page
@require_safe
def checks(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """The newest checks. The entry of a check stays the same through its corrections, and is updated."""
    stamp = stamp_of_site()

    def made() -> HttpResponse:
        entries = [_check(one, profile) for one in newest_checks()]
        return _fed(_("Fact-checks of %(name)s"), "checks-feed", profile, entries, stamp.changed_at)

    return kept(request, profile, stamp, made)


@public_page
@require_safe
def corrections(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """The newest corrections and withdrawals, an entry each."""
    stamp = stamp_of_site()

    def made() -> HttpResponse:
        entries = [_correction(one, profile) for one in newest_corrections()]
        return _fed(_("Corrections of %(name)s"), "checks-corrections", profile, entries, stamp.changed_at)

    return kept(request, profile, stamp, made)


@public_page
@require_safe
def sitemap(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """All pages for readers. With more of them than one sitemap holds, the list of its parts, which are asked
    for by `?part=`.
    """
    return kept(
        request,
        profile,
        stamp_of_site(),
        lambda: HttpResponse(_sitemap(request.GET.get("part", "")), content_type=XML),
    )


def _fed(
    title: str, route: str, profile: Profile, entries: list[Entry], changed_at: datetime | None
) -> HttpResponse:
    told_at = [at for at in (changed_at, profile.changed_at) if at is not None]
    feed = Feed(
        title=title % {"name": profile.name},
        address=absolute(reverse(route)),
        page=absolute(reverse("checks")),
        author=profile.name,
        updated=entries[0].updated if entries else max(told_at),
        entries=entries,
    )
    return HttpResponse(as_atom(feed), content_type=MEDIA_TYPE)


def _check(publication: Publication, profile: Profile) -> Entry:
    address = absolute(path_of(publication.claim_id))
    verdict = rated(publication, profile).words
    return Entry(
        id=address,
        title=_("%(verdict)s: %(claim)s") % {"verdict": verdict, "claim": publication.text},
        address=address,
        published=publication.first_at,  # type: ignore[attr-defined]
        updated=publication.published_at,
        summary=publication.reason or verdict,
        language=publication.language,  # type: ignore[attr-defined]
        category=verdict,
    )


def _correction(publication: Publication, profile: Profile) -> Entry:
    address = f"{absolute(path_of(publication.claim_id))}#no-{publication.number}"
    is_withdrawn = publication.kind == PublicationKind.WITHDRAWN
    title = _("Withdrawn: %(claim)s") if is_withdrawn else _("Corrected: %(claim)s")
    return Entry(
        id=address,
        title=title % {"claim": publication.text},
        address=address,
        published=publication.published_at,
        updated=publication.published_at,
        summary=publication.public_note,
        language=publication.language,  # type: ignore[attr-defined]
        category=_("Withdrawn") if is_withdrawn else rated(publication, profile).words,
    )


def _sitemap(part: str) -> bytes:
    if part:
        return as_sitemap(_part(part))
    sizes = dict(zip(KINDS, sitemap_sizes(), strict=True))
    if sum(sizes.values()) + len(FIXED) <= MOST:
        return as_sitemap([*_fixed(), *(one for kind in KINDS for one in _of(kind, 0, MOST))])
    here = absolute(reverse("checks-sitemap"))
    parts = ["pages", *(f"{kind}-{number}" for kind, size in sizes.items() for number in _numbers(size))]
    return as_sitemap_index((f"{here}?part={one}", None) for one in parts)


def _numbers(size: int) -> range:
    return range(1, -(-size // MOST) + 1)


def _part(part: str) -> Iterable[Place]:
    kind, _dash, number = part.rpartition("-")
    if part == "pages":
        return _fixed()
    if kind not in KINDS or not re.fullmatch("[1-9][0-9]{0,5}", number, re.ASCII):
        raise NotFound("There is no such part of the sitemap.")
    first = (int(number) - 1) * MOST
    return _of(kind, first, first + MOST)


def _fixed() -> Iterator[Place]:
    return ((absolute(reverse(route)), None) for route in FIXED)


def _of(kind: str, first: int, last: int) -> Iterator[Place]:
    route = {"checks": "check-claim", "articles": "check-article"}[kind]
    return ((absolute(reverse(route, args=[pk])), at) for pk, at in KINDS[kind](first, last))
