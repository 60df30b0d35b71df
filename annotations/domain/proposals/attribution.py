"""Who says so: layers of attribution in an English sentence (specification 1.2).

A reporting verb binds the words after it to the subject before it ("officials said that ..."), or, behind a
quotation, the words before it to the subject beside it ("...," the minister said). "Citing" and "cited"
open a layer of their own, and whoever stands behind them is the next one in. What no rule recognises is
left to the reviewer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotations.domain.proposals.proposal import ProposedLayer
from annotations.domain.vocabulary import AttributionMode, AttributionVerb

_FORMS = {
    AttributionVerb.SAID: (
        *("said", "says", "say", "told", "tells", "stated", "states", "declared", "declares", "announced"),
        *("announces", "added", "adds", "reiterated", "noted", "notes", "replied", "insisted", "explained"),
        *("acknowledged", "confirmed", "admitted", "denounced", "condemned", "wrote", "writes"),
    ),
    AttributionVerb.CLAIMED: ("claimed", "claims", "claim", "alleged", "alleges", "asserted", "asserts"),
    AttributionVerb.WARNED: ("warned", "warns"),
    AttributionVerb.REPORTED: ("reported", "reports"),
    AttributionVerb.CITED: ("cited", "cites", "citing", "quoted", "quotes", "quoting"),
    AttributionVerb.DENIED: ("denied", "denies", "dismissed", "dismisses", "rejected", "rejects"),
    AttributionVerb.SPECULATED: ("speculated", "speculates", "suggested", "suggests"),
}
# Participles ("saying") are absent: they continue the layer of a verb that came before them.
_VERB_OF = {form: verb for verb, forms in _FORMS.items() for form in forms}
_ALSO_NOUNS = frozenset({"claims", "claim", "reports", "notes", "states", "quotes"})

_QUOTES = '"“”„«»'
_VERB = re.compile(rf"\b(?P<verb>{'|'.join(sorted(_VERB_OF, key=len, reverse=True))})\b")
_ISSUED = re.compile(r"\b(?P<verb>issued)\b(?=[^.;]{0,30}\b(?:statements?|warning)\b)")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<asserter>[^,.;:]+?)(?=,|\.|;|:|$| on [A-Z])")
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|is said to|are said to)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r",?\s+(?:who|which|that)\b.*$", re.DOTALL)
_PRONOUN_OF_RELATIVE = re.compile(r"\s*(?:who|which)\b")
_ADVERBS = re.compile(
    r"(?:\s+(?:simply|also|then|later|again|already|have|has|had|is|are|was|clearly|openly|\w+ly))+$"
)
_LEAD = re.compile(
    r"^(?:(?:and|but|however|meanwhile|yet|moreover|more broadly|then|still|in addition|at the same time"
    r"|after|as|when|while)\b,?\s+)+",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"^(?:(?:on|in|early|late)\s+)?(?:yesterday|today|[A-Z]\w+day)[,\s]+", re.IGNORECASE
)
_SUBJECT_AFTER = re.compile(
    r"\s+(?P<asserter>(?:(?:the|a|an)\s+)?(?:[A-Z\u00c0-\u024f][\w.\u00c0-\u024f'’-]*\s?)+)(?=[.,:;]|$)"
)
_UNNAMED = re.compile(
    r"\b(?:unnamed|anonymous|unidentified|sources?|insiders?|people familiar|condition of anonymity)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\S,? and (?:the )?[A-Z]")
_LIST_BEFORE = re.compile(r"(?:(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3},\s+)+$")
_CLAUSE = re.compile(r"[,;:—]|\b(?:after|while|because|when|although|that)\b")
_CITED_NAME = re.compile(rf"\s+(?P<asserter>[^,:;{_QUOTES}]+?)(?=\s+(?:who|that)\b|[,:;.]|\s*[{_QUOTES}]|$)")
_LONGEST_SUBJECT = 12


@dataclass(frozen=True, slots=True)
class _Report:
    """A reporting verb in a sentence; `covers_from` to `covers_to` are the characters it speaks for."""

    at: int
    covers_from: int
    covers_to: int
    subject_from: int
    layer: ProposedLayer


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that say who asserts the others: the reporting verb, its subject, and what it speaks for."""

    layer: ProposedLayer
    covers_from: int
    covers_to: int
    is_behind: bool


def frames(sentence: str, start: int, end: int) -> list[Frame]:
    """The reports that stand in the selection from `start` to `end` themselves and speak for a part of it."""
    found = (report for report in [*_verbs(sentence), *_accordings(sentence)] if start <= report.at < end)
    return [
        Frame(report.layer, report.covers_from, report.covers_to, _is_behind(report))
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
        if start <= report.subject_from < end and _LIST.search(report.layer.asserter)
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
    return start < report.covers_to and report.covers_from < end


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
    for match in sorted([*_VERB.finditer(sentence), *_ISSUED.finditer(sentence)], key=lambda m: m.start()):
        word = match["verb"]
        yield from _report(sentence, match, _VERB_OF.get(word, AttributionVerb.SAID))


def _report(sentence: str, match: re.Match[str], verb: AttributionVerb) -> Iterator[_Report]:
    at, after = match.start(), match.end()
    subject, subject_from = _subject_before(sentence, at)
    behind = _is_after_quote(sentence, subject_from)
    if not subject and behind and (found := _SUBJECT_AFTER.match(sentence, after)):
        subject, subject_from = found["asserter"].strip(" ."), at
    if not subject or (match["verb"] in _ALSO_NOUNS and not _reads_as_verb(sentence, after)):
        return
    opens = _opens_words(sentence, after)
    # What somebody issued ends with its clause: "issued a warning after ..." says nothing of what follows.
    stop = _CLAUSE.search(sentence, after) if match["verb"] == "issued" else None
    covers = (0, subject_from) if behind and not opens else (after, stop.start() if stop else len(sentence))
    layer = ProposedLayer(subject, verb.value, _mode(sentence, subject, covers, behind).value, match["verb"])
    yield _Report(at, *covers, subject_from, layer)
    if verb is AttributionVerb.CITED:
        yield from _cited(sentence, after)


def _subject_before(sentence: str, at: int) -> tuple[str, int]:
    """The subject of a verb, and where it begins: what stands between the verb and the last boundary."""
    clause = _without_inserted_clause(sentence[:at])
    start = _last_boundary(clause)
    if _PRONOUN_OF_RELATIVE.match(clause[start:]):
        # "..., which has announced": the subject is what the relative clause hangs on.
        clause = clause[:start].rstrip(" ,")
        start = max(_last_boundary(clause), clause.rfind(" that ") + 6 if " that " in clause else 0)
    elif _LIST.search(clause[start:]) and (others := _LIST_BEFORE.search(clause[:start].rstrip() + " ")):
        start = others.start()
    subject = _bare_subject(clause[start:])
    return subject, start + max(clause[start:].find(subject), 0)


def _last_boundary(clause: str) -> int:
    return max(clause.rfind(mark) for mark in (*_QUOTES, ",", ";", ":", "—", "(")) + 1


def _bare_subject(clause: str) -> str:
    """A subject without what leads into it, its relative clause and its adverbs; or nothing."""
    subject = _TIME_BEFORE.sub("", _LEAD.sub("", _RELATIVE.sub("", clause).strip()))
    subject = _ADVERBS.sub("", subject).strip(" ‘’'")
    is_none = len(subject.split()) > _LONGEST_SUBJECT or subject.lower() in ("and", "but", "as", "who")
    return "" if is_none or _VERB.search(subject) else subject


def _without_inserted_clause(before: str) -> str:
    """Blank an inserted ", who ... ," so that the subject before it is found; lengths stay."""
    found = re.search(r",\s+(?:who|which)\b[^,]*,\s*$", before)
    return before if found is None else before[: found.start()] + " " * len(found[0])


def _is_after_quote(sentence: str, subject_from: int) -> bool:
    return bool(re.search(rf"[{_QUOTES}]\s*$", sentence[:subject_from]))


def _reads_as_verb(sentence: str, after: int) -> bool:
    return bool(re.match(r"\s+(?:that|to have|they|it|he|she|the|a)\b|\s*[:,]", sentence[after:]))


def _opens_words(sentence: str, after: int) -> bool:
    """Whether words of the speaker follow the verb: a that-clause, a colon or a quotation."""
    return bool(re.match(rf"[^.;{_QUOTES}]{{0,40}}(?::|\bthat\b|,\s*[{_QUOTES}])", sentence[after:]))


def _cited(sentence: str, after: int) -> Iterator[_Report]:
    """Whoever is cited; a verb of their own ("diplomats who said") belongs to them."""
    found = _CITED_NAME.match(sentence, after)
    if found is None:
        return
    asserter, rest_from = found["asserter"].strip(), found.end()
    own = re.match(r"\s+who\s+(\w+)", sentence[rest_from:])
    words = own[1] if own and own[1] in _VERB_OF else ""
    covers = (rest_from + (own.end() if own else 0), len(sentence))
    verb = _VERB_OF.get(words, AttributionVerb.SAID)
    mode = _mode(sentence, asserter, covers, False)
    layer = ProposedLayer(asserter, verb.value, mode.value, words or "cited")
    yield _Report(rest_from, *covers, found.start("asserter"), layer)


def _mode(sentence: str, asserter: str, covers: tuple[int, int], behind: bool) -> AttributionMode:
    if _UNNAMED.search(asserter):
        return AttributionMode.ANONYMOUS
    # "... that it could “spill over”" quotes a part of what is told in the article's words.
    quoted = behind or bool(
        re.match(
            rf"(?![^.;{_QUOTES}]*\bthat\b)[^.;]{{0,60}}?[:,]?\s*[{_QUOTES}]", sentence[covers[0] : covers[1]]
        )
    )
    return AttributionMode.DIRECT_QUOTE if quoted else AttributionMode.INDIRECT


def _accordings(sentence: str) -> Iterator[_Report]:
    for match in _ACCORDING.finditer(sentence):
        asserter = match["asserter"].strip()
        mode = AttributionMode.ANONYMOUS if _UNNAMED.search(asserter) else AttributionMode.INDIRECT
        layer = ProposedLayer(asserter, AttributionVerb.SAID.value, mode.value, "according to")
        covers = (match.end(), len(sentence)) if not sentence[: match.start()].strip() else (0, match.start())
        yield _Report(match.start(), *covers, match.start(), layer)


def _hedges(sentence: str) -> Iterator[_Report]:
    """A hedge speaks for its own clause only."""
    for match in _HEDGE.finditer(sentence):
        bounds = [0, *(mark.end() for mark in _CLAUSE.finditer(sentence, 0, match.start()))]
        stop = _CLAUSE.search(sentence, match.end())
        end = stop.start() if stop else len(sentence)
        hedged = AttributionMode.HEDGED.value
        layer = ProposedLayer("", AttributionVerb.REPORTED.value, hedged, match[0].lower())
        yield _Report(match.start(), bounds[-1], end, end, layer)
