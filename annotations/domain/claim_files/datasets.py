"""Claims of two datasets of research: AVeriTeC (questions with answers) and FEVER (sentences of an
encyclopedia).

Formats as published with "AVeriTeC: A Dataset for Real-world Claim Verification" (Schlichtkrull et al., 2023)
and "FEVER: a Large-scale Dataset for Fact Extraction and VERification" (Thorne et al., 2018).
"""

from collections.abc import Iterator
from typing import Any, Final

from annotations.domain.claim_files.records import LinkedPassage, Record, Unreadable
from annotations.domain.claim_files.repairing import Repairs
from annotations.domain.claimreview.parties import is_nobody
from annotations.domain.claimreview.reading import is_web_address, many, object_of, text_of
from annotations.domain.vocabulary import Stance

AVERITEC_LABELS: Final = (
    "Supported",
    "Refuted",
    "Not Enough Evidence",
    "Conflicting Evidence/Cherrypicking",
)
FEVER_LABELS: Final = ("SUPPORTS", "REFUTES", "NOT ENOUGH INFO")
_FEVER_STANCES: Final = {"SUPPORTS": Stance.CORROBORATES.value, "REFUTES": Stance.CONTRADICTS.value}
_ENCYCLOPEDIA: Final = "Wikipedia"
_PAGES: Final = "https://en.wikipedia.org/wiki/"
# As the dataset writes what an address could not hold.
_FEVER_ESCAPES: Final = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-COLON-": ":"}
_AVERITEC_REST: Final = (
    "label",
    "justification",
    "claim_types",
    "fact_checking_strategies",
    "required_reformulation",
    "location_ISO_code",
)


def read_averitec(number: int, place: str, written: Any) -> Record | Unreadable:
    """One claim with its questions. Answers are passages without a stance: the label speaks of the claim, not
    of any one answer, so that they are linked as context.
    """
    described, repairs = object_of(written), Repairs()
    text = repairs.words(described.get("claim"), "the claim")
    if not text:
        return Unreadable(number, place, "claim-missing", "It does not say what is claimed.", "claim")
    speaker = repairs.words(described.get("speaker"), "who says it")
    if speaker and is_nobody(speaker):
        repairs.add("claimant-invented", f"“{speaker[:60]}” names nobody; the claim has no author.")
        speaker = ""
    label = _label(described.get("label"), AVERITEC_LABELS, repairs)
    original = text_of(described.get("original_claim_url"))
    return Record(
        number=number,
        place=place,
        named=(text, text_of(described.get("claim_date")), speaker),
        text=text,
        language="en",
        claimant=speaker,
        said_on=repairs.day(_day_first(text_of(described.get("claim_date"))), "the claim"),
        checked_by=text_of(described.get("reporting_source")),
        check_address=text_of(described.get("fact_checking_article")),
        rating={"alternateName": label} if label else {},
        appearances=(original,) if is_web_address(original) else (),
        passages=tuple(_answers(described, repairs)),
        rest={name: described[name] for name in _AVERITEC_REST if described.get(name)},
        repairs=tuple(repairs.done),
    )


def read_fever(number: int, place: str, written: Any) -> Record | Unreadable:
    """One claim. The evidence names sentences by page and number; where a line carries their words as well
    (`sentence`, or a fifth member), these are passages with the stance that the label says.
    """
    described, repairs = object_of(written), Repairs()
    text = repairs.words(described.get("claim"), "the claim")
    if not text:
        return Unreadable(number, place, "claim-missing", "It does not say what is claimed.", "claim")
    label = _label(described.get("label"), FEVER_LABELS, repairs)
    identity = described.get("id")
    return Record(
        number=number,
        place=place,
        named=("id", str(identity)) if isinstance(identity, int | str) else ("words", text),
        text=text,
        language="en",
        rating={"alternateName": label} if label else {},
        passages=tuple(_sentences(described.get("evidence"), _FEVER_STANCES.get(label, ""))),
        rest={"verifiable": described["verifiable"]} if described.get("verifiable") else {},
        repairs=tuple(repairs.done),
    )


def _label(written: Any, known: tuple[str, ...], repairs: Repairs) -> str:
    label = text_of(written)
    meant = next((name for name in known if name.casefold() == label.casefold()), "")
    if label and not meant:
        repairs.add("label-unknown", f"The label “{label[:40]}” is kept as it is.")
    return meant or label


def _day_first(written: str) -> str:
    """The dataset writes the day before the month, without leading noughts: 25-8-2020."""
    parts = written.split("-")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdecimal() for part in parts):
        return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
    return written


def _answers(described: Any, repairs: Repairs) -> Iterator[LinkedPassage]:
    for question in many(described.get("questions")):
        asked = repairs.words(object_of(question).get("question"), "a question")
        for answer in many(object_of(question).get("answers")):
            told = object_of(answer)
            passage = repairs.words(told.get("answer"), "an answer")
            address = text_of(told.get("source_url"))
            if address and not is_web_address(address):
                repairs.add("address-unreadable", f"“{address[:60]}” is no address of a source.")
                address = ""
            if passage or address:
                yield LinkedPassage(
                    address=address,
                    title=asked,
                    archived=text_of(told.get("cached_source_url")),
                    passage=passage,
                    stance=Stance.CONTEXT.value if passage else "",
                )


def _sentences(evidence: Any, stance: str) -> Iterator[LinkedPassage]:
    seen = set()
    for piece in _pieces(evidence):
        page, words = piece
        if page and piece not in seen:
            seen.add(piece)
            yield LinkedPassage(
                address=f"{_PAGES}{page.replace(' ', '_')}",
                title=page.replace("_", " "),
                publisher=_ENCYCLOPEDIA,
                passage=words,
                stance=stance if words else "",
            )


def _pieces(evidence: Any) -> Iterator[tuple[str, str]]:
    """Page and words of each sentence, of sets of sentences or of one flat list."""
    for group in many(evidence):
        if isinstance(group, dict):
            yield _page(group.get("page") or group.get("wikipedia_url")), text_of(group.get("sentence"))
            continue
        flat = isinstance(group, list) and len(group) >= 4 and not isinstance(group[2], list | dict)
        for piece in [group] if flat else many(group):
            if isinstance(piece, list) and len(piece) >= 4:
                yield _page(piece[2]), text_of(piece[4]) if len(piece) > 4 else ""
            elif isinstance(piece, dict):
                yield _page(piece.get("page") or piece.get("wikipedia_url")), text_of(piece.get("sentence"))


def _page(written: Any) -> str:
    name = text_of(written)
    for escape, character in _FEVER_ESCAPES.items():
        name = name.replace(escape, character)
    return name
