"""Questions about evidence, and what one may cite next."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.models import Derivation, Evidence, Highlight, Reliance, Source, User
from annotations.queries.captures import latest_capture_id
from annotations.queries.source_pages import with_use
from annotations.queries.sources import all_sources, find_sources, source_by_id
from annotations.queries.visibility import visible

OFFERED = 8
FOUND = 12


@dataclass(frozen=True)
class ComposerSources:
    """What the composer offers: the sources found or suggested (with `claim_count` and `is_captured`), the
    chosen one, and its latest capture if any.
    """

    words: str
    found: list[Source]
    chosen: Source | None
    capture_id: int | None

    @property
    def is_address(self) -> bool:
        """Whether an address was typed rather than words."""
        return self.words.lower().startswith(("http://", "https://"))


def sources_to_cite(*, claim_id: int, person: User, words: str, source_id: int | None) -> ComposerSources:
    """The sources that match the words; without words those that are likely next, the chosen one in front."""
    typed = words.strip()
    chosen = source_by_id(source_id) if source_id else None
    found = find_sources(typed, person, FOUND) if typed else _suggested(claim_id, person, chosen)
    return ComposerSources(
        words=typed,
        found=with_use([source.pk for source in found]),
        chosen=chosen,
        capture_id=latest_capture_id(chosen.pk) if chosen and may(person, "source.know", chosen) else None,
    )


def sources_to_rely_on(
    claim_id: int, source_id: int | None, person: User, chosen: Iterable[int] = ()
) -> list[Source]:
    """What a passage most likely rests on: what is chosen already, other sources of the claim, their origins,
    the latest registered.
    """
    cited = Evidence.objects.filter(claim=claim_id).values_list("source_id", flat=True)
    origins = Derivation.objects.filter(source__in=cited).values_list("origin_id", flat=True)
    relied_on = Reliance.objects.filter(evidence__claim=claim_id).values_list("source_id", flat=True)
    likely = [*chosen, *cited, *origins, *relied_on]
    return _in_order(likely, OFFERED, person, without=source_id)


def evidence_by_id(evidence_id: int) -> Evidence:
    """One link with its claim and source. Refuses with `NotFound`."""
    related = Evidence.objects.select_related(
        "claim", "source__publisher", "capture", "attached_by", "changed_by"
    )
    evidence = related.filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound(f"There is no evidence {evidence_id}.", details={"id": evidence_id})
    return evidence


def _suggested(claim_id: int, person: User, chosen: Source | None) -> list[Source]:
    """The chosen one, those this person used last, those cited beside it in the article, the latest."""
    used = Evidence.objects.filter(attached_by=person).order_by("-id").values_list("source_id", flat=True)
    articles = Highlight.objects.filter(claim=claim_id).values("revision__article")
    beside = Highlight.objects.filter(revision__article__in=articles).values("claim")
    cited = Evidence.objects.filter(claim__in=beside).order_by("-id").values_list("source_id", flat=True)
    likely = [*([chosen.pk] if chosen else []), *used[: OFFERED * 3], *cited[: OFFERED * 3]]
    return _in_order(likely, OFFERED, person)


def _in_order(likely: Iterable[int], limit: int, person: User, without: int | None = None) -> list[Source]:
    """The likely ones in their order, each once, filled up with the latest registered."""
    ids = [pk for pk in dict.fromkeys(likely) if pk != without][:limit]
    every = visible(all_sources(), person).filter(merged_into=None)
    known = {source.pk: source for source in every.filter(pk__in=ids)}
    others = every.exclude(pk__in=[*ids, without] if without else ids)
    return [known[pk] for pk in ids if pk in known] + list(others[: limit - len(ids)])
