"""A dossier on paper: a tagged PDF, typeset by Typst from a fixed template.

What people wrote goes in as data, so nothing in it is markup. The file carries no moment at which it was
made: the same claims give the same bytes, wherever the same fonts are.

No set of fonts has every character. What none here has would come out as an empty box without a word; so it
is looked for beforehand, shown as a box, and said at the end.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

import regex
import typst

from annotations.domain.dossiers import Chapter, Dossier, laid_aside, words
from annotations.domain.dossiers.words import shown
from annotations.domain.errors import Invalid
from annotations.domain.rendering import Documents, Format, LeftOut, Publication

MOST_CLAIMS: Final = 2_000
MOST_CHARACTERS: Final = 4_000_000
"""Of all that is shown. Typesetting takes about a hundred bytes of memory for each."""
FONTS: Final = (
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif CJK SC",
    "Noto Serif",
    "DejaVu Serif",
)
"""The first comes with Typst; of the others those that are installed serve its other scripts."""
BOX: Final = "□"
_TEMPLATES: Final = Path(__file__).parent.parent / "templates" / "exports" / "dossier"
_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
_CHARACTERS_NAMED: Final = 5


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The file at once. Refuses more than people read in one document (`too-many-claims`, `too-long`)."""
    with TemporaryFile() as file:
        dossier = laid_aside(documents, publication, file)
        if dossier.total > MOST_CLAIMS:
            raise _refused(f"{MOST_CLAIMS:,} claims, and there are {dossier.total:,}", "too-many-claims")
        plain = shown(json.dumps(_told(dossier, publication), ensure_ascii=False))
    if len(plain) > MOST_CHARACTERS:
        raise _refused(f"{MOST_CHARACTERS:,} characters, and there are {len(plain):,}", "too-long")
    yield _typeset(_with_boxes(plain))


def _refused(most: str, rule: str) -> Invalid:
    return Invalid(
        f"A PDF has at most {most}. Export fewer claims, or the dossier in HTML or Markdown.", rule=rule
    )


def _told(dossier: Dossier, publication: Publication) -> dict[str, Any]:
    """What the template shows."""
    signed = f", last signed on {dossier.as_of}" if dossier.as_of else ""
    count = "One claim" if dossier.total == 1 else f"{dossier.total or 'No'} claims"
    return {
        "title": dossier.title,
        "heading": asdict(words(dossier.title)),
        "running": dossier.title if len(dossier.title) <= 60 else f"{dossier.title[:59]}…",
        "organisation": publication.organisation,
        "imprint": f"{count}{signed}",
        "chapters": list(map(_chapter, dossier.chapters())),
        "note": "",
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "article": asdict(chapter.article),
        "summary": chapter.summary,
        "claims": list(map(asdict, chapter.claims)),
        "references": chapter.references.formatted(),
    }


def _with_boxes(plain: str) -> str:
    """The same JSON with a box for each character that no font has, and a note that says so."""
    missing = _missing("".join(sorted(set(plain))))
    if not missing:
        return plain
    boxed = json.loads(regex.sub("|".join(map(regex.escape, missing)), BOX, plain))
    named = ", ".join(f"U+{ord(one[0]):04X}" for one in missing[:_CHARACTERS_NAMED])
    boxed["note"] = (
        f"{BOX} stands for characters that no font had where this file was made, such as {named}. "
        "The dossiers in HTML and Markdown have them."
    )
    return json.dumps(boxed, ensure_ascii=False)


def _missing(characters: str) -> list[str]:
    """Those of the characters that no font here has."""
    asked = {"characters": characters, "fonts": json.dumps(FONTS)}
    compiler = typst.Compiler((_TEMPLATES / "glyphs.typ").read_bytes(), sys_inputs=asked)
    return json.loads(compiler.query("<missing>", field="value", one=True))


def _typeset(dossier: str) -> bytes:
    given = {"dossier": dossier, "fonts": json.dumps(FONTS)}
    template = (_TEMPLATES / "page.typ").read_bytes()
    return typst.compile(template, format="pdf", sys_inputs=given, timestamp=_MADE, pdf_standards=["ua-1"])


FORMAT = Format(media_type="application/pdf", suffix=".pdf", render=render)
