"""One article, plain and full of highlights."""

import random
from dataclasses import dataclass

from annotations.actions.articles import import_article
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin, Status
from annotations.models import Article, Revision, User
from tests.marks import claims_on

CHARACTERS = 50_000
SENTENCES_A_PARAGRAPH = 5
LONGEST_HIGHLIGHT = 14
SEED = 20_240_305
WORDS = [
    "council",
    "bridge",
    "harbour",
    "ferry",
    "crossing",
    "minutes",
    "engineer",
    "budget",
    "closed",
    "repaired",
    "said",
    "denied",
    "counted",
    "measured",
    "of",
    "the",
    "in",
    "for",
    "with",
    "about",
    "over",
    "under",
    "before",
    "after",
    "crowns",
    "boats",
    "spring",
    "winter",
    "410,000",
    "23",
    "official",
    "reporter",
    "public",
    "promised",
    "ordered",
    "delivered",
    "nearly",
    "exactly",
    "more",
    "fewer",
    "than",
    "and",
    "although",
    "because",
]
STATUSES = (Status.SUPPORTED, Status.REFUTED, Status.LEANS_SUPPORTED, Status.NOT_ENOUGH_EVIDENCE)
"""What the claims in the article are, in turn: each draws another line under its words."""


@dataclass(frozen=True)
class Articles:
    """Who reads, and what: the same text without highlights and with all of them."""

    reader: User
    plain: Article
    full: Article


def made_articles(highlights: int) -> Articles:
    """Both articles; the highlights on as many claims, overlapping wherever chance lays them so."""
    person = User.objects.create_superuser("bench", "of no worth here", display_name="Bench")
    text = made_text()
    plain, full = (
        import_article(
            canonical=from_plain(text),
            headline=headline,
            origin=Origin.PASTE,
            language="en",
            is_fictional=True,
            actor=person,
        )
        for headline in ("Without highlights", "With highlights")
    )
    mark(full.revisions.get(), highlights, person)
    return Articles(person, plain, full)


def made_text() -> str:
    """Paragraphs of made-up sentences, the same in every run."""
    chance = random.Random(SEED)
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < CHARACTERS:
        sentences = (_sentence(chance) for _ in range(SENTENCES_A_PARAGRAPH))
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def mark(revision: Revision, highlights: int, person: User) -> None:
    """Highlights over whole words at even distances, up to `LONGEST_HIGHLIGHT` words long."""
    chance = random.Random(SEED + 1)
    starts = [0, *(place + 1 for place, one in enumerate(revision.text) if one in " \n")]
    firsts = [number * (len(starts) - LONGEST_HIGHLIGHT - 1) // highlights for number in range(highlights)]
    spans = [(starts[first], starts[first + chance.randint(2, LONGEST_HIGHLIGHT)] - 1) for first in firsts]
    texts = [
        f"{revision.text[start:end]}, in plain words, number {number}."
        for number, (start, end) in enumerate(spans)
    ]
    claims_on(revision, spans, person, texts=texts, statuses=STATUSES)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(8, 22))]
    return f"{' '.join(words).capitalize()}."
