"""Who speaks: the subject of a reporting verb in an English sentence, before the verb or behind it.

A name and what the named is ("the mill owner, Harrow Grain,") are one speaker, called by the name; the rest
is kept where it names somebody else. Words that ask, deny or suppose that something was said have no speaker.
"""

import re

QUOTES = '"“”„«»'

_MARKS = rf",;:—({QUOTES}"
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
_LIST = re.compile(r"\S,? and (?:the )?[A-Z]")
_LIST_BEFORE = re.compile(r"(?:(?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3},\s+)+$")
_LONGEST = 12

_NOBODY = re.compile(
    r"(?:and|but|as|who|to|not|an?|the|this|that|these|those|my|your|his|her|its|our|their|no|none|there"
    r"|nobody|no[ -]one|anyone|anybody|whoever|it goes without|easier|sad to|needless to|two|three|earlier"
    r"|early|first|new|recent|many|some|several|such|media|press|news|police|false|unconfirmed)"
    r"|(?:if|whether|unless|had|did|does|do|why|how|because|since|until|although|though|what|whatever|which"
    r"|where|nothing|everything|anything|something|nobody|no[ -]one|none|let)\b.*"
    r"|.*\b(?:not|never|to|would|could|should|might|may|must|can|cannot|will|shall|hardly|nor|of|for|by"
    r"|with|without|no|the|an?)|.*n['’]t",
    re.IGNORECASE | re.DOTALL,
)

_APPOSED = re.compile(
    rf"(?:^|[{_MARKS}]|\b(?:and|but)\b)\s*(?P<first>[^{_MARKS}]+),\s+(?P<second>[^{_MARKS}]+),\s*"
    r"(?:(?:has|have|had|also|then|later|again|\w+ly)\s+)*$"
)
_CAPITAL = r"[A-Z\u00c0-\u024f][\w.\u00c0-\u024f&'’-]*"
_NAME = re.compile(
    rf"(?!(?:In|On|At|After|Before|Since|By|From|For|With)\b)(?:[Tt]he\s+)?{_CAPITAL}"
    rf"(?:\s+(?:{_CAPITAL}|of|for|and|the|de|van|von))*(?<!['’]s)"
)
_POSSESSIVE = re.compile(r"(?P<whose>.+?)(?:['’]s|(?<=s)['’])\s+(?P<role>.+)", re.DOTALL)
_DETERMINED = re.compile(r"(?:an?|the|its|his|her|their|our)\s+", re.IGNORECASE)
ROLE = (
    r"(?:spokes\w+|head|chair\w*|director|chief|minister|owner|president|secretary|manager|engineer|professor"
    r"|officials?|leader|mayor|lawyer|officer|adviser|governor|editor|founder|member|analyst|researcher)"
)
_ROLE = re.compile(rf"\b{ROLE}\b", re.IGNORECASE)

_DAY = (
    r"(?:(?:on|late|early)\s+)*(?:yesterday|today|[A-Z][a-z]+day)"
    r"(?:\s+(?:morning|afternoon|evening|night))?"
)
ENDS = re.compile(
    rf"(?:\s+{_DAY}"
    r"|\s+in\s+an?\s+(?:[\w-]+\s+){0,3}(?:statement|interview|report|letter|e?-?mail|post|speech|message)"
    r"|\s+at\s+an?\s+(?:[\w-]+\s+){0,3}(?:conference|briefing|meeting|hearing))*"
    rf"\s*[.!?]*[{QUOTES}]?\s*$"
)
_DESCRIBED = re.compile(rf",\s+(?P<role>[^{_MARKS}.]+?)(?=,|{ENDS.pattern})")
_NO_SPEAKER_AFTER = (
    r"(?!(?:to|by|in|on|at|for|as|with|that|from|of|about|after|before|nothing|he|she|it|they|so)\b)"
)
_AFTER = re.compile(
    rf"\s+{_NO_SPEAKER_AFTER}(?P<name>(?:[Tt]he\s+|an?\s+)?[^{_MARKS}.]{{2,80}}?)(?=[.,:;]|{ENDS.pattern})"
)


def speaker_before(sentence: str, at: int) -> tuple[str, int]:
    """The subject of a verb, and where it begins: what stands between the verb and the last boundary."""
    if apposed := _APPOSED.search(sentence[:at]):
        first, second = _bare(apposed["first"]), apposed["second"].strip()
        if named := _named(first, second):
            return named, apposed.start("first") + max(apposed["first"].find(first), 0)
    clause = _without_inserted_clause(sentence[:at])
    start = _last_boundary(clause)
    if _PRONOUN_OF_RELATIVE.match(clause[start:]):
        # "..., which has announced": the subject is what the relative clause hangs on.
        clause = clause[:start].rstrip(" ,")
        start = max(_last_boundary(clause), clause.rfind(" that ") + 6 if " that " in clause else 0)
    elif _LIST.search(clause[start:]) and (others := _LIST_BEFORE.search(clause[:start].rstrip() + " ")):
        start = others.start()
    subject = _bare(clause[start:])
    return subject, start + max(clause[start:].find(subject), 0)


def speaker_behind(sentence: str, after: int) -> tuple[str, int]:
    """The subject that follows its verb ("..., said the mayor"), and where it ends; empty without one."""
    found = _AFTER.match(sentence, after)
    if found is None or _NOBODY.fullmatch(found["name"].strip()):
        return "", after
    return described(sentence, found["name"].strip(), found.end())


def described(sentence: str, name: str, end: int) -> tuple[str, int]:
    """A name with what is said of the named behind it ("Tom Aldous, a spokesman for Harrow Grain")."""
    found = _DESCRIBED.match(sentence, end)
    if found is None or not _ROLE.search(found["role"]):
        return name, end
    return _named(name, found["role"]) or name, found.end()


def is_list(subject: str) -> bool:
    """Whether several speak together."""
    return bool(_LIST.search(subject))


def _named(first: str, second: str) -> str:
    """The one of two words that is a name, with the other where that names somebody too; else nothing."""
    name, role = (second, first) if _NAME.fullmatch(second) else (first, second)
    if not _NAME.fullmatch(name) or _NAME.fullmatch(role):
        return ""
    if possessive := _POSSESSIVE.fullmatch(role):
        whose = re.sub(r"^The\b", "the", possessive["whose"])
        return f"{name} ({possessive['role']} of {whose})"
    if not _DETERMINED.match(role) and not _ROLE.search(role):
        return ""
    role = _DETERMINED.sub("", role, count=1)
    return f"{name} ({role})" if re.search(r"\b[A-Z]|\b(?:of|for)\b", role) else name


def _last_boundary(clause: str) -> int:
    return max(clause.rfind(mark) for mark in _MARKS) + 1


def _bare(clause: str) -> str:
    """A subject without what leads into it, its relative clause and its adverbs; or nothing."""
    subject = _TIME_BEFORE.sub("", _LEAD.sub("", _RELATIVE.sub("", clause).strip()))
    subject = _ADVERBS.sub("", subject).strip(" ‘’'")
    return "" if len(subject.split()) > _LONGEST or _NOBODY.fullmatch(subject) else subject


def _without_inserted_clause(before: str) -> str:
    """Blank an inserted ", who ... ," so that the subject before it is found; lengths stay."""
    found = re.search(r",\s+(?:who|which)\b[^,]*,\s*$", before)
    return before if found is None else before[: found.start()] + " " * len(found[0])
