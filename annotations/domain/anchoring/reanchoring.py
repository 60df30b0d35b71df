"""Finding the words of a highlight again when the text around them has changed.

The problem is not to find something. It is to know when to stop. Sentences of one article resemble each
other: the same minister says the same thing twice, every update of a live blog counts the dead anew, a
correction quotes the words it takes back. A search that returns the best match always returns one, and
where the sentence was deleted the best match is its neighbour - a highlight that stands, well formed and
without a word, on a statement nobody marked. That mistake is worse than a lost highlight, because a lost
one is seen.

So every place has to be earned, and these rules are the whole of it:

* *What stays cannot be what was lost.* The texts are aligned first. A place whose words still stand where
  they stood belongs to those words; what is lost is looked for only in what came from nowhere.
* *A place belongs to whoever fits it best.* Where the old text says the words more than once, each of its
  occurrences is a rival. A place is taken only if the context of this one fits it better than the context of
  any other, and only if no other place fits nearly as well.
* *Only the same words pass in silence:* unchanged at their aligned place, as long as they are still in their
  sentence; moved, if their whole sentence or most of what stood around it came along, or if they are whole
  sentences so long that nobody writes them twice. Words that left while both their
  neighbours stayed were taken out, even if they stand elsewhere: a correction that quotes them is no move.
* *Words need their label.* "No." belongs to its question and "12 tons" to its row: words that are short, or
  stand more than once, pass only under the same lead (`surroundings`), longer ones only where no label
  changed hands. A number or a negation that changed right beside the words makes them changed words.
* *Everything else asks a person.* Changed words, if at least half of them were kept; several places, or one
  without enough evidence; nothing.

The thresholds (`quotes`) are those of the design: similarity of the words at least 0.62 with a mean context
of 0.35, or 0.8 with one side of 0.6, and the runner-up more than 0.02 behind.
"""

from annotations.domain.anchoring.alignment import Alignment
from annotations.domain.anchoring.carrying import Carried, carry
from annotations.domain.anchoring.evidence import (
    Option,
    Seeker,
    is_changed,
    is_clearly_ahead,
    is_figure_exchanged,
    is_taken_out,
)
from annotations.domain.anchoring.outcomes import (
    ORPHANED,
    Anchoring,
    ambiguous,
    changed,
    changed_beside,
    most_similar,
    silent,
)
from annotations.domain.anchoring.quotes import CLEARLY_AHEAD, LEAST_KEPT, Quote
from annotations.domain.anchoring.search import similar_places
from annotations.domain.canonical import CanonicalText
from annotations.domain.vocabulary import HighlightOutcome

Span = tuple[int, int]


def reanchor(
    start: int,
    end: int,
    quote: Quote,
    old: str,
    new: CanonicalText,
    alignment: Alignment,
    language: str = "und",
) -> Anchoring:
    """Find `old[start:end]`, which is `quote.exact`, in a new text.

    `alignment` is `align(old, new.text)`, made once for all highlights of a revision. `language` (BCP 47)
    only serves to name what changed. Texts with nothing in common orphan everything.
    """
    if not alignment.has_common_text:
        return ORPHANED
    carried = carry(alignment, start, end)
    seeker = Seeker(start, quote, alignment)
    text = new.text
    at_home = carried.home_of(len(quote.exact))
    if at_home is not None and seeker.stands_whole(at_home):
        return _passed(seeker, HighlightOutcome.UNCHANGED, at_home, text, language)
    exact = _settle(seeker, carried, at_home, text, language)
    if exact is not None and exact.outcome != HighlightOutcome.AMBIGUOUS and not is_changed(carried):
        return exact
    return (
        _carried_change(seeker, carried, text, language)
        or exact
        or _most_similar(start, end, quote, text, alignment, language)
    )


def _passed(seeker: Seeker, outcome: HighlightOutcome, place: int, text: str, language: str) -> Anchoring:
    """The same words at a place, which pass silently where they still say the same there.

    A number or a negation that changed right beside them, or another label before them, makes them words to
    look at. Those that went elsewhere under another label may not be the ones at all.
    """
    quote = seeker.quote
    around = seeker.surroundings(place)
    if outcome == HighlightOutcome.UNCHANGED and around.are_the_same():
        return silent(outcome, place, quote, text, language)
    if touching := around.changes_beside(language):
        return changed_beside(place, quote, text, touching)
    if seeker.keeps_its_label(place, language):
        return silent(outcome, place, quote, text, language)
    own = [other for other in seeker.places if other != place and seeker.may_belong(other)]
    if own or (outcome == HighlightOutcome.MOVED and around.has_changed_hands()):
        places = [(at, at + len(quote.exact)) for at in (*own, place)]
        return ambiguous(places, text) or ORPHANED
    return changed_beside(place, quote, text, around.changes_around(language))


def _most_similar(
    start: int, end: int, quote: Quote, text: str, alignment: Alignment, language: str
) -> Anchoring:
    """What resembles the words most, among what is not still another part of the old text."""
    places = similar_places(quote.exact, text, alignment.haystack(len(quote.exact)))
    free = [
        found
        for found in places
        if alignment.share_from_elsewhere((found.start, found.end), start, end) < LEAST_KEPT
    ]
    return most_similar(quote, text, free, language)


def _settle(
    seeker: Seeker, carried: Carried, at_home: int | None, text: str, language: str
) -> Anchoring | None:
    """What the same words elsewhere, or at the aligned place, amount to; None where they are not there."""
    places = dict.fromkeys([*([at_home] if at_home is not None else []), *seeker.places])
    # Another occurrence's place is no option; the aligned one stays in question even where a rival fits it.
    options = [
        option
        for place in places
        if place == at_home or not seeker.is_taken(place)
        if (option := seeker.option(place)).margin >= -CLEARLY_AHEAD or place == at_home
    ]
    if not options:
        return None
    options.sort(key=lambda option: option.rank, reverse=True)
    best = options[0]
    if best.margin > CLEARLY_AHEAD and is_clearly_ahead(options) and not seeker.is_crowded:
        if best.place == at_home and _has_stayed(seeker, best):
            return _passed(seeker, HighlightOutcome.UNCHANGED, best.place, text, language)
        if best.place != at_home and _has_moved(seeker, best, carried):
            return _passed(seeker, HighlightOutcome.MOVED, best.place, text, language)
    is_telling = not seeker.rivals and not seeker.quote.is_short
    # Where one of the places may be meant a person chooses, and then sees them all.
    if not any(o.place == at_home or o.fit.is_enough or is_telling for o in options):
        return None
    return ambiguous([(o.place, o.place + len(seeker.quote.exact)) for o in options], text)


def _has_stayed(seeker: Seeker, option: Option) -> bool:
    if seeker.is_uprooted(option.place) and not seeker.keeps_its_sentence(option.place):
        return False
    return option.fit.is_enough or not (seeker.rivals or seeker.quote.is_short)


def _has_moved(seeker: Seeker, option: Option, carried: Carried) -> bool:
    if seeker.stands_alone(option.place) or seeker.keeps_its_company(option.place):
        return True
    return not is_taken_out(carried) and seeker.keeps_its_sentence(option.place)


def _carried_change(seeker: Seeker, carried: Carried, text: str, language: str) -> Anchoring | None:
    if carried.place is not None and is_changed(carried):
        return changed(carried.place, seeker.quote, text, language)
    if carried.frame is not None and is_figure_exchanged(seeker.quote.exact, text[slice(*carried.frame)]):
        return changed(_trimmed(text, carried.frame), seeker.quote, text, language)
    return None


def _trimmed(text: str, place: Span) -> Span:
    words = text[slice(*place)]
    return place[0] + len(words) - len(words.lstrip()), place[0] + len(words.rstrip())
