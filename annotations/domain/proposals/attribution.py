"""Who says so: layers of attribution in an English sentence (specification 1.2).

A reporting verb binds the words after it to the subject before it ("officials said that ..."), or, behind a
quotation or at the end of a sentence, the words before it to the subject beside it ("..., the minister
said", "..., said the minister"); between two commas it is inserted, and binds the words on both sides.
"Citing" and "cited" open a layer of their own, and whoever stands behind them is the next one in. What no
rule recognises is left to the reviewer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotations.domain.proposals import reporting
from annotations.domain.proposals.proposal import ProposedLayer
from annotations.domain.proposals.speakers import (
    ENDS,
    QUOTES,
    described,
    is_list,
    speaker_before,
    speaker_behind,
)
from annotations.domain.vocabulary import AttributionMode, AttributionVerb


@dataclass(frozen=True, slots=True)
class _Report:
    """A reporting verb in a sentence; `covers_from` to `covers_to` are the characters it speaks for, and,
    where it is inserted, those from `rest_from` on, too.
    """

    at: int
    covers_from: int
    covers_to: int
    subject_from: int
    layer: ProposedLayer
    rest_from: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that say who asserts the others: the reporting verb, its subject, and what it speaks for (from
    `rest_from` on, too, where the words are inserted).
    """

    layer: ProposedLayer
    covers_from: int
    covers_to: int
    is_behind: bool
    rest_from: int | None


def frames(sentence: str, start: int, end: int) -> list[Frame]:
    """The reports that stand in the selection from `start` to `end` themselves and speak for a part of it."""
    found = (report for report in [*_verbs(sentence), *_accordings(sentence)] if start <= report.at < end)
    return [
        Frame(report.layer, report.covers_from, report.covers_to, _is_behind(report), report.rest_from)
        for report in found
        if _binds(report, start, end)
    ]


def find_layers(sentence: str, start: int, end: int) -> tuple[ProposedLayer, ...]:
    """The layers that the selection from `start` to `end` stands under, outermost first."""
    reports = [*_verbs(sentence), *_accordings(sentence)]
    binding = [report for report in reports if _binds(report, start, end)]
    binding += [hedge for hedge in _hedges(sentence) if _governs(hedge, start, end)]
    # A quotation that is attributed behind it is inside that attribution, whatever verbs it holds itself.
    binding.sort(key=lambda report: (not _is_behind(report), report.at))
    return _quoted_if(tuple(dict.fromkeys(report.layer for report in binding)), is_quoted(sentence, start))


def other_speakers(sentence: str, start: int, end: int) -> tuple[str, ...]:
    """Words in a selection that bring in another speaker: a hedge of a part of it, or several asserters."""
    hedges = [
        hedge.layer.words
        for hedge in _hedges(sentence)
        if start <= hedge.at < end and not _governs(hedge, start, end)
    ]
    together = [
        report.layer.asserter
        for report in _verbs(sentence)
        if start <= report.subject_from < end and is_list(report.layer.asserter)
    ]
    return tuple(dict.fromkeys([*hedges, *together]))


def is_quoted(sentence: str, position: int) -> bool:
    """Whether the character at a position stands inside a quotation."""
    before = sentence[: position + 1]
    opened = sum(before.count(mark) for mark in "“„«") - sum(before.count(mark) for mark in "”»")
    return opened > 0 or before.count('"') % 2 == 1


def reports_itself(sentence: str, start: int, end: int) -> bool:
    """Whether the selection holds a reporting verb together with its speaker."""
    return any(
        start <= report.subject_from and report.at < end
        for report in _verbs(sentence)
        if report.layer.asserter
    )


def _binds(report: _Report, start: int, end: int) -> bool:
    is_in_rest = report.rest_from is not None and report.rest_from < end
    return (start < report.covers_to and report.covers_from < end) or is_in_rest


def _governs(hedge: _Report, start: int, end: int) -> bool:
    """Whether the clause of a hedge makes up at least two thirds of the selection."""
    shared = min(end, hedge.covers_to) - max(start, hedge.covers_from)
    return 3 * shared >= 2 * (end - start)


def _quoted_if(layers: tuple[ProposedLayer, ...], quoted: bool) -> tuple[ProposedLayer, ...]:
    """Mark the innermost layer as a direct quotation when the selection stands inside one."""
    if not layers or not quoted or layers[-1].mode != AttributionMode.INDIRECT:
        return layers
    return (*layers[:-1], replace(layers[-1], mode=AttributionMode.DIRECT_QUOTE.value))


def _is_behind(report: _Report) -> bool:
    return report.covers_to <= report.at


def _verbs(sentence: str) -> Iterator[_Report]:
    for match in sorted(
        [*reporting.VERB.finditer(sentence), *reporting.ISSUED.finditer(sentence)], key=lambda m: m.start()
    ):
        word = match["verb"]
        yield from _report(sentence, match, reporting.VERB_OF.get(word, AttributionVerb.SAID))


def _report(sentence: str, match: re.Match[str], verb: AttributionVerb) -> Iterator[_Report]:
    word, after = match["verb"], match.end()
    if passive := reporting.PASSIVE.search(sentence[: match.start()]):
        if passive["it"] and re.match(r"\s+that\b", sentence[after:]):
            layer = ProposedLayer("", verb.value, AttributionMode.HEDGED.value, word)
            yield _Report(match.start(), after, len(sentence), passive.start(), layer)
        return
    if reporting.NOTHING_SAID.match(sentence, after) or _is_another_word(sentence, word, after):
        return
    found = _stands_behind(sentence, match) or _stands_before(sentence, match)
    if found is None:
        return
    subject, subject_from, covers, rest_from = found
    mode = _mode(sentence, subject, covers, _is_after_quote(sentence, covers[1]))
    layer = ProposedLayer(subject, verb.value, mode.value, word)
    yield _Report(match.start(), *covers, subject_from, layer, rest_from)
    if verb is AttributionVerb.CITED:
        yield from _cited(sentence, after)


_Found = tuple[str, int, tuple[int, int], int | None]


def _is_another_word(sentence: str, word: str, after: int) -> bool:
    """Whether a word that could report is a noun here, or a verb of something else."""
    if word.startswith("claim") and reporting.CLAIMED_THINGS.match(sentence, after):
        return True
    if word in reporting.NEED_THAT:
        return not _opens_words(sentence, after) and not ENDS.match(sentence, after)
    if word not in reporting.ALSO_NOUNS:
        return False
    return not _reads_as_verb(sentence, after) and not ENDS.match(sentence, after)


def _stands_before(sentence: str, match: re.Match[str]) -> _Found | None:
    """The subject, and the words after the verb; what somebody issued ends with its clause, "issued a warning
    after ..." says nothing of what follows.
    """
    subject, subject_from = _subject_within(sentence, match.start())
    if not subject:
        return None
    stop = reporting.CLAUSE.search(sentence, match.end()) if match["verb"] == "issued" else None
    return subject, subject_from, (match.end(), stop.start() if stop else len(sentence)), None


def _subject_within(sentence: str, at: int) -> tuple[str, int]:
    """The subject of a verb and where it begins, within what others have reported: "Ruiz said the board" has
    claimed, "Ruiz said that the board left and" has warned of something else.
    """
    start = max((said.end() for said in reporting.SAID_THAT.finditer(sentence, 0, at)), default=0)
    subject, subject_from = speaker_before(" " * start + sentence[start:], at)
    verbs = [verb for verb in reporting.VERB.finditer(subject) if verb["verb"] not in reporting.ALSO_NOUNS]
    if verbs:
        start, subject = verbs[-1].end(), subject[verbs[-1].end() :].strip()
    is_none = reporting.VERB.search(subject) or (start and reporting.NO_SUBJECT.search(subject))
    return ("" if is_none else subject), subject_from


def _stands_behind(sentence: str, match: re.Match[str]) -> _Found | None:
    """The subject beside a verb that closes a quotation or a sentence or is inserted, and what is before."""
    word, at, after = match["verb"], match.start(), match.end()
    subject, subject_from = speaker_before(sentence, at)
    if subject and not reporting.VERB.search(subject):
        ends_at = after
    else:
        subject, ends_at = _inverted(sentence, word, at, after)
        subject_from = at
    if not subject or _opens_words(sentence, ends_at) or word not in reporting.MAY_STAND_BEHIND:
        return None
    if _is_after_quote(sentence, subject_from):
        return subject, subject_from, (0, subject_from), None
    before = sentence[:subject_from].rstrip()
    if not before.endswith(",") or reporting.NO_CLAUSE.fullmatch(before):
        return None
    if inserted := re.compile(r"\s*,\s*(?=\w)").match(sentence, ends_at):
        return subject, subject_from, (0, subject_from), inserted.end()
    closes = bool(ENDS.match(sentence, ends_at)) and " " in before
    closes |= word == "told" and bool(
        reporting.TOLD_WHOM.match(sentence, after) and reporting.FINITE.search(before)
    )
    return (subject, subject_from, (0, subject_from), None) if closes else None


def _inverted(sentence: str, word: str, at: int, after: int) -> tuple[str, int]:
    """The subject that follows its verb, and where it ends. Without a quotation few verbs are read so: what
    follows others is what is told.
    """
    if word not in (
        reporting.INVERTED_BEHIND_QUOTATION if _is_after_quote(sentence, at) else reporting.MAY_BE_INVERTED
    ):
        return "", after
    subject, ends_at = speaker_behind(sentence, after)
    is_one = word in reporting.SAYING or reporting.NAMED_OR_DETERMINED.match(subject)
    return (subject, ends_at) if is_one else ("", after)


def _is_after_quote(sentence: str, place: int) -> bool:
    return sentence[:place].rstrip().endswith(tuple(QUOTES))


def _reads_as_verb(sentence: str, after: int) -> bool:
    return bool(re.match(r"\s+(?:that|to have|they|it|he|she|the|a)\b|\s*[:,]", sentence[after:]))


def _opens_words(sentence: str, after: int) -> bool:
    """Whether words of the speaker follow the verb: a that-clause, a colon or a quotation."""
    return bool(re.match(rf"[^.;{QUOTES}]{{0,40}}(?::|\bthat\b|,\s*[{QUOTES}])", sentence[after:]))


def _cited(sentence: str, after: int) -> Iterator[_Report]:
    """Whoever is cited; a verb of their own ("diplomats who said") belongs to them."""
    found = reporting.CITED_NAME.match(sentence, after)
    if found is None:
        return
    asserter, rest_from = found["asserter"].strip(), found.end()
    own = re.match(r"\s+who\s+(\w+)", sentence[rest_from:])
    words = own[1] if own and own[1] in reporting.VERB_OF else ""
    covers = (rest_from + (own.end() if own else 0), len(sentence))
    verb = reporting.VERB_OF.get(words, AttributionVerb.SAID)
    mode = _mode(sentence, asserter, covers, False)
    layer = ProposedLayer(asserter, verb.value, mode.value, words or "cited")
    yield _Report(rest_from, *covers, found.start("asserter"), layer)


def _mode(sentence: str, asserter: str, covers: tuple[int, int], behind: bool) -> AttributionMode:
    if reporting.UNNAMED.search(asserter):
        return AttributionMode.ANONYMOUS
    # "... that it could “spill over”" quotes a part of what is told in the article's words.
    quoted = behind or bool(
        re.match(
            rf"(?![^.;{QUOTES}]*\bthat\b)[^.;]{{0,60}}?[:,]?\s*[{QUOTES}]", sentence[covers[0] : covers[1]]
        )
    )
    return AttributionMode.DIRECT_QUOTE if quoted else AttributionMode.INDIRECT


def _accordings(sentence: str) -> Iterator[_Report]:
    for match in reporting.ACCORDING.finditer(sentence):
        asserter, end = described(sentence, match["asserter"].strip(), match.end())
        mode = AttributionMode.ANONYMOUS if reporting.UNNAMED.search(asserter) else AttributionMode.INDIRECT
        layer = ProposedLayer(asserter, AttributionVerb.SAID.value, mode.value, "according to")
        if not sentence[: match.start()].strip():
            yield _Report(match.start(), end, len(sentence), match.start(), layer)
            continue
        rest = re.compile(r"\s*,\s*(?=\w)").match(sentence, end)
        rest_from = rest.end() if rest else None
        yield _Report(match.start(), 0, match.start(), match.start(), layer, rest_from)


def _hedges(sentence: str) -> Iterator[_Report]:
    """A hedge speaks for its own clause only."""
    for match in reporting.HEDGE.finditer(sentence):
        bounds = [0, *(mark.end() for mark in reporting.CLAUSE.finditer(sentence, 0, match.start()))]
        stop = reporting.CLAUSE.search(sentence, match.end())
        end = stop.start() if stop else len(sentence)
        hedged = AttributionMode.HEDGED.value
        layer = ProposedLayer("", AttributionVerb.REPORTED.value, hedged, match[0].lower())
        yield _Report(match.start(), bounds[-1], end, end, layer)
