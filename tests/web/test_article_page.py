"""The page on which an article is read: blocks, marks, cards, filters, and what it costs."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from annotations.actions.articles import add_revision
from annotations.actions.assignments import take_work
from annotations.actions.claims import AttributionLayer, withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.corrections import ask_for_correction
from annotations.actions.highlights import make_highlight
from annotations.domain.canonical import from_html, from_plain
from annotations.domain.vocabulary import AttributionMode, Origin, Role
from annotations.models import Article, Claim, User
from annotations.queries.reading import reading
from annotations.web.highlights import numbers_in_short, shown_blocks
from tests.exports.signed_claims import a_signed_claim, backed
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.overridden import an_override, override_words

pytestmark = pytest.mark.django_db

WORDS = "Keeping the ferry open would cost 410,000 crowns, the wire reported."


@pytest.fixture
def reviewer(client: Client) -> User:
    """A reviewer who is signed in."""
    person = a_person()
    client.force_login(person)
    return person


def page(client: Client, article: Article, query: str = "") -> str:
    answer = client.get(f"/articles/{article.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def marks(article: Article) -> list[tuple[str, dict[str, str]]]:
    """Every mark of the page: its words and its attributes."""
    blocks = shown_blocks(reading(article.pk, the_administrator()))
    found = re.findall(
        r"<mark class=\"highlight\" ([^>]*)>([^<]*)</mark>", "".join(str(one.content) for one in blocks)
    )
    return [(words, dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))) for attributes, words in found]


def with_status(claim: Claim, status: str) -> Claim:
    Claim.objects.filter(pk=claim.pk).update(status=status, assessed_version=1)
    return claim


def test_the_text_of_the_page_is_the_canonical_text(client: Client, reviewer: User) -> None:
    html = (
        "<h1>عنوان</h1><p>Flags 🇩🇪 &amp; <b>bold</b></p><ul><li>one<li>two</ul><table><tr><td>a<td>b</table>"
    )
    article = an_article(canonical=from_html(html))
    a_claim(words="🇩🇪 & bold", article=article)
    text = page(client, article).split("data-article-text", 1)[1].split("</article>", 1)[0]
    blocks = re.findall(r'data-start="(\d+)" data-end="(\d+)"[^>]*>(.*?)</(?:p|h\d|li|td)>', text)
    plain = [strip_tags(content).replace("&amp;", "&") for _start, _end, content in blocks]
    assert "\n".join(plain) == article.revisions.get().text
    assert [(int(start), int(end)) for start, end, _ in blocks] == [
        (0, 5),
        (6, 23),
        (24, 27),
        (28, 31),
        (32, 33),
        (34, 35),
    ]


def test_scripts_of_an_imported_text_are_words(client: Client, reviewer: User) -> None:
    article = an_article(text='<script>alert("x")</script> stood in the text.', headline="<b>bold</b>")
    shown = page(client, article)
    assert "<script>alert" not in shown
    assert "&lt;b&gt;bold&lt;/b&gt;" in shown


def test_overlapping_claims_are_flat_marks_that_name_them_all(reviewer: User) -> None:
    article = an_article(text=WORDS)
    outer = with_status(a_claim(words=WORDS, article=article), "SUPPORTED")
    inner = with_status(a_claim(words="would cost 410,000 crowns", article=article), "REFUTED")
    assert marks(article) == [
        (
            "Keeping the ferry open ",
            {"data-claims": f"{outer.pk}", "data-status": "SUPPORTED"},
        ),
        (
            "would cost 410,000 crowns",
            {
                "data-claims": f"{outer.pk} {inner.pk}",
                "data-status": "REFUTED",
                "data-second-status": "SUPPORTED",
                "data-depth": "2",
                "data-number": "2",
                "data-ends": f"{inner.pk}",
                "id": f"highlight-{inner.pk}",
                "tabindex": "0",
                "aria-details": f"claim-{inner.pk}",
            },
        ),
        (
            ", the wire reported.",
            {
                "data-claims": f"{outer.pk}",
                "data-status": "SUPPORTED",
                "data-number": "1",
                "data-ends": f"{outer.pk}",
                "id": f"highlight-{outer.pk}",
                "tabindex": "0",
                "aria-details": f"claim-{outer.pk}",
            },
        ),
    ]


def test_layers_over_one_span_are_one_item_outermost_first(client: Client, reviewer: User) -> None:
    article = an_article(text=WORDS)
    content = a_claim(
        words="Keeping the ferry open would cost 410,000 crowns",
        article=article,
        attributions=[AttributionLayer("The wire"), AttributionLayer("", mode=AttributionMode.ANONYMOUS)],
    )
    read = reading(article.pk, reviewer)
    (item,) = read.items
    middle = Claim.objects.get(asserts=content)
    outer = Claim.objects.get(asserts=middle)
    assert [(one.claim.pk, one.number, one.depth, one.who) for one in item.claims] == [
        (outer.pk, 1, 0, ("The wire",)),
        (middle.pk, 2, 1, ("The wire", "Anonymous")),
        (content.pk, 3, 2, ("The wire", "Anonymous")),
    ]
    assert [(words, attributes["data-number"]) for words, attributes in marks(article)] == [
        ("Keeping the ferry open would cost 410,000 crowns", "1–3")
    ]
    assert "claim-stack" in page(client, article)


def test_a_claim_that_stands_twice_is_focused_once(reviewer: User) -> None:
    article = an_article(text="The ferry stopped. Indeed, the ferry stopped.")
    claim = a_claim(words="The ferry stopped.", article=article)
    revision = article.revisions.get()
    make_highlight(
        claim_id=claim.pk,
        revision_id=revision.pk,
        start=27,
        end=45,
        exact=revision.text[27:45],
        actor=the_administrator(),
    )
    assert [(words, attributes.get("data-number")) for words, attributes in marks(article)] == [
        ("The ferry stopped.", "1"),
        ("the ferry stopped.", None),
    ]


@pytest.mark.parametrize(
    ("numbers", "short"), [([4], "4"), ([3, 4, 5], "3–5"), ([7, 3], "3, 7"), ([1, 2], "1–2")]
)
def test_references_are_short(numbers: list[int], short: str) -> None:
    assert numbers_in_short(numbers) == short


def hidden_claims(shown: str) -> list[int]:
    """The claims whose cards are there but not seen."""
    return [
        int(pk) for pk in re.findall(r"<details class=\"claim-card\" id=\"claim-(\d+)\"[^>]* hidden>", shown)
    ]


def test_a_card_shows_an_override_beside_the_computed_status(client: Client, reviewer: User) -> None:
    article = an_article(text=WORDS)
    claim = backed(a_claim(words="410,000 crowns", article=article))
    chip = f'data-standing="OVERRIDDEN" data-overridden="{claim.pk}"'
    assert f"{chip} hidden></span>" in page(client, article)
    override = an_override(claim, status="REFUTED")
    shown = page(client, article)
    words = override_words(override, "Refuted")
    assert f"{chip}>{words}</span>" in shown
    assert f'data-status="SUPPORTED" data-claim-status="{claim.pk}">Supported</span>' in shown


def test_filters_hide_cards_and_leave_their_words_plain_but_reachable(client: Client, reviewer: User) -> None:
    article = an_article(text="One. Two.")
    supported = with_status(a_claim(words="One.", article=article), "SUPPORTED")
    refuted = with_status(a_claim(words="Two.", article=article, type="law"), "REFUTED")
    by_status = page(client, article, "?status=SUPPORTED")
    assert hidden_claims(by_status) == [refuted.pk]
    assert len(re.findall(r"<mark [^>]*data-filtered", by_status)) == 1
    assert hidden_claims(page(client, article, "?type=law")) == [supported.pk]
    assert hidden_claims(page(client, article, f"?reviewer={reviewer.pk}")) == [supported.pk, refuted.pk]


def test_withdrawn_claims_are_not_marked_and_can_be_brought_back(client: Client, reviewer: User) -> None:
    article = an_article(text="One. Two.")
    claim = a_claim(words="One.", article=article)
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    shown = page(client, article)
    assert (marks(article), f'data-withdrawn="{claim.pk}"' in shown) == ([], True)


def test_highlights_stay_on_the_revision_in_which_they_were_made(client: Client, reviewer: User) -> None:
    article = an_article(text="One.")
    a_claim(words="One.", article=article)
    add_revision(
        article_id=article.pk, canonical=from_plain("Two."), origin=Origin.PASTE, actor=the_administrator()
    )
    latest, first = page(client, article), page(client, article, "revisions/1/")
    assert "Carrying over highlights: 0 of 1" in latest and "<mark" not in latest
    assert "This is revision 1; the latest one is revision 2" in first and "<mark" in first
    assert client.get(f"/articles/{article.pk}/revisions/3/").status_code == 404


def test_a_reader_is_offered_nothing_to_change(client: Client) -> None:
    article = an_article(text="One.")
    a_claim(words="One.", article=article)
    client.force_login(a_person(role=Role.READER))
    shown = page(client, article)
    assert [word for word in ("data-claim-new", "data-claim-button", "/edit/") if word in shown] == []


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_costs_the_same_for_one_claim_as_for_fifty(
    client: Client, reviewer: User, count: int
) -> None:
    article = an_article(text=" ".join(f"Sentence number {number}." for number in range(100, 100 + count)))
    for number in range(100, 100 + count):
        a_claim(words=f"Sentence number {number}.", article=article)
    with CaptureQueriesContext(connection) as seen:
        page(client, article)
    # Session and person; the article with what there is around it, its revisions with the text, the claims;
    # that somebody looks and who else is here; what is to do.
    assert len(seen) == 7


def test_what_there_is_besides_costs_a_statement_each(client: Client, reviewer: User) -> None:
    article = an_article(text="The ferry was late. Nobody was hurt.")
    a_signed_claim(article=article, words="The ferry was late.")
    ask_for_correction(
        article_id=article.pk, sent_to="desk@example.org", wording="It was on time.", actor=reviewer
    )
    write_comment(article_id=article.pk, text="Ask the harbour.", actor=reviewer)
    take_work(article_id=article.pk, actor=reviewer)
    a_claim(words="Nobody was hurt.", article=article)
    with CaptureQueriesContext(connection) as seen:
        shown = page(client, article)
    assert ("Corrections asked for" in shown, "one comment" in shown) == (True, True)
    # Who signed, and the corrections.
    assert len(seen) == 9


def test_work_and_comments_are_fetched_when_they_are_opened(client: Client, reviewer: User) -> None:
    article, other = an_article(), a_person(display_name="Ines Moor")
    write_comment(article_id=article.pk, text="Ask the harbour.", actor=other)
    take_work(article_id=article.pk, actor=other)
    address, shown = f"/articles/{article.pk}/comments/", page(client, article)
    assert f'hx-get="{address}" hx-trigger="toggle once"' in shown and f'<a href="{address}">' in shown
    assert ("<bdi>Ines Moor</bdi> · one comment" in shown, "Ask the harbour." in shown) == (True, False)
    opened = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in opened, "Ask the harbour." in opened, "Give back" in opened) == (False, True, False)
    assert opened.count('class="work-list"') == 1


def test_sentences_are_told_in_utf16_units_and_for_ever(client: Client, reviewer: User) -> None:
    article = an_article(text="Flag 🇩🇪 here. Then more.\n\nA second block.")
    revision = article.revisions.get()
    answer = client.get(f"/revisions/{revision.pk}/sentences/")
    assert answer.json() == {"sentences": [[0, 15], [16, 26], [27, 42]]}
    assert "immutable" in answer["Cache-Control"]


def test_progress_follows_the_claims_of_the_revision(client: Client, reviewer: User) -> None:
    article = an_article(text="One. Two.")
    with_status(a_claim(words="One.", article=article), "SUPPORTED")
    a_claim(words="Two.", article=article)
    shown: Any = client.get(f"/revisions/{article.revisions.get().pk}/progress/").content.decode()
    assert "1 of 2 claims decided or leaning" in shown
