"""Reading an article and making claims of its words, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from annotations.actions.claims import AttributionLayer
from annotations.domain.canonical import from_html
from annotations.models import Article, Claim, Highlight, User
from tests.browser.reading import ARTICLE_TEXT, BOX, drag, form, opened, said, select, signed_in, toolbar
from tests.factories import a_claim, a_person, an_article
from tests.services.live import LiveWorkbench

# Before the browser: then the page is closed when the tables are emptied, and asks nothing of them any more.
pytestmark = pytest.mark.usefixtures("live_workbench")

TEXT = (
    "Officials said yesterday that over 40 boats were lost. Nobody asked the harbour.\n\n"
    "Flags 🇩🇪 and 👩‍👩‍👧 waved. لم تُدفع أجور الطاقم (Harbour Office) منذ شهرين. "
    "The ferry stopped on Sunday.\n\n"
    + "\n\n".join(
        f"Paragraph {number} fills the column so that there is something to scroll." for number in range(60)
    )
)


CHANGED = "(id) => document.dispatchEvent(new CustomEvent('workbench:claim-changed', { detail: { id } }))"


@pytest.fixture
def reviewer(page: Page, live_workbench: LiveWorkbench) -> User:
    """A reviewer who is signed in to the browser."""
    person = a_person()
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def article(reviewer: User) -> Article:
    return an_article(text=TEXT, published_on="2020-09-29")


def exact() -> list[str]:
    """The highlighted words, and whether the offsets agree with them."""
    return [mark.revision.text[mark.start : mark.end] for mark in Highlight.objects.order_by("id")]


def test_words_selected_with_the_mouse_become_a_claim_and_the_text_stays_where_it_is(
    page: Page, article: Article
) -> None:
    opened(page, article)
    page.evaluate("scrollTo(0, 120)")
    drag(page, "Nobody asked the harbour")
    toolbar(page).get_by_role("button", name="Claim").click()
    expect(form(page).get_by_label("Claim, in plain words")).to_be_focused()
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Claim 1 saved.")
    expect(page.locator("mark.highlight")).to_have_text("Nobody asked the harbour")
    expect(page.locator(".claim-card[data-claim]")).to_have_count(1)
    expect(page.locator("mark.highlight")).to_be_focused()
    assert page.evaluate("scrollY") == before
    assert exact() == ["Nobody asked the harbour"]


def test_the_button_stays_away_until_the_mouse_is_let_go(page: Page, article: Article) -> None:
    """Under the pointer it would become the end of the selection: everything down to it."""
    opened(page, article)
    left, first_line, right, last_line = page.evaluate(BOX, [ARTICLE_TEXT, "Nobody asked the harbour"])
    page.mouse.move(left, first_line)
    page.mouse.down()
    page.mouse.move(right, last_line, steps=4)
    page.wait_for_function("String(getSelection()) === 'Nobody asked the harbour'")
    page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    expect(toolbar(page)).to_be_hidden()
    page.mouse.up()
    expect(toolbar(page)).to_be_visible()


def test_keyboard_alone_selects_a_sentence_trims_it_and_saves(page: Page, article: Article) -> None:
    opened(page, article)
    page.keyboard.press("s")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("c")
    expect(form(page).get_by_label("Claim, in plain words")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" And so on.")
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("Claim 1 saved.")
    assert exact() == ["Nobody asked the"]
    assert Claim.objects.get().text == "Nobody asked the. And so on."
    page.keyboard.press("Enter")
    expect(page.locator(".claim-card[open]")).to_have_count(1)


def test_the_end_of_a_paragraph_holds_no_selection_back(page: Page, article: Article) -> None:
    opened(page, article)
    page.keyboard.press("s")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    assert " ".join(page.evaluate("String(getSelection())").split()) == "Nobody asked the harbour. Flags"
    page.keyboard.press("ArrowRight")
    assert " ".join(page.evaluate("String(getSelection())").split()) == "asked the harbour. Flags"


def test_a_selection_across_blocks_flags_and_two_directions_lands_on_its_words(
    page: Page, article: Article
) -> None:
    opened(page, article)
    for first, last in (("harbour.", "🇩🇪"), ("👩‍👩‍👧", "الطاقم"), ("Harbour Office", "ferry")):
        select(page, first, last)
        page.keyboard.press("c")
        form(page).get_by_role("button", name="Save").last.click()
        expect(form(page)).to_have_count(0)
    assert exact() == [
        "harbour.\nFlags 🇩🇪",
        "👩‍👩‍👧 waved. لم تُدفع أجور الطاقم",
        "Harbour Office) منذ شهرين. The ferry",
    ]


def test_withdrawing_leaves_the_place_and_undo_brings_it_back(
    page: Page, article: Article, reviewer: User
) -> None:
    a_claim(words="Nobody asked the harbour.", article=article, actor=reviewer)
    opened(page, article)
    page.keyboard.press("j")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator(".claim-withdrawn")).to_be_visible()
    expect(page.locator("mark.highlight")).to_have_count(0)
    page.keyboard.press("z")
    expect(page.locator("mark.highlight")).to_have_text("Nobody asked the harbour.")
    expect(page.locator(".claim-card[data-claim]")).to_have_count(1)


def test_a_panel_that_is_fetched_anew_does_not_come_between_a_withdrawal_and_its_answer(
    page: Page, article: Article, reviewer: User
) -> None:
    claim = a_claim(words="Nobody asked the harbour.", article=article, actor=reviewer)
    opened(page, article)
    page.keyboard.press("j")
    held: list[Route] = []
    page.route("**/withdraw/", lambda route: held.append(route))
    page.get_by_role("button", name="Withdraw").click()
    with page.expect_response(f"**/claims/{claim.pk}/panel/**"):
        page.evaluate(CHANGED, claim.pk)
    held[0].continue_()
    expect(page.locator(".claim-withdrawn")).to_be_visible()
    expect(page.locator("mark.highlight")).to_have_count(0)


@pytest.mark.parametrize("failure", ["answer", "connection"])
def test_a_card_whose_inside_did_not_arrive_asks_for_it_again(
    page: Page, article: Article, reviewer: User, failure: str
) -> None:
    claim = a_claim(words="Nobody asked the harbour.", article=article, actor=reviewer)
    opened(page, article)
    failed: list[str] = []

    def first_fails(route: Route) -> None:
        if failed:
            route.continue_()
            return
        failed.append(route.request.url)
        route.abort() if failure == "connection" else route.fulfill(status=503, body="Not now.")

    page.route(f"**/claims/{claim.pk}/panel/**", first_fails)
    page.locator(f"#claim-{claim.pk} summary").click()
    expect(page.locator(f"[data-claim-panel='{claim.pk}']")).to_be_visible()
    assert len(failed) == 1


def test_a_panel_that_is_fetched_anew_does_not_come_under_a_button_that_is_pressed(
    page: Page, article: Article, reviewer: User
) -> None:
    claim = a_claim(words="Nobody asked the harbour.", article=article, actor=reviewer)
    opened(page, article)
    page.keyboard.press("j")
    page.get_by_role("button", name="Withdraw").hover()
    page.mouse.down()
    with page.expect_response(f"**/claims/{claim.pk}/panel/**") as answer:
        page.evaluate(CHANGED, claim.pk)
    answer.value.finished()
    page.evaluate("new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    # The card may have moved to be level with its words.
    page.get_by_role("button", name="Withdraw").hover()
    page.mouse.up()
    expect(page.locator(".claim-withdrawn")).to_be_visible()


def test_each_of_several_claims_on_the_same_words_is_reached(page: Page, article: Article) -> None:
    a_claim(
        words="over 40 boats were lost",
        article=article,
        attributions=[AttributionLayer("The wire"), AttributionLayer("Officials")],
    )
    a_claim(words="Officials said yesterday that over 40 boats were lost.", article=article)
    opened(page, article)
    reached = []
    for number in range(4):
        page.locator("mark.highlight[data-depth='3']").focus()
        page.keyboard.press("Enter")
        choices = page.locator("[data-choose]")
        expect(choices).to_have_count(4)
        for _ in range(number):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".claim-card[open] .claim-card-summary")).to_be_focused()
        reached.append(page.locator(".claim-card[open] .claim-number").text_content())
        page.keyboard.press("Escape")
        expect(page.locator(".claim-card[open]")).to_have_count(0)
    assert sorted(filter(None, reached)) == ["1", "2", "3", "4"]
    page.keyboard.press("j")
    for _ in range(3):
        page.keyboard.press("j")
    expect(page.locator(".claim-card[open] .claim-number")).to_have_text("4")


def test_typed_words_survive_a_reload_and_escape(page: Page, article: Article) -> None:
    opened(page, article)
    select(page, "The ferry stopped on Sunday")
    page.keyboard.press("c")
    words = form(page).get_by_label("Claim, in plain words")
    words.fill("The ferry did not run on 27 September.")
    expect(form(page).locator("[data-kept-sign]")).to_be_visible()
    page.reload()
    expect(words).to_have_value("The ferry did not run on 27 September.")
    words.press("Escape")
    expect(form(page)).to_have_count(0)
    page.keyboard.press("c")
    expect(words).to_have_value("The ferry did not run on 27 September.")
    words.press("Enter")
    expect(said(page)).to_have_text("Claim 1 saved.")
    assert exact() == ["The ferry stopped on Sunday"]


def test_a_status_arrives_by_itself_and_moves_nothing(page: Page, article: Article, reviewer: User) -> None:
    claim = a_claim(words="Nobody asked the harbour.", article=article, actor=reviewer)
    opened(page, article)
    card = page.locator(f"#claim-{claim.pk}")
    mark = page.locator("mark.highlight")
    expect(mark).to_have_attribute("data-status", "NOT_ENOUGH_EVIDENCE")
    before = (card.bounding_box(), mark.bounding_box())
    Claim.objects.filter(pk=claim.pk).update(status="REFUTED")
    expect(mark).to_have_attribute("data-status", "REFUTED")
    expect(card.locator(".status")).to_have_text("Refuted")
    expect(page.locator(f".article-map [data-claim='{claim.pk}']")).to_have_attribute(
        "data-status", "REFUTED"
    )
    assert (card.bounding_box(), mark.bounding_box()) == before


def test_filters_act_at_once_and_stay_in_the_address(page: Page, article: Article) -> None:
    a_claim(words="Nobody asked the harbour.", article=article, type="law")
    a_claim(words="The ferry stopped on Sunday.", article=article)
    opened(page, article)
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Law or rule").check()
    expect(page.locator(".claim-card[data-claim]:visible")).to_have_count(1)
    expect(page.locator("mark[data-filtered]")).to_have_text("The ferry stopped on Sunday.")
    page.reload()
    expect(page.locator(".claim-card[data-claim]:visible")).to_have_count(1)


@pytest.mark.parametrize("width", [390])
def test_nobody_is_kept_out_of_reading_and_claiming(
    page: Page, article: Article, reviewer: User, axe: Axe, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    a_claim(words="over 40 boats were lost", article=article, attributions=[AttributionLayer("Officials")])
    an_article(
        canonical=from_html("<h1>عنوان</h1><ul><li>نقطة</ul><table><tr><td>a<td>b</table>"), language="ar"
    )
    opened(page, article)
    select(page, "The ferry stopped on Sunday")
    page.keyboard.press("c")
    expect(form(page)).to_be_visible()
    found = {address: axe.run(page).response["violations"] for address in [page.url]}
    other = Article.objects.exclude(pk=article.pk).get()
    for address in (
        "/articles/",
        "/articles/import/",
        f"/articles/{other.pk}/",
        f"/articles/{article.pk}/edit/",
        f"/articles/{article.pk}/revisions/",
        f"/articles/{article.pk}/revisions/new/",
        f"/claims/new/?revision={article.revisions.get().pk}",
    ):
        page.goto(address)
        found[address] = axe.run(page).response["violations"]
    assert {address: [one["id"] for one in wrong] for address, wrong in found.items() if wrong} == {}
