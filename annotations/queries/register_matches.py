"""What the register knows already of many rows at once: by id, address, identifier and name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from annotations.models import Publisher, Source


@dataclass
class KnownPublishers:
    """Publishers by id, by name in lower case, by name and country, and by Wikidata item."""

    by_id: dict[int, Publisher] = field(default_factory=dict)
    by_name: dict[str, list[Publisher]] = field(default_factory=dict)
    by_place: dict[tuple[str, str], Publisher] = field(default_factory=dict)
    by_wikidata_id: dict[str, Publisher] = field(default_factory=dict)


@dataclass
class KnownSources:
    """Sources by id, canonical address, and name and value of an identifier."""

    by_id: dict[int, Source] = field(default_factory=dict)
    by_address: dict[str, Source] = field(default_factory=dict)
    by_identifier: dict[tuple[str, str], Source] = field(default_factory=dict)


def known_publishers(
    *, ids: Iterable[int] = (), names: Iterable[str] = (), wikidata_ids: Iterable[str] = ()
) -> KnownPublishers:
    """The publishers that have one of these ids, names (whatever the case) or Wikidata items."""
    lowered = {name.lower() for name in names}
    condition = Q(pk__in=set(ids)) | Q(lower_name__in=lowered) | Q(wikidata_id__in=set(wikidata_ids) - {""})
    found = KnownPublishers()
    by_name: dict[str, list[Publisher]] = defaultdict(list)
    for publisher in Publisher.objects.annotate(lower_name=Lower("name")).filter(condition).order_by("pk"):
        name = publisher.lower_name
        found.by_id[publisher.pk] = publisher
        found.by_place[name, publisher.country] = publisher
        if publisher.merged_into_id is None:
            by_name[name].append(publisher)
        if publisher.wikidata_id:
            found.by_wikidata_id[publisher.wikidata_id] = publisher
    found.by_name = dict(by_name)
    return found


def known_sources(
    *, ids: Iterable[int] = (), addresses: Iterable[str] = (), identifiers: Iterable[tuple[str, str]] = ()
) -> KnownSources:
    """The sources that have one of these ids, canonical addresses or identifiers.

    Asked one after the other: each has an index of its own, and together none of them would serve.
    """
    by_identifier = Q()
    for name, value in sorted(set(identifiers)):
        by_identifier |= Q(identifiers__contains={name: value})
    by_address = Q(canonical_url__in=set(addresses) - {""}) & ~Q(canonical_url="")
    rows: dict[int, Source] = Source.objects.in_bulk(set(ids))
    for condition in (by_address, by_identifier):
        if condition:
            rows |= {source.pk: source for source in Source.objects.filter(condition)}
    found = KnownSources(by_id=rows)
    for source in sorted(rows.values(), key=lambda one: (one.merged_into_id is None, -one.pk)):
        if source.canonical_url:
            found.by_address[source.canonical_url] = source
        found.by_identifier |= dict.fromkeys(source.identifiers.items(), source)
    return found
