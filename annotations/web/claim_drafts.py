"""A claim that is being typed: begun at words of an article, sent by a browser, or read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date

from annotations.domain.errors import Invalid, NotFound, Refusal
from annotations.domain.proposals import Proposal, why_split
from annotations.domain.vocabulary import ClaimType
from annotations.models import Claim, ClaimInterest
from annotations.queries.publishers import all_blocs
from annotations.web.claim_proposals import (
    Place,
    initial_claim,
    initial_figures,
    initial_layers,
    offered_times,
    place_from,
    proposal_for,
    reasons_to_split,
)
from annotations.web.claim_times import stored_proposal
from annotations.web.forms.claims import (
    AS_STORED,
    FIGURES,
    LAYERS,
    MOST_ROWS,
    NO_TIME,
    ClaimForm,
    InterestForm,
    LayerForm,
    Rows,
    figure_rows,
    layer_rows,
    plain_figure,
)
from annotations.web.meanwhile import Meanwhile

CONTENT_TYPES = [one for one in ClaimType if one != ClaimType.ATTRIBUTION]
ADD = "add"


@dataclass
class Draft:
    """A claim that is being typed: its forms, and its place. `claim` is set when one is edited."""

    form: ClaimForm
    layers: Rows | None
    figures: Rows
    interests: InterestForm
    place: Place | None = None
    proposal: Proposal | None = None
    claim: Claim | None = None
    layer: LayerForm | None = None
    refusal: Refusal | None = None
    exact: str = ""
    changes: Sequence[str] = ()
    meanwhile: Meanwhile | None = None

    def is_valid(self) -> bool:
        """Whether every part can be read. All are looked at, so that all errors show."""
        parts = [self.form, self.layers, self.figures, self.interests, self.layer]
        return not [part for part in parts if part is not None and not part.is_valid()]

    @property
    def split_reasons(self) -> list[str]:
        """Why the words look like more than one claim: as selected, or as they were put since."""
        text = str(self.form["text"].value() or "")
        if self.proposal is not None and text == self.proposal.text:
            return reasons_to_split(self.proposal.splits)
        type_ = str(self.form["type"].value() or "")
        return reasons_to_split(why_split(text, type_, self.language)) if type_ in ClaimType else []

    @property
    def language(self) -> str:
        """What the claim is written in."""
        if self.claim is not None:
            return self.claim.language
        return self.place.language if self.place else "und"

    def refused(self, refusal: Refusal) -> None:
        """Puts the refusal beside the field it concerns, or above the form."""
        self.refusal = refusal
        for form in (self.form, self.layer):
            if form is not None and refusal.field in form.fields:
                form.add_error(refusal.field, refusal.message)
                return
        self.form.add_error(None, refusal.message)


def fresh_draft(query: QueryDict) -> Draft:
    """Prefilled from the words that the query names; empty where it names none."""
    if query.get("start"):
        place = place_from(query)
        proposal = proposal_for(place)
        return Draft(
            form=ClaimForm(
                initial=initial_claim(place, proposal), times=offered_times(proposal), types=CONTENT_TYPES
            ),
            layers=layer_rows(initial=initial_layers(proposal)),
            figures=figure_rows(initial=initial_figures(proposal)),
            interests=InterestForm(blocs=all_blocs()),
            place=place,
            proposal=proposal,
            exact=place.words,
        )
    return Draft(
        form=ClaimForm(initial={"type": ClaimType.EVENT}, types=CONTENT_TYPES),
        layers=layer_rows(extra=1),
        figures=figure_rows(),
        interests=InterestForm(blocs=all_blocs()),
    )


def posted_draft(values: QueryDict) -> Draft:
    """What was sent, whole, even where its place cannot be found."""
    place, proposal, refused = None, None, None
    try:
        place = place_from(values)
        proposal = proposal_for(place, _uttered_on(values))
    except (Invalid, NotFound) as refusal:
        refused = refusal
    data = _with_added_row(values)
    draft = Draft(
        form=ClaimForm(data, times=offered_times(proposal) if proposal else (), types=CONTENT_TYPES),
        layers=layer_rows(data),
        figures=figure_rows(data),
        interests=InterestForm(data, blocs=all_blocs()),
        place=place,
        proposal=proposal,
        exact=values.get("exact", ""),
    )
    if refused is not None:
        draft.refused(refused)
    return draft


def stored_draft(claim: Claim, values: QueryDict | None) -> Draft:
    """The claim as it is, or as it was sent."""
    data = _with_added_row(values) if values is not None else None
    time = getattr(claim, "time_scope", None)
    proposal = stored_proposal(claim)
    is_attribution = claim.type == ClaimType.ATTRIBUTION
    return Draft(
        form=ClaimForm(
            data,
            initial=_claim_values(claim, has_time=time is not None),
            times=offered_times(proposal) if proposal else (),
            stored_time=time,
            types=[ClaimType.ATTRIBUTION] if is_attribution else CONTENT_TYPES,
        ),
        layers=None,
        figures=figure_rows(data, initial=figure_values_of(claim) if data is None else None),
        interests=InterestForm(data, initial=_interest_values(claim), blocs=all_blocs()),
        claim=claim,
        layer=LayerForm(data, initial=_layer_values(claim), prefix="layer") if is_attribution else None,
    )


def _uttered_on(values: QueryDict) -> date | None:
    """The day that the innermost layer with one says, as it was typed."""
    count = min(int(values.get(f"{LAYERS}-TOTAL_FORMS") or 0), MOST_ROWS)
    days = [parse_date(values.get(f"{LAYERS}-{number}-said_on", "")) for number in range(count)]
    return next((day for day in reversed(days) if day), None)


def _with_added_row(values: QueryDict) -> QueryDict:
    """Without a script a button asks for one more row."""
    added = values.get(ADD, "")
    if added not in (LAYERS, FIGURES):
        return values
    data = values.copy()
    name = f"{added}-TOTAL_FORMS"
    data[name] = str(min(int(data.get(name) or 0), 100) + 1)
    return data


def _claim_values(claim: Claim, *, has_time: bool) -> dict[str, Any]:
    names = ("text", "type", "risk", "risk_reason", "topic", "must_split", "matures_on", "version")
    return {name: getattr(claim, name) for name in names} | {
        "time": AS_STORED if has_time else NO_TIME,
        "proposed_for": claim.text,
    }


def _layer_values(claim: Claim) -> dict[str, Any]:
    names = ("asserter", "verb", "mode", "said_on", "venue", "is_worth_checking")
    publisher = claim.asserter_publisher.name if claim.asserter_publisher else ""
    return {name: getattr(claim, name) for name in names} | {"publisher": publisher}


def figure_values_of(claim: Claim) -> list[dict[str, Any]]:
    """The figures of a claim as rows of the form hold them."""
    names = ("text", "comparator", "unit", "is_cumulative", "scope_who", "scope_where", "as_of")
    return [
        {name: getattr(figure, name) for name in names}
        | {"low": plain_figure(figure.low), "high": plain_figure(figure.high)}
        for figure in claim.quantities.order_by("id")
    ]


def _interest_values(claim: Claim) -> dict[str, list[str]]:
    stated = ClaimInterest.objects.filter(claim=claim).values_list("kind", "bloc_id")
    values: dict[str, list[str]] = {}
    for kind, bloc_id in stated:
        values.setdefault(kind, []).append(str(bloc_id))
    return values
