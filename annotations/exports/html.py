"""A dossier as a page to print: one file that needs nothing else, runs nothing and fetches nothing.

What people wrote stands for itself, each text with its own language and direction. The page names the hash of
its only style sheet, and forbids everything else.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from annotations.domain.dossiers import Chapter, Dossier, laid_aside
from annotations.domain.dossiers.words import shown
from annotations.domain.rendering import Documents, Format, LeftOut, Publication


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The page, claim by claim."""
    with TemporaryFile() as file:
        dossier = laid_aside(documents, publication, file)
        yield _head(dossier, publication)
        for chapter in dossier.chapters():
            yield from _chapter(chapter)
        yield _part("foot")


def _head(dossier: Dossier, publication: Publication) -> bytes:
    style = render_to_string("exports/dossier/style.css")
    return _part(
        "head",
        publication=publication,
        title=dossier.title,
        total=dossier.total,
        as_of=dossier.as_of,
        articles=dossier.articles(),
        style=mark_safe(f"<style>{style}</style>"),
        style_sha256=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _chapter(chapter: Chapter) -> Iterator[bytes]:
    yield _part("article", article=chapter.article, summary=chapter.summary)
    for claim in chapter.claims:
        yield _part("claim", claim=claim)
    yield _part("article_end", article=chapter.article, references=chapter.references.formatted())


def _part(name: str, **told: Any) -> bytes:
    return shown(render_to_string(f"exports/dossier/{name}.html", told)).encode()


FORMAT = Format(media_type="text/html; charset=utf-8", suffix=".html", render=render)
