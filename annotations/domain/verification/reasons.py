"""The reasoning of a result in plain words: one sentence for the status, one a reason, one a link.

`names` maps labels as they stand in results ("s:12" for publisher 12, see `publisher_label`) to the names
people know. A missing name is told by what the label is.
"""

from collections.abc import Mapping

from annotations.domain.verification.codes import Interest, LinkReason, NodeReason, SignOffWhy
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.result import LinkResult, Reason, Result
from annotations.domain.vocabulary import Certainty, Stance, Status

Names = Mapping[str, str]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_MOST_NAMED = 8

# Names are singular or plural as they like ("Reuters", "unnamed sources"), so no verb here agrees with one.
_LINK_SENTENCES = {
    LinkReason.CONTEXT_ONLY: "{outlet} gave context and took no side.",
    LinkReason.LINK_NOT_ACCEPTED: "Nobody has accepted this link, so it does not count: {outlet}.",
    LinkReason.STANCE_DISPUTED: "On hold, since two reviewers read the stance differently: {outlet}.",
    LinkReason.SOURCE_RETRACTED: "{outlet} took this publication back, so it counts for nothing.",
    LinkReason.SOURCE_UNREACHABLE: "{outlet} can no longer be read, and no copy was stored.",
    LinkReason.PASSAGE_MISSING: "No passage is quoted, so this does not count: {outlet}.",
    LinkReason.QUOTE_GONE: "The quoted passage is gone from {outlet}: not counted until reviewed again.",
    LinkReason.ORIGIN_RETRACTED: "{outlet} relied only on what has been retracted.",
    LinkReason.AFTER_AS_OF: "Not yet known on that day: {outlet}.",
    LinkReason.UNDATED: "It has no date, so nobody can tell whether it was known that day: {outlet}.",
    LinkReason.SCOPE_MISMATCH: "{outlet} spoke of another time or place.",
    LinkReason.CIRCULAR_SELF: "The article under check itself, or resting on it: {outlet}.",
    LinkReason.PARTY_SELF_SERVING: "{outlet} added nothing: a party spoke in its own favour.",
    LinkReason.PARTY_INTEREST_UNKNOWN: "{outlet} added nothing: the interest of the party is not recorded.",
    LinkReason.SOURCE_UNGRADED: "The reliability is not graded yet, so this does not count: {outlet}.",
    LinkReason.SOURCE_UNRELIABLE: "Graded too unreliable to count: {outlet}.",
    LinkReason.WEAK_CHAIN: "{outlet} relied on something too unreliable to count.",
    LinkReason.IMPROBABLE_ITEM: "Judged improbable in itself, so this does not count: {outlet}.",
    LinkReason.BELOW_FLOOR: "{outlet} brought {points}, too little to count.",
    LinkReason.NOT_INDEPENDENT: "Not added, since the origin is counted already: {outlet}.",
    LinkReason.OUTDONE_BY_UNTRACED: "Not added, since a stronger report, not traced, stands alone: {outlet}.",
    LinkReason.SOURCING_NOT_TRACED: "Not added, since nobody has traced the origin: {outlet}.",
    LinkReason.COPY_UNDECIDED: "Not added until it is decided whether this was copied: {outlet}.",
}

_REASON_SENTENCES = {
    NodeReason.TYPE_NOT_SCORED: "A statement of this type has no score.",
    NodeReason.MUST_SPLIT: "It holds more than one statement and must be split before anybody signs.",
    NodeReason.TIME_UNRESOLVED: "Its date is not settled, so nobody can sign it yet.",
    NodeReason.NO_EVIDENCE: "No evidence for or against it has been linked.",
    NodeReason.NO_COUNTED_EVIDENCE: "None of the linked evidence counts.",
    NodeReason.SINGLE_ORIGIN: "Everything that counts{side} comes from a single origin.",
    NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN: "{needs_origins}.",
    NodeReason.EVIDENCE_ON_BOTH_SIDES: "Evidence counts on both sides.",
    NodeReason.CLASS_ON_BOTH_SIDES: "Both sides draw on {classes}.",
    NodeReason.DISPUTED_BY_PARTY: "A party denies it in its own interest: shown, not scored.",
    NodeReason.CIRCULAR_REPORTING: "Reports that cite each other in a circle stand behind {outlets}.",
    NodeReason.DEPENDENT_LINKS_NOT_COUNTED: "Not added, since the origin is counted already: {outlets}.",
    NodeReason.UNTRACED_LINKS: "Not traced to an origin, so a lean at most and never a verdict: {outlets}.",
    NodeReason.COPIES_UNDECIDED: "Nobody has decided yet whether {outlets} copied another source.",
    NodeReason.FRAGILE: "Without {each_class}, the status would be another.",
}


def explain(result: Result, names: Names | None = None) -> str:
    """The status in one sentence, for the place beside the badge."""
    if result.support is None:
        return _without_score(result)
    sentence = _amounts(result)
    fragile = next((reason for reason in result.reasons if reason.code is NodeReason.FRAGILE), None)
    if fragile is not None:
        sentence += f"; it hangs on {_named_classes(fragile.classes, names)}"
    return f"{sentence}."


def reason_sentence(reason: Reason, result: Result, names: Names | None = None) -> str:
    """One reason in one sentence."""
    sentence = _REASON_SENTENCES[reason.code].format(
        classes=listed(_names_of_classes(reason.classes, names)),
        each_class=" alone, or ".join(_names_of_classes(reason.classes, names)) + " alone",
        needs_origins=_needs_origins(result),
        side=_side_of(reason, result),
        outlets=first_of(_outlets(reason.links, result, names)),
    )
    return capital(sentence)


def flip_sentences(result: Result, names: Names | None = None) -> tuple[str, ...]:
    """What single source would flip the status, a sentence each; none where no single one would."""
    return tuple(
        capital(
            f"without {name_of(flip.label, names)} and what rests on it this would be: "
            f"{flip.status.label.lower()}."
        )
        for flip in result.flips
    )


def link_sentence(link: LinkResult, names: Names | None = None) -> str:
    """What became of one link, in one sentence."""
    outlet = name_of(link.outlet or link.outlet_class, names)
    if link.reason is not None:
        return capital(_LINK_SENTENCES[link.reason].format(outlet=outlet, points=in_points(link.points)))
    side = "for" if link.stance == Stance.CORROBORATES else "against"
    sentence = f"{outlet} brought {in_points(link.points)} {side} it"
    sentence += _origin(link, outlet, names)
    if link.interest is Interest.AGAINST:
        sentence += ", against the interest of whoever says so"
    return capital(f"{sentence}.")


def _origin(link: LinkResult, outlet: str, names: Names | None) -> str:
    """Words for what a link rests on, or for what it is one origin with; an outlet never rests on itself."""
    own, parts = link.outlet_class.split("+"), (link.origin_class or link.outlet_class).split("+")
    others = [part for part in parts if part not in own]
    named = [name for name in _names_of_classes(tuple(others), names) if name != outlet]
    is_one = len(others) < len(parts) and not all(part.startswith("a:") for part in others)
    if not named:
        return ""
    return f", as one origin with {listed(named)}" if is_one else f", resting on {listed(named)}"


def name_of(label: str, names: Names | None) -> str:
    """The name of one label; labels of unnamed origins have none, and several that are one are listed."""
    if names and label in names:
        return names[label]
    if "+" in label:
        return listed(_names_of_classes((label,), names))
    kind, _, key = label.partition(":")
    return {"a": "unnamed sources", "b": "one party"}.get(kind, key)


def _without_score(result: Result) -> str:
    if result.status is Status.PENDING_EVENT:
        return "It speaks of what has not happened yet and can be checked once it is due."
    return "It is not a statement of fact that evidence could settle."


def _amounts(result: Result) -> str:
    support, opposition = result.support or 0, result.opposition or 0
    if not support and not opposition:
        none_at_all = any(reason.code is NodeReason.NO_EVIDENCE for reason in result.reasons)
        return "No evidence has been linked yet" if none_at_all else "None of the linked evidence counts"
    ahead = _points(support, result.support_origins or 0, "support it")
    against = _points(opposition, result.opposition_origins or 0, "contradict it")
    if not opposition:
        return f"{ahead}, nothing counts against it{_shortfall(result, support)}"
    if not support:
        return f"{against}, nothing counts for it{_shortfall(result, opposition)}"
    return f"{ahead}, {against[0].lower()}{against[1:]}"


def _points(points: int, origins: int, verb: str) -> str:
    if origins == 1:
        verb = verb.replace("support ", "supports ").replace("contradict ", "contradicts ")
        return f"One origin {verb} with {in_points(points)}"
    return f"{_number(origins).capitalize()} independent origins {verb} with {in_points(points)}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _shortfall(result: Result, points: int) -> str:
    if result.certainty is not Certainty.LOW:
        return ""
    if result.has(NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN):
        return f", and {_needs_origins(result)}"
    bar = result.bar or 0
    return "" if points >= bar else f", and a verdict needs {bar}"


def _needs_origins(result: Result) -> str:
    """How many origins a verdict takes, by the policy that it was computed under."""
    at_risk = "at high risk " if SignOffWhy.HIGH_RISK in result.sign_off.why else ""
    return f"{at_risk}a verdict needs {_number(result.required_origins or 0)} independent origins"


def _side_of(reason: Reason, result: Result) -> str:
    """Words for the side that a reason is about; none where only one side counts at all."""
    if not result.support or not result.opposition:
        return ""
    against = any(link.stance == Stance.CONTRADICTS for link in result.links if link.link in reason.links)
    return " against it" if against else " for it"


def _outlets(links: tuple[Key, ...], result: Result, names: Names | None) -> list[str]:
    found = [name_of(link.outlet or link.outlet_class, names) for link in result.links if link.link in links]
    return list(dict.fromkeys(found))


def _named_classes(labels: tuple[str, ...], names: Names | None) -> str:
    return listed(_names_of_classes(labels, names))


def _names_of_classes(labels: tuple[str, ...], names: Names | None) -> list[str]:
    parts = [name_of(part, names) for label in labels for part in label.split("+")]
    return list(dict.fromkeys(parts))


def in_points(points: int) -> str:
    """So many points."""
    return "1 point" if points == 1 else f"{points} points"


def first_of(outlets: list[str]) -> str:
    """The first outlets of a sentence, and how many more there are."""
    if len(outlets) <= _MOST_NAMED:
        return listed(outlets)
    return listed([*outlets[: _MOST_NAMED - 1], f"{len(outlets) - _MOST_NAMED + 1} more"])


def listed(parts: list[str]) -> str:
    """Parts of a sentence with commas and a last "and"; empty without any."""
    return parts[0] if len(parts) == 1 else " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def capital(sentence: str) -> str:
    """A sentence with its first letter as a capital, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]
