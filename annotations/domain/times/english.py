"""English time expressions.

Each rule is a pattern with a function that reads a match. Months and weekdays are recognised only
capitalised, so that "may" and "march" stay verbs; "May" and "March" need a day, a year or a preposition
beside them. The reading of a bare weekday or month depends on the tense of its sentence: in the past it is
the last one before the anchor.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

from annotations.domain.numerals import NUMBER_WORDS, number_in_words
from annotations.domain.times.scope import Anchored, Reading, Tense, TimeExpression
from annotations.domain.vocabulary import Granularity

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(_MONTHS, start=1)}

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_CLEAR_MONTH = (
    r"(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PART = r"(?:morning|afternoon|evening|night)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_DASH = r"\s?[-\u2013\u2014]\s?"
_COUNT = rf"(?P<count>\d{{1,3}}|an?|{NUMBER_WORDS})"
_STEP = r"(?P<step>day|week|month|year)"

# Further back, "ago" speaks of ages rather than of dates.
_LONGEST_AGO = 500

_SHIFTS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}

Read = Callable[[re.Match[str], Anchored], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, how to read it, and whether the reading needs an anchor."""

    name: str
    pattern: re.Pattern[str]
    read: Read
    needs_anchor: bool = True


def _month_number(match: re.Match[str]) -> int:
    return _MONTH_NUMBERS[match["month"][:3]]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_span(first: int, last: int, rule: str, granularity: Granularity = Granularity.RANGE) -> Reading:
    return Reading(date(first, 1, 1), date(last, 12, 31), granularity, rule)


def _one_day(day: date, rule: str, confirm: bool = False) -> Reading:
    return Reading(day, day, Granularity.DAY, rule, confirm)


def _full_date(match: re.Match[str], anchored: Anchored) -> Reading | None:
    try:
        return _one_day(date(int(match["year"]), _month_number(match), int(match["day"])), "full_date")
    except ValueError:
        return None


def _iso_date(match: re.Match[str], anchored: Anchored) -> Reading | None:
    try:
        return _one_day(date.fromisoformat(match[0]), "full_date")
    except ValueError:
        return None


def _day_and_month(match: re.Match[str], anchored: Anchored) -> Reading | None:
    """The nearest such day on the side of the anchor that the tense points to."""
    years = range(max(anchored.day.year - 4, MINYEAR), min(anchored.day.year + 4, MAXYEAR) + 1)
    days = [day for year in years if (day := _day_in(year, _month_number(match), int(match["day"])))]
    if anchored.tense is Tense.PAST:
        day = max((day for day in days if day <= anchored.day), default=None)
    else:
        day = min((day for day in days if day >= anchored.day), default=None)
    return None if day is None else _one_day(day, "day_and_month")


def _day_in(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _month_of_year(match: re.Match[str], anchored: Anchored) -> Reading:
    start, end = _month(int(match["year"]), _month_number(match))
    return Reading(start, end, Granularity.MONTH, "month_of_year")


def _bare_month(match: re.Match[str], anchored: Anchored) -> Reading:
    number, day = _month_number(match), anchored.day
    year = day.year
    if anchored.tense is Tense.PAST and number > day.month:
        year -= 1
    if anchored.tense is Tense.FUTURE and number < day.month:
        year += 1
    start, end = _month(year, number)
    # The month of the anchor itself may be this one or the one a year away.
    return Reading(start, end, Granularity.MONTH, "bare_month", number == day.month)


def _weekday(match: re.Match[str], anchored: Anchored) -> Reading:
    number = _WEEKDAYS.index(match["weekday"])
    said = (match["which"] or "").strip().lower()
    back = (anchored.day.weekday() - number) % 7
    future = said == "next" or (anchored.tense is Tense.FUTURE and said != "last")
    if future:
        day = anchored.day + timedelta(days=(-back) % 7 or 7)
    else:
        day = anchored.day - timedelta(days=back or 7)
    # On the weekday itself nobody can tell today from a week ago; "last" and "next" mean different weeks to
    # many.
    return _one_day(day, "weekday", back == 0 or bool(said))


def _near_day(match: re.Match[str], anchored: Anchored) -> Reading:
    word = match[0].lower()
    shifts = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    shift = next((days for name, days in shifts.items() if name in word), 0)
    return _one_day(anchored.day + timedelta(days=shift), "near_day")


def _near_period(match: re.Match[str], anchored: Anchored) -> Reading:
    shift = _SHIFTS[match["which"].lower()]
    return _period(anchored.day, match["step"].lower(), shift)


def _period(day: date, step: str, shift: int) -> Reading:
    if step == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
        return Reading(monday, monday + timedelta(days=6), Granularity.WEEK, "near_period", shift != 0)
    if step == "month":
        start, end = _month(*_shifted_month(day, shift))
        return Reading(start, end, Granularity.MONTH, "near_period")
    return _year_span(day.year + shift, day.year + shift, "near_period", Granularity.YEAR)


def _shifted_month(day: date, shift: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 + shift
    return months // 12, months % 12 + 1


def _ago(match: re.Match[str], anchored: Anchored) -> Reading | None:
    said = match["count"].lower()
    count = int(said) if said.isdigit() else 1 if said in ("a", "an") else number_in_words(said)
    step = match["step"].lower()
    if count > _LONGEST_AGO:
        return None
    if step == "day":
        return _one_day(anchored.day - timedelta(days=count), "ago")
    # "Two weeks ago" names a week, not a day, and only roughly.
    return replace(_period(anchored.day, step, -count), rule="ago", needs_confirmation=True)


def _years(match: re.Match[str], anchored: Anchored) -> Reading | None:
    first, last = int(match["year"]), match["last"]
    if len(last) == 2:
        last = match["year"][:2] + last
    return _year_span(first, int(last), "years") if first <= int(last) else None


def _decade(match: re.Match[str], anchored: Anchored) -> Reading:
    first = int(match["decade"])
    return _year_span(first, first + 9, "decade")


def _year(match: re.Match[str], anchored: Anchored) -> Reading:
    return _year_span(int(match["year"]), int(match["year"]), "year", Granularity.YEAR)


def _unclear(match: re.Match[str], anchored: Anchored) -> None:
    return None


def _rule(name: str, pattern: str, read: Read, needs_anchor: bool = True, any_case: bool = False) -> Rule:
    flags = re.IGNORECASE if any_case else 0
    return Rule(name, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", flags), read, needs_anchor)


_PREPOSITION = r"(?:(?:[Oo]n|[Ii]n|[Dd]uring|[Bb]y)\s+)?"

# In order of preference where two match at the same place; there the longer match wins first.
RULES = (
    _rule("iso_date", r"\d{4}-\d{2}-\d{2}", _iso_date, needs_anchor=False),
    _rule("full_date", rf"{_PREPOSITION}{_MONTH}\s+{_DAY},?\s+{_YEAR}", _full_date, needs_anchor=False),
    _rule("full_date", rf"{_PREPOSITION}{_DAY}\s+{_MONTH},?\s+{_YEAR}", _full_date, needs_anchor=False),
    _rule("month_of_year", rf"{_PREPOSITION}{_MONTH},?\s+(?:of\s+)?{_YEAR}", _month_of_year, False),
    _rule("day_and_month", rf"{_PREPOSITION}{_MONTH}\s+{_DAY}", _day_and_month),
    _rule("day_and_month", rf"{_PREPOSITION}{_DAY}\s+{_MONTH}", _day_and_month),
    _rule("years", rf"{_YEAR}{_DASH}(?P<last>(?:1[5-9]|20)?\d\d)", _years, needs_anchor=False),
    _rule(
        "years", rf"(?:[Bb]etween|[Ff]rom)\s+{_YEAR}\s+(?:and|to|until)\s+(?P<last>\d{{4}})", _years, False
    ),
    _rule("decade", r"(?:[Ii]n\s+)?the\s+(?P<decade>1[5-9]\d0|20\d0)s", _decade, needs_anchor=False),
    _rule(
        "weekday",
        r"(?:[Oo]n\s+)?(?:(?:early|late)\s+(?:on\s+)?)?(?P<which>(?:[Ll]ast|[Nn]ext)\s+)?"
        rf"{_WEEKDAY}(?:\s+{_PART})?",
        _weekday,
    ),
    _rule(
        "near_day",
        rf"(?:(?:early|late)\s+)?(?:yesterday|today|tomorrow)(?:\s+{_PART})?|tonight|last\s+night"
        r"|this\s+(?:morning|afternoon|evening)",
        _near_day,
        any_case=True,
    ),
    _rule(
        "near_period",
        r"(?P<which>last|previous|past|this|next|coming)\s+(?P<step>week|month|year)",
        _near_period,
        any_case=True,
    ),
    _rule("ago", rf"{_COUNT}\s+{_STEP}s?\s+(?:ago|earlier)", _ago, any_case=True),
    _rule(
        "bare_month", rf"(?:[Ii]n|[Dd]uring|[Ll]ast|[Nn]ext|[Ss]ince|[Uu]ntil|[Bb]y)\s+{_MONTH}", _bare_month
    ),
    _rule("bare_month", rf"{_CLEAR_MONTH}", _bare_month),
    _rule("year", rf"(?:[Ii]n\s+)?{_YEAR}", _year, needs_anchor=False),
    _rule(
        "unclear",
        r"soon|recently|lately|in\s+recent\s+(?:days|weeks|months|years)|(?:for\s+)?(?:decades|centuries)"
        r"|in\s+the\s+(?:near|coming)\s+\w+|nowadays|shortly|at\s+present|one\s+day",
        _unclear,
        any_case=True,
    ),
)

_SINCE = re.compile(r"(?<![\w-])(?:ever\s+)?since\s+", re.IGNORECASE)


def read_expression(text: str) -> tuple[Rule, re.Match[str], bool] | None:
    """The rule that covers a whole expression, its match, and whether it says "since"."""
    text = text.strip()
    since = _SINCE.match(text)
    rest = text[since.end() :] if since else text
    # "May" and "March" are months only behind a preposition, and "since" is one.
    for reading in (rest, f"in {rest}") if since else (rest,):
        for rule in RULES:
            match = rule.pattern.fullmatch(reading)
            if match is not None:
                return rule, match, since is not None
    return None


def find_expressions(sentence: str) -> Iterator[TimeExpression]:
    """Time expressions from left to right, without overlaps; the longest wins where two begin together."""
    position = 0
    while position < len(sentence):
        matches = [found for rule in RULES if (found := rule.pattern.search(sentence, position))]
        if not matches:
            return
        best = min(matches, key=lambda found: (found.start(), -found.end()))
        start = _start_with_since(sentence, best.start(), position)
        yield TimeExpression(start, best.end(), sentence[start : best.end()])
        position = best.end()


def _start_with_since(sentence: str, start: int, position: int) -> int:
    before = [found for found in _SINCE.finditer(sentence, position) if found.end() == start]
    return before[0].start() if before else start
