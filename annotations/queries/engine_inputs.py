"""What the verification engine takes, gathered for many claims at once.

The number of statements does not depend on the number of claims or links, nor on how deep derivations go
(only owners are followed step by step). A claim is given everything that its sources and publishers are bound
to, so that its inputs, and with them its fingerprint, are the same whether it is asked for alone or among
others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PassageState,
    PublisherInput,
    RelationInput,
    publisher_label,
)
from annotations.domain.vocabulary import (
    ClaimType,
    EvidenceState,
    Granularity,
    PassageCheck,
)
from annotations.models import (
    Claim,
    ClaimInterest,
    Derivation,
    Evidence,
    GradeChange,
    Highlight,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Reliance,
    Source,
    SourceRelation,
)
from annotations.queries.dependents import publishers_bound_to, sources_beneath


def engine_inputs(claim_ids: Collection[int], *, today: date | None = None) -> dict[int, Inputs]:
    """The engine's inputs of each claim, by id. Withdrawn evidence is absent; claims that are gone are
    absent.
    """
    claims = list(Claim.objects.filter(pk__in=claim_ids).select_related("time_scope"))
    evidence = _evidence_of(claim_ids)
    reliances = _grouped(
        Reliance.objects.filter(evidence__in=[link.pk for link in evidence]).values_list(
            "evidence_id", "source_id"
        )
    )
    hosts = _host_sources(claim_ids)
    sources, derivations = _sources_beneath(
        {link.source_id for link in evidence}
        | {source for beneath in reliances.values() for source in beneath}
    )
    publishers = _publishers(
        {source.publisher_id for source in sources.values()}
        | {claim.asserter_publisher_id for claim in claims if claim.asserter_publisher_id}
    )
    items = tuple(_item(source, derivations[source.pk]) for source in sources.values())
    item_relations = _relations(SourceRelation, sources)
    bound = publishers_bound_to(int(publisher.id) for publisher in publishers)
    publisher_relations = _relations(PublisherRelation, bound)
    interests = _interests(claim_ids)
    links = _grouped((link.claim_id, link) for link in evidence)
    day = today or timezone.now().date()
    return {
        claim.pk: Inputs(
            node=_node(claim, interests[claim.pk], hosts[claim.pk], day),
            links=tuple(_link(link, claim, reliances[link.pk]) for link in links[claim.pk]),
            items=items,
            publishers=publishers,
            item_relations=item_relations,
            publisher_relations=publisher_relations,
        )
        for claim in claims
    }


def publisher_names(publisher_ids: Iterable[Any]) -> dict[str, str]:
    """Names for the labels that results speak in."""
    rows = Publisher.objects.filter(pk__in=list(publisher_ids)).values_list("pk", "name")
    return {publisher_label(pk): name for pk, name in rows}


def _evidence_of(claim_ids: Collection[int]) -> list[Evidence]:
    found = Evidence.objects.filter(claim__in=claim_ids).exclude(state=EvidenceState.WITHDRAWN)
    return list(found.select_related("source").defer("passage", "note").order_by("id"))


def _host_sources(claim_ids: Collection[int]) -> dict[int, list[int]]:
    """Sources that are the very article in which the claim stands: they share its address."""
    pairs = Highlight.objects.filter(claim__in=claim_ids).exclude(revision__article__canonical_url="")
    addresses = set(pairs.values_list("claim_id", "revision__article__canonical_url").distinct())
    by_address = dict(
        Source.objects.filter(canonical_url__in={address for _, address in addresses}).values_list(
            "canonical_url", "pk"
        )
    )
    return _grouped((claim, by_address[address]) for claim, address in addresses if address in by_address)


def _sources_beneath(source_ids: set[int]) -> tuple[dict[int, Source], dict[int, list[Derivation]]]:
    """The sources and all they rest on or share an origin with, and how."""
    known = sources_beneath(source_ids)
    rows = Derivation.objects.filter(source__in=known).order_by("origin")
    derivations = _grouped((row.source_id, row) for row in rows)
    return {source.pk: source for source in Source.objects.filter(pk__in=known).order_by("pk")}, derivations


def _publishers(publisher_ids: set[int]) -> tuple[PublisherInput, ...]:
    owners = _top_owners(publisher_ids)
    grades = dict(
        GradeChange.objects.filter(publisher__in=publisher_ids, topic="")
        .order_by("publisher", "-id")
        .distinct("publisher")
        .values_list("publisher_id", "grade")
    )
    memberships = _grouped(
        (row.publisher_id, BlocMembership(row.bloc_id, row.starts_on, row.ends_on))
        for row in PartyMembership.objects.filter(publisher__in=publisher_ids).order_by("id")
    )
    kinds = Publisher.objects.filter(pk__in=publisher_ids).order_by("pk").values_list("pk", "kind")
    return tuple(
        PublisherInput(
            id=pk, kind=kind, grade=grades.get(pk), owner_group=owners[pk], blocs=tuple(memberships[pk])
        )
        for pk, kind in kinds
    )


def _top_owners(publisher_ids: set[int]) -> dict[int, int]:
    """For each publisher the owner that nobody owns; itself where it has none. A circle ends where it
    began.
    """
    owner_of: dict[int, int] = {}
    frontier = set(publisher_ids)
    while frontier:
        owned = Publisher.objects.filter(pk__in=frontier, owner__isnull=False)
        found = dict(owned.values_list("pk", "owner_id"))
        owner_of.update(found)
        frontier = set(found.values()) - owner_of.keys()
    return {pk: _top(pk, owner_of) for pk in publisher_ids}


def _top(pk: int, owner_of: dict[int, int]) -> int:
    passed = {pk}
    while pk in owner_of:
        pk = owner_of[pk]
        if pk in passed:
            return min(passed)
        passed.add(pk)
    return pk


def _relations(model: Any, ids: Iterable[int]) -> tuple[RelationInput, ...]:
    known = list(ids)
    rows = model.objects.filter(Q(first__in=known) & Q(second__in=known)).order_by("id")
    return tuple(RelationInput(row.kind, row.first_id, row.second_id) for row in rows)


def _interests(claim_ids: Collection[int]) -> dict[int, dict[str, list[int]]]:
    kinds: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in ClaimInterest.objects.filter(claim__in=claim_ids).order_by("bloc"):
        kinds[row.claim_id][row.kind].append(row.bloc_id)
    return kinds


def _node(claim: Claim, interests: dict[str, list[int]], hosts: list[int], today: date) -> NodeInput:
    return NodeInput(
        id=claim.pk,
        type=claim.type,
        risk=claim.risk,
        asserter=claim.asserter_publisher_id,
        favours=tuple(interests[ClaimInterest.FAVOURS]),
        disfavours=tuple(interests[ClaimInterest.DISFAVOURS]),
        neutral_for=tuple(interests[ClaimInterest.NEUTRAL_FOR]),
        host_items=tuple(sorted(hosts)),
        matured=_has_come_due(claim, today),
        must_split=claim.must_split,
        time_unresolved=_time_is_open(claim),
    )


def _has_come_due(claim: Claim, today: date) -> bool:
    return claim.type == ClaimType.PREDICTION and claim.matures_on is not None and claim.matures_on <= today


def _time_is_open(claim: Claim) -> bool:
    time = getattr(claim, "time_scope", None)
    return time is not None and (
        time.confirmed_at is None or time.starts_on is None or time.granularity == Granularity.UNRESOLVED
    )


def _link(evidence: Evidence, claim: Claim, relies_on: list[int]) -> LinkInput:
    return LinkInput(
        id=evidence.pk,
        item=evidence.source_id,
        stance=evidence.stance,
        state=evidence.state,
        coverage=evidence.coverage,
        proximity=evidence.proximity,
        credibility=evidence.credibility,
        sourcing=evidence.sourcing,
        relies_on=tuple(sorted(relies_on)),
        scope_mismatch=evidence.is_out_of_scope or _speaks_of_another_time(evidence, claim),
        passage=(
            PassageState.GONE if evidence.passage_check == PassageCheck.NOT_FOUND else PassageState.STANDS
        ),
        captured=True,
        broken=evidence.source.is_unreachable,
    )


def _speaks_of_another_time(evidence: Evidence, claim: Claim) -> bool:
    time = getattr(claim, "time_scope", None)
    if time is None or time.starts_on is None or evidence.scope_starts_on is None:
        return False
    claim_end = time.ends_on or time.starts_on
    evidence_end = evidence.scope_ends_on or evidence.scope_starts_on
    return bool(evidence_end < time.starts_on or evidence.scope_starts_on > claim_end)


def _item(source: Source, derivations: list[Derivation]) -> ItemInput:
    return ItemInput(
        id=source.pk,
        publisher=None if source.is_anonymous else source.publisher_id,
        published_on=source.published_on,
        state=source.state,
        anonymous=source.is_anonymous,
        derivations=tuple(DerivationInput(row.origin_id, row.kind) for row in derivations),
    )


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        grouped[key].append(value)
    return grouped
