"""Pairs of documents with the answer: what editors do to agency copy, and what only looks like it.

Each event is told several times with other names and figures.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bench.copying.stories import BOILERPLATE, LOCAL_PARAGRAPHS, STORIES, Story

TELLINGS: Final = 3
WIRE, OUTLET, SECOND_OUTLET = 1, 2, 3
WIRE_NAME: Final = "Northern Press Agency"
BEGAN: Final = date(2024, 3, 4)

_NAMES = (
    "Ada Brandt", "Ilir Hoxha", "Marta Solano", "Jonas Lind", "Nadia Karimi", "Piotr Wolny", "Ena Kovač",
    "Tomás Rey", "Lena Aalto", "Owen Pryce", "Sena Aydin", "Ruth Okafor",
)  # fmt: skip
_TOWNS = ("Halvik", "Brenmouth", "Santa Rúa", "Oberlingen", "Kestrovo", "Port Amsel", "Durrow", "Valbeck")
_LANDS = ("Norland", "Castravia", "Belmora", "Estmark", "Toranda", "Velia")
_ISLANDS = ("Skarsay", "Little Orn", "Isla Bruna", "Hollum")
_SHIPS = ("Maren", "Polar Tern", "Santa Elvira", "Queen Aud")
_COMPANIES = ("Lumetra", "Novikon", "Halden Systems", "Brightcrib", "Orvex")
_SIDES = ("Rovers Halvik", "Sporting Durrow", "Athletic Kestrovo", "Union Valbeck", "Port Amsel United")
_RIVERS, _STORMS, _ILLNESSES = (
    ("Isk", "Torra", "Meld"),
    ("Ulla", "Bertil", "Cora"),
    ("ataxia", "myelitis", "chorea"),
)
_LAST_CLAUSE = re.compile(r",? (?:which|where|when|who|until|before|after|and|but) [^,]*\.$")
_EDITED = {
    "said": "told reporters",
    "about": "roughly",
    "more than": "over",
    "because": "since",
    "announced": "reported",
    "although": "even though",
    "expects": "hopes",
    "believe": "suspect",
    "began": "started",
    "will be": "is to be",
    "called": "described",
    "residents": "inhabitants",
    "million": "m",
    "percent": "per cent",
    "company": "firm",
    "according to": "as stated by",
    "after": "following",
    "which": "that",
    "and": "as well as",
    "on Monday": "Monday",
    "on Thursday": "Thursday",
    "on Wednesday": "Wednesday",
}


@dataclass(frozen=True)
class Told:
    """One document of a pair."""

    publisher: int
    title: str
    text: str
    published_on: date
    language: str = "en"
    image: str = ""


@dataclass(frozen=True)
class Pair:
    """Two documents, whether the first rests on the second, and how the pair came about."""

    copy: Told
    origin: Told
    is_copy: bool
    how: str


class Telling:
    """One event with its names and figures, as an agency, other outlets and translators tell it."""

    def __init__(self, story: Story, random_: random.Random) -> None:
        self._random = random_
        self._values = _values(random_)
        self.day = BEGAN + timedelta(days=random_.randrange(200))
        self.picture = f"https://pictures.example/{random_.randrange(10**6)}.jpg"
        self.headline = self._filled(story.headline)
        self.other_headline = self._filled(story.other_headline)
        self.agency = [self._filled(one) for one in story.agency]
        self.independent = [self._filled(one) for one in story.independent]
        self.quotes = [self._filled(one) for one in story.quotes]
        self.later = [self._filled(one) for one in story.later]
        self.translated = [self._filled(one) for one in story.translated]

    def _filled(self, sentence: str) -> str:
        return sentence.format(**self._values)

    def wire(self) -> Told:
        """What the agency sent."""
        place = self._values["town"].upper()
        body = [
            f"{place} ({WIRE_NAME}) - {self.agency[0]}",
            *self.agency[1:5],
            *self.quotes,
            *self.agency[5:],
        ]
        return Told(WIRE, self.headline, _paragraphs(body), self.day, image=self.picture)

    def outlet(
        self, sentences: Sequence[str], *, title: str = "", credited: bool = False, **more: object
    ) -> Told:
        """What another outlet printed."""
        lines = [_paragraphs(sentences), *([f"Source: {WIRE_NAME}"] if credited else [])]
        told = {"publisher": OUTLET, "published_on": self.day + timedelta(days=self._random.randrange(2))}
        return Told(title=title or self.other_headline, text="\n".join(lines), **{**told, **more})  # type: ignore[arg-type]

    def edited(self, sentences: Sequence[str]) -> list[str]:
        """The sentences as a copy editor leaves them: a word or two exchanged in each, names respelled."""
        return [_with_other_words(sentence, self._random) for sentence in sentences]

    def cut(self, sentences: Sequence[str]) -> list[str]:
        """The sentences without their last clause where they have several, and with words exchanged."""
        return self.edited([_LAST_CLAUSE.sub(".", sentence) for sentence in sentences])

    def some(self, sentences: Sequence[str], number: int) -> list[str]:
        """So many of the sentences, in their order."""
        chosen = sorted(self._random.sample(range(len(sentences)), number))
        return [sentences[at] for at in chosen]


def labelled_pairs(seed: int = 20240304) -> list[Pair]:
    """All pairs, always the same for a seed."""
    random_ = random.Random(seed)
    pairs: list[Pair] = []
    for number, story in enumerate(STORIES):
        for _ in range(TELLINGS):
            telling = Telling(story, random_)
            another = Telling(STORIES[(number + 2) % len(STORIES)], random_)
            for how, (copy, origin, is_copy) in _pairs_of(telling, another, random_):
                pairs.append(Pair(copy, origin, is_copy, how))
    return pairs


def _pairs_of(
    one: Telling, another: Telling, random_: random.Random
) -> Iterator[tuple[str, tuple[Told, Told, bool]]]:
    wire = one.wire()
    local = random_.sample(LOCAL_PARAGRAPHS, 2)
    shuffled = [*one.agency, one.quotes[0]]
    random_.shuffle(shuffled)
    for how, copy in (
        ("shortened, new headline", one.outlet(one.agency[:4])),
        ("shortened to two sentences, credited", one.outlet(one.agency[:2], credited=True)),
        ("paragraphs in another order", one.outlet(shuffled)),
        ("local paragraphs added", one.outlet([local[0], *one.some(one.agency, 4), local[1]])),
        ("words exchanged, names respelled", one.outlet(one.edited(one.agency), credited=True)),
        ("every sentence cut, words exchanged", one.outlet(one.cut(one.agency), title=one.other_headline)),
        ("a third of it kept among own words", one.outlet([*one.independent[:3], *one.some(one.agency, 3),
                                                           *one.independent[3:5]])),
        ("two sentences kept among own words",
         one.outlet([*one.independent[:2], *one.some(one.agency, 2), *one.independent[2:5]])),
        ("half of it rewritten", one.outlet([*one.some(one.agency, 4), *one.some(one.independent, 3)])),
        ("whole, under its headline, with the site's lines", one.outlet(
            [BOILERPLATE[0], *one.agency, *one.quotes, BOILERPLATE[1]], title=one.headline)),
        ("retold in other words, credited, same headline", one.outlet(
            one.independent, title=one.headline, credited=True)),
    ):  # fmt: skip
        yield how, (copy, wire, True)
    if one.translated:
        translated = one.outlet(
            one.translated, language="de", credited=True, title="Nachrichten des Tages aus der Welt"
        )
        yield "translated, credited", (translated, wire, True)
    yield from _unrelated(one, another, wire, random_)


def _unrelated(
    one: Telling, another: Telling, wire: Told, random_: random.Random
) -> Iterator[tuple[str, tuple[Told, Told, bool]]]:
    later = one.day + timedelta(days=4)
    background = one.agency[0]
    elsewhere = another.wire()
    site, local = list(BOILERPLATE), random_.choice(LOCAL_PARAGRAPHS)
    for how, copy, other in (
        ("same event, told by themselves", one.outlet(one.independent), wire),
        ("same event and headline, told by themselves",
         one.outlet(one.independent, title=one.headline), wire),
        ("same speech quoted", one.outlet(_between(one.independent, one.quotes)), wire),
        ("same picture and event", one.outlet(one.independent, image=one.picture), wire),
        ("same lines on every page of the site",
         one.outlet([*site[:2], *one.independent, *site[2:]]),
         another.outlet([*site[:2], *another.independent, *site[2:]], publisher=SECOND_OUTLET)),
        ("another story of the credited agency", one.outlet(one.agency[:5], credited=True), elsewhere),
        ("follow-up with a sentence of background",
         one.outlet([*one.later, background], published_on=later), wire),
        ("follow-up with a paragraph of background",
         one.outlet([*one.later, local, background, one.agency[3]], published_on=later), wire),
        ("next day's update with a sentence of background",
         one.outlet([*one.later, local, background], published_on=one.day + timedelta(days=1)), wire),
        ("the credited agency's own follow-up",
         one.outlet(one.independent, credited=True),
         Told(WIRE, _follow_up_title(one), _paragraphs([*one.later, background]), later)),
        ("statement set apart as speech",
         one.outlet([*one.independent[:3], f"“{' '.join(one.agency[2:5])}”"], publisher=SECOND_OUTLET),
         one.outlet([*one.later[:3], f"“{' '.join(one.agency[2:5])}”"], title=_follow_up_title(one))),
    ):  # fmt: skip
        yield how, (copy, other, False)


def _follow_up_title(one: Telling) -> str:
    return f"What comes next: {' '.join(one.other_headline.split()[:3])} and the days after"


def _between(sentences: Sequence[str], quotes: Sequence[str]) -> list[str]:
    return [sentences[0], quotes[0], *sentences[1:4], quotes[1], *sentences[4:]]


def _paragraphs(sentences: Sequence[str]) -> str:
    """Two sentences a paragraph, one line each."""
    return "\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def _with_other_words(sentence: str, random_: random.Random) -> str:
    known = [word for word in _EDITED if re.search(rf"\b{word}\b", sentence)]
    for word in random_.sample(known, min(3, len(known))):
        sentence = re.sub(rf"\b{word}\b", _EDITED[word], sentence, count=1)
    respelled: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("č", lambda text: text.replace("č", "c")),
        ("ú", lambda text: text.replace("ú", "u")),
        ("v", lambda text: re.sub(r"\b([A-Z]\w+)v(\w+)", r"\1w\2", text, count=1)),
    )
    for letter, change in respelled:
        if letter in sentence and random_.random() < 0.5:
            sentence = change(sentence)
    return sentence


def _values(random_: random.Random) -> dict[str, str]:
    name, other = random_.sample(_NAMES, 2)
    country, other_country = random_.sample(_LANDS, 2)
    team, rival = random_.sample(_SIDES, 2)
    chosen = {
        "island": _ISLANDS, "ship": _SHIPS, "town": _TOWNS, "company": _COMPANIES, "river": _RIVERS,
        "storm": _STORMS, "illness": _ILLNESSES,
    }  # fmt: skip
    return {
        **{key: random_.choice(values) for key, values in chosen.items()},
        **{"name": name, "other": other, "country": country, "other_country": other_country},
        **{"team": team, "rival": rival, "goals": "5-4", "rate": f"{random_.randrange(4, 12)}.5"},
        **{
            key: str(random_.randrange(low, high))
            for key, low, high in (
                ("distance", 3, 20), ("people", 120, 4000), ("inflation", 5, 14), ("count", 6, 90),
                ("amount", 20, 300), ("age", 30, 45), ("length", 7, 14), ("rise", 5, 15), ("metres", 8, 30),
                ("percent", 51, 60), ("speed", 120, 180), ("years", 11, 60), ("crowd", 12, 60),
            )
        },
    }  # fmt: skip
