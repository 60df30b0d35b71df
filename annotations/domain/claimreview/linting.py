"""The linter: every fault of some ClaimReview markup, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotations.domain.claimreview.addresses import address_faults
from annotations.domain.claimreview.claimed import claim_faults
from annotations.domain.claimreview.histories import history_faults, page_faults, repeated
from annotations.domain.claimreview.moments import date_faults
from annotations.domain.claimreview.parties import party_faults
from annotations.domain.claimreview.pasted import pasted
from annotations.domain.claimreview.rated import observed_bounds, rating_faults
from annotations.domain.claimreview.reading import CarryingPage, Faults, FoundReview, reviews_in
from annotations.domain.claimreview.rule import Fault, Finding, Severity
from annotations.domain.claimreview.rules import finding_of
from annotations.domain.claimreview.shapes import document_faults, text_faults

NOWHERE = CarryingPage()


@dataclass(frozen=True, slots=True)
class Linted:
    """How many reviews were read, and what is wrong with them."""

    reviews: int
    findings: tuple[Finding, ...]

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """What keeps the markup from being published."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.REFUSE)

    @property
    def is_publishable(self) -> bool:
        """Whether there is a review, and nothing keeps it from being published."""
        return self.reviews > 0 and not self.refusals


def lint(document: Any, page: CarryingPage = NOWHERE) -> Linted:
    """What is wrong with a document, given as Python values of any JSON. Never raises."""
    reviews = reviews_in(document)
    return Linted(len(reviews), _in_words(_faults(document, reviews, page)))


def lint_text(text: str, page: CarryingPage = NOWHERE) -> Linted:
    """What is wrong with what was pasted: JSON, or a page that carries some. Never raises."""
    read = pasted(text, page)
    reviews = reviews_in(read.document)
    told = [*read.faults]
    if not any(fault.code in ("json-broken", "microdata-form") for fault in told):
        told += _faults(read.document, reviews, read.page)
    return Linted(len(reviews), _in_words(told))


def _faults(document: Any, reviews: list[FoundReview], page: CarryingPage) -> Faults:
    yield from document_faults(document)
    if not reviews:
        yield Fault("no-review", "$")
    for found in reviews:
        if "properties" in found.review:
            yield Fault("microdata-form", found.path, "properties apart")
            continue
        yield from rating_faults(found)
        yield from claim_faults(found)
        yield from party_faults(found, page)
        yield from address_faults(found, page)
        yield from date_faults(found)
        yield from text_faults(found)
        yield from page_faults(found, page)
    yield from observed_bounds(reviews)
    yield from repeated(reviews)
    yield from history_faults(document, reviews, page)


def _in_words(faults: Iterable[Fault]) -> tuple[Finding, ...]:
    return tuple(finding_of(fault) for fault in faults)
