"""Attribution layers in words: how "X said Y" is put when nobody has put it better."""

from annotations.domain.vocabulary import AttributionMode, AttributionVerb

ANONYMOUS = "Unnamed sources"
HEDGED = "It was reported"


def attribution_text(*, asserter: str, verb: str, mode: str, asserted: str) -> str:
    """The text of the outer claim, from its asserter and the claim it asserts."""
    inner = asserted.strip().rstrip(".").rstrip()
    if mode == AttributionMode.HEDGED and not asserter:
        return _ended(f"{HEDGED} that {_continued(inner)}")
    speaker = asserter[:1].upper() + asserter[1:] or ANONYMOUS
    if verb == AttributionVerb.CITED:
        # That the one cited said so is put in the article's words, never in those of whoever cites.
        return _ended(f"{speaker} {AttributionVerb.REPORTED} that {_continued(inner)}")
    if mode == AttributionMode.DIRECT_QUOTE:
        return f"{speaker} {verb or AttributionVerb.SAID}: “{_quoted(inner)}”"
    return _ended(f"{speaker} {verb or AttributionVerb.SAID} that {_continued(inner)}")


def _ended(sentence: str) -> str:
    """The sentence with its full stop, unless a quotation at its end has brought one."""
    return sentence if sentence.endswith((".”", "?”", "!”", "…”")) else f"{sentence}."


def _quoted(words: str) -> str:
    """Words for between quotation marks: marks within them become single."""
    return words.translate(str.maketrans("“”", "‘’"))


def _continued(sentence: str) -> str:
    """The sentence as it goes on after "that": with a small first letter where a plain word begins it."""
    first, _, rest = sentence.partition(" ")
    if first.lower() in _PLAIN_WORDS:
        return f"{first.lower()} {rest}".rstrip()
    return sentence


_PLAIN_WORDS = frozenset(
    """
    a an the this that these those some many most few all no one two three four five six seven eight nine ten
    unnamed anonymous
    he she it they we you there here in on at by for from with after before during over under about more less
    dozens hundreds thousands up up-to his her its their our your
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
