"""Party blocs: the sides of disputes, which claims are in the interest of or against."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.publishers import add_bloc
from annotations.api.endpoints import Creating, Item, Listing
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register import PartyInput, PartyShape
from annotations.models import PartyBloc

PARTIES = Reading("party", PartyShape, every(PartyBloc))


class PartyFilters(filters.FilterSet):
    """Which party blocs."""

    name = filters.CharFilter(lookup_expr="icontains", max_length=200)
    dispute = filters.CharFilter(lookup_expr="icontains", max_length=200)


class PartiesView(Listing, Creating):
    """Sides of disputes. A claim's `interests` name them by their ids."""

    tag = "Parties"
    summaries = {"GET": "List party blocs", "POST": "Name a party bloc"}
    access = {"GET": "workbench.read", "POST": "publisher.relate"}
    accepts = {"POST": PartyInput}
    reading, answers, item_route = PARTIES, PARTIES, "party"
    filterset_class = PartyFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return add_bloc(**values, actor=self.person).pk


class PartyView(Item):
    """One side of a dispute."""

    tag = "Parties"
    summaries = {"GET": "Read a party bloc"}
    access = {"GET": "workbench.read"}
    reading = PARTIES
