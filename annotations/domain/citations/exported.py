"""Sources as they stand in exported claims, as citations."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from annotations.domain.citations.items import CitedSource, Item, csl_item


def cited_sources(claim: Mapping[str, Any]) -> Iterator[tuple[int, Item]]:
    """The number and the CSL-JSON item of each source that a claim's evidence is taken from, in its order.
    Protected sources are not among them.
    """
    for link in claim["evidence"]:
        if not link["protected"]:
            yield link["source"]["id"], cited_source(link)


def cited_source(link: Mapping[str, Any]) -> Item:
    """The CSL-JSON item of the source of an exported link, which is not protected."""
    source, capture = link["source"], link["capture"]
    publisher = source["publisher"]
    cited = CitedSource(
        id=source["id"],
        title=source["title"],
        kind=source["kind"],
        authors=source["authors"],
        publisher="" if source["anonymous"] else publisher["name"],
        publisher_kind=publisher["kind"],
        url=source["url"],
        identifiers=source["identifiers"],
        language=source["language"],
        published=source["published_on"] or "",
        accessed_on=datetime.fromisoformat(capture["captured_at"]).date() if capture else None,
        archived_at=source["archived"] or "",
        state=source["state"],
    )
    return csl_item(cited)
