"""Rules of days and moments."""

from datetime import date, datetime
from typing import Any

from annotations.domain.claimreview.reading import Faults, FoundReview, one
from annotations.domain.claimreview.rule import Fault


def date_faults(found: FoundReview) -> Faults:
    """What is wrong with the dates of one review and of its claim."""
    if "datePublished" not in found.review:
        yield Fault("date-missing", found.path)
    for name in ("datePublished", "dateModified"):
        if name in found.review:
            yield from _moment_faults(found.review[name], f"{found.path}.{name}")
    published, modified = (moment_of(found.review.get(name)) for name in ("datePublished", "dateModified"))
    if published is not None and modified is not None and modified < published:
        yield Fault("modified-before-published", f"{found.path}.dateModified", found.review["dateModified"])
    written = one(found.item.get("datePublished"))
    if written is None:
        return
    claimed = day_of(written)
    if claimed is None:
        yield Fault("date-unreadable", f"{found.path}.itemReviewed.datePublished", written)
    elif published is not None and claimed > published.date():
        yield Fault("claim-after-review", f"{found.path}.itemReviewed.datePublished", written)


def moment_of(written: Any) -> datetime | None:
    """The moment that is meant, where it is one with a zone."""
    moment = _read(one(written))
    return moment if moment is not None and moment.tzinfo is not None else None


def day_of(written: Any) -> date | None:
    """The day that is meant."""
    moment = _read(one(written))
    return moment.date() if moment is not None else None


def _moment_faults(written: Any, path: str) -> Faults:
    moment = _read(one(written))
    if moment is None:
        yield Fault("date-unreadable", path, one(written))
    elif moment.tzinfo is None:
        yield Fault("date-without-zone", path, one(written))


def _read(written: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(written.strip()) if isinstance(written, str) else None
    except ValueError:
        return None
