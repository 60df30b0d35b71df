"""The cards of an article's claims, closed: what each says, where it stands, and a place for the rest.

Cards are written here rather than in a template, as marks are: an article may have a thousand of them, and a
template takes ten times as long. What opens inside a card is fetched when somebody opens it.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from annotations.domain.vocabulary import ClaimType
from annotations.queries.reading import Item, ReadClaim

CLAIM_PLACE = "/0/"
"""Stands for the claim in an address."""


def written_items(items: Iterable[Item], *, hidden: frozenset[int] = frozenset()) -> SafeString:
    """The places of the panel, in order; claims in `hidden` are filtered out but there."""
    cards = _Cards(hidden)
    return mark_safe("".join(cards.item(item) for item in items))


def written_card(one: ReadClaim) -> SafeString:
    """One card by itself, to take the place of what it was."""
    return mark_safe(_Cards(frozenset()).card(one))


class _Cards:
    """Writes cards. What is the same on all of them is looked up once."""

    def __init__(self, hidden: frozenset[int]) -> None:
        self.hidden = hidden
        self.signed = conditional_escape(_("Signed"))
        self.not_worth = conditional_escape(_("not worth checking"))
        self.open = conditional_escape(_("Open the claim"))
        self.address = reverse("claim", args=[0])
        self.types = {kind.value: conditional_escape(kind.label) for kind in ClaimType}

    def item(self, item: Item) -> str:
        stack = " claim-stack" if item.is_stack else ""
        return f'<li class="claim-item{stack}">{"".join(map(self.card, item.claims))}</li>'

    def card(self, one: ReadClaim) -> str:
        pk = one.claim.pk
        attributes = (
            f'id="claim-{pk}" name="claims" data-claim="{pk}" data-status="{one.shown}"'
            f' data-type="{one.claim.type}" data-reviewers="{" ".join(map(str, one.reviewer_ids))}"'
        )
        attributes += f' data-step="{one.depth}"' if one.depth else ""
        attributes += " hidden" if pk in self.hidden else ""
        return (
            f'<details class="claim-card" {attributes}>{self.summary(one)}'
            '<div class="claim-card-body" data-panel><p class="field-hint">'
            f'<a href="{self.address.replace(CLAIM_PLACE, f"/{pk}/")}">{self.open}</a></p></div></details>'
        )

    def summary(self, one: ReadClaim) -> str:
        return (
            f'<summary class="claim-card-summary"><span class="claim-number">{one.number}</span>'
            f'<span class="claim-words" lang="{escape(one.claim.language)}" dir="auto">'
            f'{escape(one.claim.text)}</span><span class="claim-meta">{self.standing(one)}</span></summary>'
        )

    def standing(self, one: ReadClaim) -> str:
        """Its status, whether it is signed, its type, and who says it."""
        pk = one.claim.pk
        due = " data-recomputing" if one.is_due else ""
        unsigned = "" if one.is_signed else " hidden"
        who = escape(" › ".join(one.who))
        override = escape(one.override.words) if one.override else ""
        return (
            f'<span class="status" data-status="{one.shown}" data-claim-status="{pk}"{due}>'
            f"{escape(one.shown_label)}</span>"
            f'<span class="standing" data-standing="SIGNED" data-signed="{pk}"{unsigned}>{self.signed}</span>'
            f'<span class="standing" data-standing="OVERRIDDEN" data-overridden="{pk}"'
            f"{'' if override else ' hidden'}>{override}</span>"
            f"<span>{self.types[one.claim.type]}</span>"
            + ("" if one.claim.is_worth_checking else f'<span class="tag">{self.not_worth}</span>')
            + (f'<span class="attribution-line" dir="auto">{who}</span>' if who else "")
        )
