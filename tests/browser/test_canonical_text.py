"""What a real browser holds as text, and counts, is the canonical text, character for character."""

import pytest
import regex
from playwright.sync_api import Page

from annotations.domain.canonical import CanonicalText, from_html
from annotations.domain.offsets import expand_to_graphemes, span_to_utf16
from annotations.models import Highlight
from tests.browser.reading import opened, signed_in
from tests.factories import a_claim, a_person, an_article
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.usefixtures("live_workbench")

HARD = """<h1>Flags 🇦🇲🇦🇿 &amp; families 👩‍👩‍👧‍👦</h1>
<p>Zalgo z\u0323\u0301\u0302, e\u0301 and \u212b, 👍🏽 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿, math 𝒳𝒴.<br>
A line\u2028after\u000ba vertical tab, a no-break\u00a0space,
a soft\u00adhyphen.</p>
<p lang=ar>قالت هيئة الإذاعة \u2068BBC News\u2069 إن 1,234 شخصا (Harbour Office) وصلوا 🛳️.</p>
<p lang=fa>او می‌خواهم نمی‌تواند.</p><p lang=hi>क्षि क्‍ष नमस्ते</p><p lang=he>שָׁלוֹם עוֹלָם 2024</p>
<ul><li>one 😀<li>two<ul><li>deeper 👩🏽‍🚀</ul></ul><blockquote>\u201cQuoted\u201d 🐈‍⬛</blockquote>
<table><tr><td>한국 각<td>新闻，ニュース</table><pre>  code 😀
\tmore   code</pre><p>The end.</p>"""
BLOCKS = """() => [...document.querySelectorAll('[data-article-text] [data-start]')].map((block) => [
  block.id, Number(block.dataset.start), Number(block.dataset.end), block.textContent,
])"""
# The reader's own module, asked for places as its selections are.
ROUND = """async (spans) => {
  const { rangeOf, spanOf, wordsOf } = await import('/static/annotations/js/reader/offsets.js');
  const text = document.querySelector('[data-article-text]');
  return spans.map(([start, end]) => {
    const found = spanOf(text, rangeOf(text, start, end));
    return [wordsOf(text, start, end), found.start, found.end, found.exact];
  });
}"""


def clusters(canonical: CanonicalText) -> list[tuple[int, int]]:
    """Every grapheme cluster that is more than white space, as code points."""
    return [
        (block.start + found.start(), block.start + found.end())
        for block in canonical.blocks
        for found in regex.finditer(r"\X", canonical.block_text(block))
        if not found[0].isspace()
    ]


def test_text_and_offsets_of_every_block(page: Page, live_workbench: LiveWorkbench) -> None:
    signed_in(page, a_person(), live_workbench.address)
    article = an_article(canonical=from_html(HARD))
    revision = article.revisions.get()
    canonical = CanonicalText.from_json(revision.text, revision.blocks)
    for words in (
        "families 👩‍👩‍👧‍👦",
        "👩‍👩‍👧‍👦\nZalgo",
        "BBC News إن 1,234",
        "1,234 شخصا",
        "deeper 👩🏽‍🚀\n“Quoted”",
        "code 😀",
    ):
        a_claim(words=words, article=article)
    opened(page, article)

    assert page.evaluate(BLOCKS) == [
        [
            f"block-{block.id}",
            *span_to_utf16(canonical.text, block.start, block.end),
            canonical.block_text(block),
        ]
        for block in canonical.blocks
    ]
    marked = [(one.start or 0, one.end or 0) for one in Highlight.objects.all()]
    spans = [*clusters(canonical), *marked, (0, len(canonical.text))]
    in_browser = [span_to_utf16(canonical.text, start, end) for start, end in spans]
    assert page.evaluate(ROUND, in_browser) == [
        [canonical.text[start:end], *places, canonical.text[start:end]]
        for (start, end), places in zip(spans, in_browser, strict=True)
    ]
    assert [expand_to_graphemes(canonical.text, *span) for span in spans] == spans
