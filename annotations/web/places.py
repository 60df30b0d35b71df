"""Where somebody is in a job that goes over several pages: finding a source, registering it, capturing it,
and back to the claim, or to the article from which the claim was opened.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Place:
    """The claim that evidence is sought for, and the page to return to afterwards. Both may be missing."""

    claim_id: int | None
    next: str

    @classmethod
    def of(cls, request: HttpRequest, claim_id: int | None = None) -> "Place":
        """The place as the address, or the form that was sent, names it."""
        asked = request.POST.get("next") or request.GET.get("next", "")
        return cls(claim_id or number_in(request.GET, "claim"), asked)

    @property
    def query(self) -> str:
        """The place for the address of another page: `claim=5&next=...`, or empty."""
        named = {"claim": self.claim_id or "", "next": self.next}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def next_query(self) -> str:
        """The same for a page whose path names the claim."""
        return urlencode({"next": self.next}) if self.next else ""

    def source_address(self, source_id: int) -> str:
        """The composer with this source chosen, or without a claim the page of the source."""
        if self.claim_id is None:
            return reverse("source", args=[source_id])
        named = urlencode({"source": source_id} | ({"next": self.next} if self.next else {}))
        return f"{reverse('claim-evidence', args=[self.claim_id])}?{named}"

    @property
    def composer_address(self) -> str:
        """The composer as one left it, or without a claim the list of sources."""
        if self.claim_id is None:
            return reverse("sources")
        address = reverse("claim-evidence", args=[self.claim_id])
        return f"{address}?{self.next_query}" if self.next else address

    def after_source(self, source_id: int) -> HttpResponse:
        """On to where the source was wanted."""
        return redirect(self.source_address(source_id))


def number_in(values: QueryDict, name: str) -> int | None:
    """A number among what was sent, or None."""
    value = values.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def numbers_in(values: QueryDict, name: str) -> list[int]:
    """The numbers under one name, as rows that were ticked in a list; what is no number is left out."""
    return [
        int(value)
        for value in values.getlist(name)
        if value.isascii() and value.isdigit() and len(value) < 19
    ]


def page_number(values: QueryDict) -> int:
    """The `page` that was asked for, from 1 to a thousand."""
    return min(max(number_in(values, "page") or 1, 1), 1_000)
