"""What the verification engine takes, gathered for many claims at once.

The number of statements does not depend on the number of claims or links, nor on how deep derivations go. A
claim is given exactly what its own evidence rests on, so that its inputs, and with them its fingerprint, are
the same whether it is asked for alone or among others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from annotations.domain.verification import Inputs, LinkInput, NodeInput, PassageState, publisher_label
from annotations.domain.vocabulary import (
    ClaimType,
    EvidenceState,
    Granularity,
    PassageCheck,
    Proximity,
    Sourcing,
)
from annotations.models import (
    Claim,
    ClaimInterest,
    Evidence,
    Highlight,
    Publisher,
    Quantity,
    Reliance,
    Source,
)
from annotations.queries.register_parts import RegisterPart, among, grouped
from annotations.queries.suspicions import copy_decided, copy_suspected

# Plain rows of just what the engine asks for: building whole objects took a good part of a bulk's time.
_OF_CLAIMS = (
    "pk",
    "type",
    "topic",
    "risk",
    "asserter_publisher_id",
    "matures_on",
    "must_split",
    "time_scope__granularity",
    "time_scope__starts_on",
    "time_scope__ends_on",
    "time_scope__confirmed_at",
    "holds_figures",
)
_OF_EVIDENCE = (
    "pk",
    "claim_id",
    "source_id",
    "stance",
    "state",
    "coverage",
    "proximity",
    "credibility",
    "sourcing",
    "is_out_of_scope",
    "scope_starts_on",
    "scope_ends_on",
    "passage_check",
    "copy_suspected",
    "copy_decided",
)


def engine_inputs(
    claim_ids: Collection[int],
    *,
    today: date | None = None,
    beside: Collection[int] = (),
    beside_publishers: Collection[int] = (),
) -> dict[int, Inputs]:
    """The engine's inputs of each claim, by id. Withdrawn evidence is absent; claims that are gone are
    absent.

    `beside` names sources, `beside_publishers` publishers, that every claim is given besides what its own
    evidence rests on: for a change that would bind it to them. The engine leaves out what it does not need.
    """
    found = Claim.objects.filter(pk__in=among(claim_ids)).annotate(holds_figures=_holds_figures())
    claims = list(found.values_list(*_OF_CLAIMS, named=True))
    evidence = _evidence_of(claim_ids)
    reliances = grouped(
        Reliance.objects.filter(evidence__in=among(link.pk for link in evidence)).values_list(
            "evidence_id", "source_id"
        )
    )
    register = RegisterPart(
        {link.source_id for link in evidence}
        | {source for beneath in reliances.values() for source in beneath}
        | set(beside),
        beside_publishers,
    )
    hosts = _host_sources(claim_ids)
    interests = _interests(claim_ids)
    links = grouped((link.claim_id, link) for link in evidence)
    day = today or timezone.now().date()
    return {
        claim.pk: _inputs(
            claim, interests[claim.pk], hosts[claim.pk], links[claim.pk], reliances, register, day, beside
        )
        for claim in claims
    }


def _inputs(
    claim: Any,
    interests: dict[str, list[int]],
    hosts: list[int],
    evidence: list[Any],
    reliances: dict[int, list[int]],
    register: RegisterPart,
    today: date,
    beside: Collection[int],
) -> Inputs:
    """What this claim's evidence rests on, and of the articles it stands in those it rests on."""
    named = {link.source_id for link in evidence} | set(beside)
    for link in evidence:
        named.update(reliances[link.pk])
    beneath = register.beneath(named)
    items = tuple(register.items[pk] for pk in beneath)
    publishers = register.publishers_of(items, claim.topic)
    return Inputs(
        node=_node(claim, interests, [host for host in hosts if host in beneath], today),
        links=tuple(_link(link, claim, reliances[link.pk], register) for link in evidence),
        items=items,
        publishers=publishers,
        item_relations=register.relations_among_items(beneath),
        publisher_relations=register.relations_among_publishers(publishers),
    )


def on_day(inputs: Mapping[int, Inputs], day: date) -> dict[int, Inputs]:
    """These inputs, given by claim, with the predictions due that were due by a day. One statement."""
    claims = Claim.objects.filter(pk__in=inputs).values_list("pk", "type", "matures_on", named=True)
    due = {claim.pk: _has_come_due(claim, day) for claim in claims}
    return {
        pk: replace(given, node=replace(given.node, matured=due.get(pk, False)))
        for pk, given in inputs.items()
    }


def publisher_names(publisher_ids: Iterable[Any]) -> dict[str, str]:
    """Names for the labels that results speak in."""
    rows = Publisher.objects.filter(pk__in=list(publisher_ids)).values_list("pk", "name")
    return {publisher_label(pk): name for pk, name in rows}


def _evidence_of(claim_ids: Collection[int]) -> list[Any]:
    found = Evidence.objects.filter(claim__in=among(claim_ids)).exclude(state=EvidenceState.WITHDRAWN)
    judged = found.annotate(copy_suspected=copy_suspected(), copy_decided=copy_decided())
    return list(judged.order_by("id").values_list(*_OF_EVIDENCE, named=True))


def _host_sources(claim_ids: Collection[int]) -> dict[int, list[int]]:
    """Sources that are the very article in which the claim stands: they share its address."""
    pairs = Highlight.objects.filter(claim__in=among(claim_ids)).exclude(revision__article__canonical_url="")
    addresses = set(pairs.values_list("claim_id", "revision__article__canonical_url").distinct())
    by_address = dict(
        Source.objects.filter(canonical_url__in={address for _, address in addresses}).values_list(
            "canonical_url", Coalesce("merged_into", "pk")
        )
    )
    return grouped((claim, by_address[address]) for claim, address in addresses if address in by_address)


def _interests(claim_ids: Collection[int]) -> dict[int, dict[str, list[int]]]:
    kinds: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in ClaimInterest.objects.filter(claim__in=among(claim_ids)).order_by("bloc"):
        kinds[row.claim_id][row.kind].append(row.bloc_id)
    return kinds


def _node(claim: Any, interests: dict[str, list[int]], hosts: list[int], today: date) -> NodeInput:
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
        must_split=claim.must_split or claim.holds_figures,
        time_unresolved=_time_is_open(claim),
    )


def _holds_figures() -> Case:
    """Whether it states more than one figure, and was not split into parts that state them. A comparison of
    two figures is one statement.
    """
    second = Quantity.objects.filter(claim=OuterRef("pk")).order_by("pk")[1:2]
    parts = Claim.objects.standing().filter(part_of=OuterRef("pk"))
    several = Exists(second) & ~Exists(parts) & ~Q(type=ClaimType.COMPARISON)
    return Case(When(several, then=True), default=False)


def _has_come_due(claim: Any, today: date) -> bool:
    return claim.type == ClaimType.PREDICTION and claim.matures_on is not None and claim.matures_on <= today


def _time_is_open(claim: Any) -> bool:
    """Whether it speaks of a time that nobody has settled; every time scope has a granularity."""
    return claim.time_scope__granularity is not None and (
        claim.time_scope__confirmed_at is None
        or claim.time_scope__starts_on is None
        or claim.time_scope__granularity == Granularity.UNRESOLVED
    )


def _link(evidence: Any, claim: Any, relies_on: list[int], register: RegisterPart) -> LinkInput:
    is_own = evidence.sourcing == Sourcing.OWN
    in_doubt = is_own and (evidence.copy_suspected or evidence.copy_decided)
    return LinkInput(
        id=evidence.pk,
        item=evidence.source_id,
        stance=evidence.stance,
        state=evidence.state,
        coverage=evidence.coverage,
        proximity=evidence.proximity,
        credibility=evidence.credibility,
        sourcing=Sourcing.UNEXAMINED.value if in_doubt else evidence.sourcing,
        relies_on=tuple(sorted(relies_on)),
        scope_mismatch=evidence.is_out_of_scope or _speaks_of_another_time(evidence, claim),
        passage=(
            PassageState.GONE if evidence.passage_check == PassageCheck.NOT_FOUND else PassageState.STANDS
        ),
        captured=True,
        broken=evidence.source_id in register.unreachable,
        copy_suspected=evidence.copy_suspected and (is_own or evidence.proximity == Proximity.PRIMARY),
    )


def _speaks_of_another_time(evidence: Any, claim: Any) -> bool:
    starts_on, evidence_starts_on = claim.time_scope__starts_on, evidence.scope_starts_on
    if starts_on is None or evidence_starts_on is None:
        return False
    claim_end = claim.time_scope__ends_on or starts_on
    evidence_end = evidence.scope_ends_on or evidence_starts_on
    return bool(evidence_end < starts_on or evidence_starts_on > claim_end)
