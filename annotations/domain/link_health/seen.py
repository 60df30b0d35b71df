"""What a visit saw, what was known before it, and what is made of the two."""

from dataclasses import dataclass

from annotations.domain.vocabulary import LinkHealth, PassageCheck

Redirects = tuple[tuple[int, str], ...]
"""Status and absolute target of each redirect, in order."""


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A passage that somebody quoted from the source. `key` is whatever the caller knows it by; `near` is
    where it stood, in code points of the text it was quoted from.
    """

    key: int
    words: str
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a source before the visit.

    `url` is the address that was asked for. `text` is that of the newest copy read from it, None where there
    is none yet or it has no text; then `bytes_sha256` (hexadecimal) tells whether a file changed. `missing`
    are passages that were found gone before. `failures` are those in a row before this visit.
    """

    url: str
    text: str | None = None
    bytes_sha256: str = ""
    passages: tuple[QuotedPassage, ...] = ()
    missing: tuple[QuotedPassage, ...] = ()
    failures: int = 0


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page or file that was served. `text` is None where it holds none (a picture, a scan).

    `title` and `is_free` are what the page says of itself; None where it does not say whether it may be read
    without paying.
    """

    final_url: str
    text: str | None
    redirects: Redirects = ()
    title: str = ""
    is_free: bool | None = None
    bytes_sha256: str = ""


@dataclass(frozen=True, slots=True)
class SeenUnchanged:
    """The server said that nothing changed since an earlier visit (304).

    Only one that showed the source may be asked about: an error page that is served again unchanged would
    otherwise pass for the source.
    """

    final_url: str
    redirects: Redirects = ()


@dataclass(frozen=True, slots=True)
class SeenFailure:
    """No page came. `reason` is a `FailureReason` of the fetcher in words, `status` the HTTP status where
    there was one, `message` the fetcher's own sentence.
    """

    reason: str
    status: int | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class SeenRefusal:
    """We did not go: the site asks programs to stay away, or the address does not lead to the public web.
    `message` says which, as a sentence.
    """

    message: str


Seen = SeenPage | SeenUnchanged | SeenFailure | SeenRefusal


@dataclass(frozen=True, slots=True)
class PassageSeen:
    """What became of one quoted passage: where it stands in the new text, or which words stand there now.

    `start` and `end` are code points of the new text, None where it is gone. With `NOT_FOUND`, `new_words`
    are those that took its place; empty where nothing like it stands there.
    """

    key: int
    check: PassageCheck
    start: int | None = None
    end: int | None = None
    new_words: str = ""

    @property
    def stands(self) -> bool:
        """Whether the same words stand there."""
        return self.check != PassageCheck.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visit says of a source's address.

    `sentence` tells a person what happened and what to do; at most 500 characters, empty only for `ALIVE`
    without anything to add. `shows_the_source` says whether the text that was served may be kept as what the
    source says now: false for error pages, consent pages and failures, by which no passage is lost, and for
    teasers of what is known in full.
    `passages` are then in the order of `Known.passages`, otherwise empty. `moved_to` is where the address
    leads for good, else empty. `failures` are those in a row, this one included.
    """

    health: LinkHealth
    sentence: str
    failures: int = 0
    moved_to: str = ""
    shows_the_source: bool = False
    passages: tuple[PassageSeen, ...] = ()
