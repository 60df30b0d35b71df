"""Loading the article of a story, its claims with their layers, and the evidence of each."""

from typing import Any

from annotations.actions.articles import import_article
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claim_parts import InterestsInput, QuantityInput, TimeScopeInput
from annotations.actions.claims import create_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.highlights import make_highlight
from annotations.domain.canonical import from_markdown
from annotations.domain.vocabulary import Origin
from annotations.management.seeding_files import SeedError, Story, Table, known, naming, without
from annotations.management.seeding_register import Keys
from annotations.models import Claim, Revision, User
from annotations.queries.claims import attribution_stack

_PARTS = (
    "key",
    "by",
    "quote",
    "also_at",
    "part_of",
    "must_split",
    "time",
    "quantity",
    "interests",
    "attribution",
    "evidence",
)


def load_article(story: Story, keys: Keys) -> Revision:
    """The article with its first revision."""
    row = story.article
    with naming("The article"):
        publisher = keys.publishers[row["publisher"]] if "publisher" in row else None
        article = import_article(
            canonical=from_markdown(row["text"]),
            publisher_id=publisher,
            origin=Origin.PASTE,
            media_type="text/markdown",
            actor=keys.person(row),
            **without(row, "by", "publisher", "text"),
        )
        return article.revisions.get(number=1)


def load_claims(story: Story, keys: Keys, revision: Revision) -> None:
    """Every claim with the layers that assert it, and what speaks for and against each of them."""
    for row in story.rows("claims", "claim"):
        with naming(f"Claim {row['key']}"):
            _load_claim(row, keys, revision)


def span_of(text: str, quote: str) -> dict[str, Any]:
    """Where words stand that occur once."""
    if text.count(quote) != 1:
        raise SeedError(f"“{quote}” occurs {text.count(quote)} times in the article; quote more of it.")
    start = text.index(quote)
    return {"start": start, "end": start + len(quote), "exact": quote}


def _load_claim(row: Table, keys: Keys, revision: Revision) -> None:
    actor = keys.person(row)
    layers = row.get("attribution", [])
    content = create_claim(
        revision_id=revision.pk,
        **span_of(revision.text, row["quote"]),
        part_of_id=keys.claims[row["part_of"]] if "part_of" in row else None,
        time=TimeScopeInput(**row["time"]) if "time" in row else None,
        must_split=row.get("must_split", False),
        quantities=[QuantityInput(**quantity) for quantity in row.get("quantity", [])],
        interests=_interests(row.get("interests", {}), keys),
        attributions=[_layer(layer, keys) for layer in layers],
        actor=actor,
        **without(row, *_PARTS),
    )
    for quote in row.get("also_at", []):
        make_highlight(
            claim_id=content.pk, revision_id=revision.pk, actor=actor, **span_of(revision.text, quote)
        )
    # Outermost first, as the layers are written; the content comes last.
    for part, claim in zip([*layers, row], attribution_stack(content), strict=True):
        _load_evidence(part, claim, actor, keys)


def _load_evidence(part: Table, claim: Claim, actor: User, keys: Keys) -> None:
    keys.add_claim(part["key"], claim.pk)
    for row in part.get("evidence", []):
        with naming(f"{part['key']}, evidence of {row.get('source')}"):
            evidence = attach_evidence(
                claim_id=claim.pk,
                capture_id=keys.captures[row["source"]],
                relies_on=known(keys.sources, row.get("relies_on", [])),
                actor=keys.people[row["by"]] if "by" in row else actor,
                **without(row, "source", "relies_on", "by"),
            )
            keys.evidence.append(evidence.pk)


def _layer(row: Table, keys: Keys) -> AttributionLayer:
    publisher = keys.publishers[row["publisher"]] if "publisher" in row else None
    return AttributionLayer(publisher_id=publisher, **without(row, "key", "publisher", "evidence"))


def _interests(row: Table, keys: Keys) -> InterestsInput:
    return InterestsInput(**{kind: known(keys.blocs, blocs) for kind, blocs in row.items()})
