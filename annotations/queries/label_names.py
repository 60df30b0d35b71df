"""The names people know for the labels that results speak in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Model

from annotations.models import PartyBloc, Publisher, Source

NAMED: Mapping[str, tuple[type[Model], str]] = {
    "s": (Publisher, "name"),
    "b": (PartyBloc, "name"),
    "i": (Source, "title"),
}


def label_names(labels: Iterable[str | None]) -> dict[str, str]:
    """Names of publishers ("s:12"), parties ("b:3") and single sources ("i:7"); of joined labels ("s:1+s:2")
    those of their parts. One statement a kind that occurs. Unnamed origins have no name.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for label in filter(None, labels):
        for part in label.split("+"):
            kind, _, key = part.partition(":")
            if kind in NAMED and key.isdecimal():
                wanted[kind].add(int(key))
    return {
        f"{kind}:{pk}": name
        for kind, (model, field) in NAMED.items()
        for pk, name in model._default_manager.filter(pk__in=wanted[kind]).values_list("pk", field)
    }
