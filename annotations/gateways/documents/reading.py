"""Reading a document of any accepted kind into canonical text and proposals."""

from dataclasses import dataclass, field, replace

import regex
from django.conf import settings

from annotations.domain.canonical import CanonicalText, from_markdown, from_pages, from_plain
from annotations.domain.canonical.blocks import assemble
from annotations.domain.canonical.characters import without_surrogates
from annotations.domain.canonical.decoding import decode_text, encoding_named_in_markup
from annotations.domain.canonical.markup import html_drafts
from annotations.domain.errors import Invalid
from annotations.gateways.documents.document import Details, Document, document
from annotations.gateways.documents.kinds import (
    MEDIA_TYPES,
    Kind,
    is_pdf,
    mismatch_note,
    named_kind,
    refuse_foreign,
    text_kind,
)
from annotations.gateways.documents.metadata import language_tag, page_details, parse_moment, web_address
from annotations.gateways.documents.portable import read_pdf
from annotations.gateways.documents.proposals import (
    first_words,
    propose_from_filename,
    propose_from_text,
    tidy_byline,
)
from annotations.gateways.documents.webpages import article_drafts

_CHARSET = regex.compile(r"(?i);\s*charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]{2,40})")
_FRONT_MATTER = regex.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.{0,5000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", regex.DOTALL
)
_FRONT_LINE = regex.compile(r"(?m)^([A-Za-z_]{2,30}):[ \t]+[\"']?(.{1,500}?)[\"']?[ \t]*\r?$")


def read_document(
    content: bytes,
    *,
    filename: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    whole_page: bool = False,
) -> Document:
    """Read an uploaded, pasted or fetched document.

    The content decides what it is; `filename` and `media_type` (a Content-Type, which may name a charset)
    only help. `url` is where it was fetched from, if anywhere; nothing is fetched here. `whole_page` keeps
    all text of a web page instead of its article. Invalid, saying what to do, for anything too big, of
    another kind, broken or without text.
    """
    refuse_too_large(len(content))
    if not content.strip():
        raise Invalid("The document is empty. Check that it is the right one.", rule="empty-text")
    if is_pdf(content):
        pdf = read_pdf(content)
        found = _Found("pdf", from_pages(pdf.pages), pdf.details, pdf.notes)
    else:
        refuse_foreign(content)
        decoded = decode_text(content, declared=_declared_encoding(content, media_type))
        found = _read_text(decoded.text, text_kind(decoded.text, filename, media_type), url, whole_page)
        found = replace(found, notes=(*decoded.notes, *found.notes))
    return _document(found, filename, mismatch_note(named_kind(filename, media_type), found.kind))


@dataclass(frozen=True, slots=True)
class _Found:
    """One kind's reading, before what its words and its name suggest is added."""

    kind: Kind
    canonical: CanonicalText
    details: Details = field(default_factory=Details)
    notes: tuple[str, ...] = ()
    markup: str | None = None


def _document(found: _Found, filename: str | None, notes: tuple[str, ...]) -> Document:
    proposed = found.details.or_else(propose_from_text(found.canonical)).or_else(
        propose_from_filename(filename)
    )
    if proposed.headline is None:
        proposed = replace(proposed, headline=first_words(found.canonical))
    return document(
        found.canonical,
        proposed,
        media_type=MEDIA_TYPES[found.kind],
        notes=(*notes, *found.notes),
        markup=found.markup,
    )


def _read_text(text: str, kind: Kind, url: str | None, whole_page: bool) -> _Found:
    if kind == "html":
        return _read_page(text, url, whole_page)
    if kind == "markdown":
        body, details = _front_matter(text)
        return _Found(kind, from_markdown(body), details)
    return _Found(kind, from_plain(text), Details(canonical_url=web_address(url)))


def _read_page(text: str, url: str | None, whole_page: bool) -> _Found:
    # No database stores a NUL, and what is stored must be what was parsed.
    markup = without_surrogates(text).replace("\0", "")
    drafts = html_drafts(markup)
    if not drafts:
        raise Invalid(
            "This page holds no words of its own; a script may put them there. Paste its text instead.",
            rule="empty-text",
        )
    details = page_details(markup, url)
    kept, notes = (drafts, ()) if whole_page else article_drafts(markup, drafts, details.headline)
    return _Found("html", assemble(kept), details, notes, markup)


def _front_matter(text: str) -> tuple[str, Details]:
    """A Markdown text without its leading block of `name: value` lines, and what they say."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return text, Details()
    values = {name.lower(): value for name, value in _FRONT_LINE.findall(found[1])}
    day, moment = parse_moment(values.get("date"))
    details = Details(
        headline=values.get("title"),
        byline=tidy_byline(values.get("author")),
        publisher_name=values.get("publisher"),
        published_on=day,
        published_at=moment,
        language=language_tag(values.get("language") or values.get("lang")),
        canonical_url=web_address(values.get("url")),
    )
    return text[found.end() :], details


def _declared_encoding(content: bytes, media_type: str | None) -> str | None:
    charset = _CHARSET.search(media_type or "")
    return charset[1] if charset else encoding_named_in_markup(content) if b"<" in content[:2048] else None


def refuse_too_large(length: int) -> None:
    """Invalid for more bytes than a document may have: to be asked before they are read."""
    if length > settings.IMPORT_BYTES_MAX:
        megabytes = settings.IMPORT_BYTES_MAX // 1024 // 1024
        raise Invalid(f"The document is larger than {megabytes} MB. Import it in parts.", rule="too-large")
