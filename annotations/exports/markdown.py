"""A dossier in Markdown: article by article, the claims in reading order with all that bears on them.

It is CommonMark without HTML. What people wrote stands for itself: nothing in it is markup.
"""

from collections.abc import Iterator
from tempfile import TemporaryFile

from annotations.domain.dossiers import Chapter, ClaimTold, Dossier, EvidenceTold, laid_aside
from annotations.domain.dossiers.markdown import line, link, paragraph, quoted
from annotations.domain.rendering import Documents, Format, LeftOut, Publication


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The dossier, claim by claim."""
    with TemporaryFile() as file:
        dossier = laid_aside(documents, publication, file)
        for block in _blocks(dossier, publication):
            yield f"{block}\n\n".encode()


def _blocks(dossier: Dossier, publication: Publication) -> Iterator[str]:
    yield f"# {line(dossier.title)}"
    yield _imprint(dossier, publication)
    for chapter in dossier.chapters():
        yield from _chapter(chapter)
    if not dossier.total:
        yield "There are no claims in it."


def _imprint(dossier: Dossier, publication: Publication) -> str:
    told = [link(publication.organisation, publication.address)]
    if dossier.as_of:
        told.append(f"last signed on {dossier.as_of}")
    return ", ".join(told)


def _chapter(chapter: Chapter) -> Iterator[str]:
    article = chapter.article
    yield f"## {link(article.headline.text, article.address)}"
    if article.byline:
        yield line(", ".join(article.byline))
    yield f"{line(chapter.summary)}."
    for claim in chapter.claims:
        yield from _claim(claim)
    references = chapter.references.formatted()
    if references:
        yield "### Sources"
        yield "\n".join(f"{number}. {line(told)}" for number, told in enumerate(references, start=1))


def _claim(claim: ClaimTold) -> Iterator[str]:
    flags = f", {claim.flags}" if claim.flags else ""
    yield f"### {claim.number}. {line(claim.status + flags)}"
    yield from (f"**{line(mark)}**" for mark in claim.marks)
    yield quoted(claim.claim.text)
    if claim.said_by:
        yield f"Claimed by {line(claim.said_by)}."
    if claim.quote:
        yield f"In the article:\n\n{quoted(claim.quote.text)}"
    yield from (paragraph(reason.text) for reason in (*claim.reasons, claim.override) if reason)
    yield from _standing(claim)
    if claim.evidence:
        yield "\n".join(map(_evidence, claim.evidence)).rstrip()
    if claim.hidden:
        yield claim.hidden
    yield from (f"**Corrected on {one.day}:** {line(one.note.text)}" for one in claim.corrections)


def _standing(claim: ClaimTold) -> Iterator[str]:
    told = [claim.standing] if claim.standing else []
    if claim.published:
        told.append(f"Published on {claim.published}")
    sentences = [f"{line(one)}." for one in told]
    yield " ".join([*sentences, link(f"Claim {claim.id}", claim.address)])
    computed = [f"By the rule: {claim.computed}."] if claim.computed else []
    if computed or claim.why:
        yield line(" ".join([*computed, *claim.why]))


def _evidence(evidence: EvidenceTold) -> str:
    item = f"- **{evidence.stance}:** {_source(evidence)}"
    if evidence.note:
        item += f" {line(evidence.note)}"
    if evidence.passage is None:
        return item
    passage = quoted(evidence.passage.text).replace("\n", "\n  ")
    return f"{item}\n\n  {passage}\n"


def _source(evidence: EvidenceTold) -> str:
    if evidence.title is None:
        return "a source whose identity is protected."
    named = [line(evidence.publisher), link(evidence.title.text, evidence.address), evidence.published]
    graded = f", grade {evidence.grade}" if evidence.grade else ""
    return f"{', '.join(part for part in named if part)}{graded} \\[{evidence.number}\\]."


FORMAT = Format(media_type="text/markdown; charset=utf-8; variant=CommonMark", suffix=".md", render=render)
