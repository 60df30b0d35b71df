"""Dossiers: Markdown, a page to print, PDF. All three say the same."""

import re
from dataclasses import replace
from typing import Any

import html5lib
import pypdfium2
import pytest
from markdown_it import MarkdownIt

from annotations.domain.errors import Invalid
from annotations.domain.rendering import LeftOut
from annotations.exports import html, markdown, pdf
from tests.exports.hard import ARABIC, ATTACK, LONG, PROTECTED, a_source, hard_documents, lines
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_layer,
    a_link,
    a_place,
    a_publication,
    a_publisher,
    a_verdict,
    an_overridden_document,
)

SPACE = "{http://www.w3.org/1999/xhtml}"
OPPOSED = a_link(
    id=6,
    stance="contradicts",
    passage="All four ran.",
    counted=False,
    reason="PARTY_SELF_SERVING",
    source=a_source(
        id=5, title="Denial", url="", publisher={**a_publisher(name="Coast Radio"), "grade": None}
    ),
)
WHOLE = a_document(
    text="Two ferries remained in service.",
    evidence=[a_link(), OPPOSED, PROTECTED, a_link(id=8, state="rejected")],
    verdicts=[a_verdict(context_flag="missing_context"), a_verdict(reviewer="Grace H.", reason="")],
    publication=a_publication("It said three."),
    attribution=[
        a_layer(claim=9, asserts=8, asserter="", mode="anonymous"),
        a_layer(publisher=a_publisher(), said_on="2020-09-28"),
    ],
    assessment={"support": 100, "opposition": 0, "certainty": "HIGH", "reasons": [{"code": "SINGLE_ORIGIN"}]},
)


def rendered(format: Any, *documents: dict[str, Any]) -> bytes:
    return b"".join(format.render(lines(*documents), PUBLICATION, LeftOut()))


def page(*documents: dict[str, Any]) -> Any:
    """As a strict parser of HTML takes it: any error is one."""
    content = rendered(html, *documents)
    return html5lib.HTMLParser(strict=True).parse(content, transport_encoding="utf-8")


def words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def pages(*documents: dict[str, Any]) -> list[str]:
    """What the pages of the PDF say, as another program reads it."""
    found = pypdfium2.PdfDocument(rendered(pdf, *documents))
    said = [" ".join(one.get_textpage().get_text_bounded().split()) for one in found]
    found.close()
    return said


def test_markdown_says_all_there_is_to_say() -> None:
    assert (
        rendered(markdown, WHOLE).decode()
        == r"""# Fact-check: Boats

[The Checkers](<https://checks.example>), last signed on 2 October 2020

## [Boats](<https://news.example/boats>)

Ida Lind, The Daily, 1 October 2020

1 claim: 1 supported.

### 1. Supported, missing context

> Two ferries remained in service.

Claimed by The Port Authority, 28 September 2020; through somebody (anonymous).

In the article:

> Two boats remained

The log says so.

Signed by Ada Byron and Grace H. on 2 October 2020. Published on 3 October 2020. [Claim 7](<https://checks.example/checks/claims/7/>)

By the rule: 100 points for it, certainty high. Everything that counts comes from a single origin.

- **For it:** The Port Authority, [The log](<https://port.example/log>), 30 September 2020, grade A \[1\].

  > Two boats remained.

- **Against it:** Coast Radio, Denial, 30 September 2020 \[2\]. Not counted: a party in its own favour.

  > All four ran.

- **Against it:** a source whose identity is protected.

One more piece of evidence is not shown: nobody accepted it.

**Corrected on 4 October 2020:** It said three.

### Sources

1. “The log”. The Port Authority, 30 September 2020. https\://port.example/log (seen 1 October 2020).
2. “Denial”. Coast Radio, 30 September 2020.

"""
    )


def test_the_page_and_the_pdf_say_the_same() -> None:
    without_addresses = re.sub(r"\(<.*?>\)", " ", rendered(markdown, WHOLE).decode())
    plain = re.sub(r"[^\w]+", " ", without_addresses)
    said = {word for word in plain.split() if len(word) > 3 and not word.startswith("http")}
    for whole in (words_of(page(WHOLE)), " ".join(pages(WHOLE))):
        assert said - set(re.sub(r"[^\w]+", " ", whole).split()) == set()


def test_the_page_is_valid_and_runs_and_fetches_nothing() -> None:
    found = page(*hard_documents())
    tags = {element.tag.removeprefix(SPACE) for element in found.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "iframe", "object", "link", "form", "b"}
    policy = found.find(f".//{SPACE}meta[@http-equiv]").get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    anchors = [a.get("href")[1:] for a in found.iter(f"{SPACE}a") if a.get("href").startswith("#")]
    assert len(anchors) == 3 and set(anchors) <= set(ids)


def test_each_text_has_its_own_language_and_direction() -> None:
    found = page(*hard_documents())
    quotes = found.findall(f".//{SPACE}blockquote[@class='words']")
    assert [(one.get("lang"), one.get("dir")) for one in quotes] == [
        ("en", "ltr"),
        ("en", "ltr"),
        ("en", "ltr"),
        ("en", "ltr"),
        ("ar", "rtl"),
        ("en", "ltr"),
    ]


def test_claims_stand_in_reading_order_under_each_article_and_last_those_in_none() -> None:
    found = page(*hard_documents())
    chapters = found.findall(f".//{SPACE}article")
    assert [
        (chapter.get("id"), [one.get("id") for one in chapter.findall(f"{SPACE}section[@aria-labelledby]")])
        for chapter in chapters
    ] == [
        (
            "article-2",
            [
                "article-2-claim-11",
                "article-2-claim-9",
                "article-2-claim-7",
                None,
            ],
        ),
        ("article-3", ["article-3-claim-7", "article-3-claim-8", None]),
        ("claims", ["claim-10", None]),
    ]


def test_what_people_wrote_is_never_markup_in_markdown() -> None:
    reader = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(rendered(markdown, *hard_documents()).decode())
    )
    children = [child for token in reader for child in token.children or ()]
    assert not [token for token in [*reader, *children] if token.type.startswith(("html", "code", "fence"))]
    links = {str(child.attrGet("href")) for child in children if child.type == "link_open"}
    assert {address.split("/")[2] for address in links} == {"checks.example", "news.example", "port.example"}


def test_unsigned_and_stale_claims_are_marked() -> None:
    unsigned = "Not signed: this status is computed, and nobody answers for it."
    stale = "To be looked at again: old."
    for whole in (
        rendered(markdown, *hard_documents()).decode(),
        words_of(page(*hard_documents())),
        " ".join(pages(*hard_documents())),
    ):
        assert (whole.count(unsigned), whole.count(stale)) == (1, 1)


def test_a_claim_leads_readers_to_no_page_while_there_are_none() -> None:
    closed = replace(PUBLICATION, has_public_pages=False)
    written = b"".join(markdown.render(lines(WHOLE), closed, LeftOut())).decode()
    assert "[Claim 7](<https://checks.example/claims/7/>)" in written
    assert "https://checks.example/checks/" not in written


def test_an_override_and_a_withdrawal_are_told() -> None:
    withdrawn = {**a_publication(), "kind": "withdrawn", "published_at": "2020-10-09T08:00:00.000000Z"}
    found = words_of(page(an_overridden_document() | {"publication": withdrawn}))
    assert "Decided by Ada Byron and Grace H. on 5 October 2020 instead of the rule (legal)" in found
    assert "A court has established the opposite" in found
    assert "Withdrawn from readers on 9 October 2020." in found


def test_the_pdf_has_long_claims_and_other_scripts_whole() -> None:
    found = " ".join(pages(*hard_documents()))
    assert found.count("It goes on and on.") == LONG.count("It goes on and on.")
    assert ATTACK in found and "<b>on</b>" in found and len(ARABIC) > 30
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in found)


def test_the_pdf_is_tagged_for_readers_who_do_not_see_it_and_has_no_moment() -> None:
    content = rendered(pdf, a_document())
    assert b"/MarkInfo" in content and b"/Marked true" in content
    assert b"pdfuaid:part" in content
    found = pypdfium2.PdfDocument(content)
    assert found.get_metadata_dict(skip_empty=True)["Title"] == "Fact-check: Boats"
    found.close()


def test_characters_that_no_font_has_are_boxes_and_that_is_said() -> None:
    found = pages(a_document(text="The private sign \U0010ff00 stands here."))
    assert "The private sign □ stands here." in found[0]
    assert "□ stands for characters that no font had where this file was made, such as U+10FF00." in found[0]


def test_a_pdf_that_nobody_would_read_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_CLAIMS", 1)
    with pytest.raises(Invalid, match=r"at most 1 claims, and there are 2\. Export fewer") as many:
        rendered(pdf, a_document(), a_document(id=8))
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 100)
    with pytest.raises(Invalid) as long:
        rendered(pdf, a_document())
    assert (many.value.rule, long.value.rule) == ("too-many-claims", "too-long")


def test_without_claims_they_say_so() -> None:
    assert "There are no claims in it." in rendered(markdown).decode()
    assert "There are no claims in it" in words_of(page())
    assert "No claims" in pages()[0]


def test_no_link_does_anything_but_lead_to_a_page() -> None:
    wicked = a_document(
        evidence=[a_link(source=a_source(url="javascript:alert(1)"))],
        highlights=[a_place(url="data:text/html,x")],
    )
    hrefs = [a.get("href") for a in page(wicked).iter(f"{SPACE}a")]
    assert all(href.startswith(("https://", "#")) for href in hrefs)
    assert "](<javascript" not in rendered(markdown, wicked).decode()
