"""One row a source."""

from typing import Any, Final

from annotations.domain.claim_tables.columns import Cell, Column

_IDENTIFIERS: Final = ("doi", "isbn", "issn")
SOURCE_COLUMNS: Final = (
    Column("id", "integer", "Number of the source"),
    Column("kind", "string", "What it is"),
    Column("title", "string", "Its title"),
    Column("authors", "string", "Who wrote it"),
    Column("publisher_id", "integer", "Number of its publisher"),
    Column("publisher", "string", "Who published it"),
    Column("publisher_kind", "string", "What its publisher is"),
    Column("published_on", "date", "When it was published"),
    Column("language", "string", "Its language, BCP 47"),
    Column("address", "string", "Where it stands"),
    Column("archived", "string", "Where a copy stands in a public archive"),
    *(Column(name, "string", f"Its {name.upper()}") for name in _IDENTIFIERS),
    Column("state", "string", "Whether its publisher corrected or retracted it"),
)


def source_cells(source: dict[str, Any]) -> list[Cell]:
    """What the columns say of a source that is not protected."""
    publisher, identifiers = source["publisher"], source["identifiers"]
    return [
        source["id"],
        source["kind"],
        source["title"],
        source["authors"],
        publisher["id"],
        publisher["name"],
        publisher["kind"],
        source["published_on"],
        source["language"],
        source["url"],
        source["archived"],
        *(identifiers.get(name) for name in _IDENTIFIERS),
        source["state"],
    ]
