"""Words change under highlights: from the new revision to the last decision, in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Locator, Page, expect

from annotations.actions.articles import add_revision
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.models import Article, Claim, Highlight, User
from tests.browser.reading import drag, opened, said, signed_in, toolbar
from tests.factories import a_claim, a_person, an_article
from tests.revised import AMBIGUOUS, CHANGED, GONE, OLD, SAME, a_story, revised, waits
from tests.revised import NEW as REVISED
from tests.services.live import LiveWorkbench, database_address

# Before the browser: then the page is closed when the tables are emptied, and asks nothing of them any more.
pytestmark = pytest.mark.usefixtures("live_workbench")

PAID = "Crews were paid on time, the captain said."
NEW = REVISED.replace("paid on time, the captain", "paid late, the mate")


@pytest.fixture
def reviewer(page: Page, live_workbench: LiveWorkbench) -> User:
    """A reviewer who is signed in to the browser."""
    person = a_person()
    signed_in(page, person, live_workbench.address)
    return person


def card(page: Page, claim: Claim) -> Locator:
    """The place of a claim's highlight in the queue, while it waits."""
    return page.locator(f"[data-waiting='{waits(claim).pk}'] .waiting")


def toast(page: Page) -> Locator:
    """The words of the latest toast."""
    return page.locator(".toast-words").last


def standing(claims: list[Claim]) -> list[tuple[str, str]]:
    """State and words of each claim's highlight."""
    return [(waits(claim).state, waits(claim).exact) for claim in claims]


def test_the_whole_story_by_keyboard(page: Page, reviewer: User) -> None:
    article = an_article(text=OLD)
    claims = [a_claim(words=one, article=article) for one in (CHANGED, PAID, AMBIGUOUS, GONE, SAME)]
    changed, paid, ambiguous, gone, _same = claims

    page.goto(f"/articles/{article.pk}/revisions/new/")
    page.get_by_label("Text", exact=True).focus()
    page.keyboard.insert_text(NEW)
    page.keyboard.press("Control+Enter")
    waiting = page.get_by_role("link", name="4 highlights wait for a decision")
    expect(waiting).to_be_visible()
    expect(page.locator("mark.highlight")).to_have_text(SAME)
    waiting.focus()
    page.keyboard.press("Enter")

    expect(card(page, changed)).to_contain_text("410")
    expect(page.locator("[data-waiting][data-current]")).to_have_count(1)
    page.keyboard.press("y")
    expect(toast(page)).to_have_text("Confirmed. 3 highlights wait for a decision.")
    expect(card(page, paid)).to_be_focused()
    page.keyboard.press("x")
    expect(toast(page)).to_have_text("Retired. 2 highlights wait for a decision.")
    expect(card(page, ambiguous)).to_be_focused()
    page.keyboard.press("z")
    expect(card(page, paid)).to_be_focused()
    expect(page.locator("#waiting-summary")).to_contain_text("3 highlights wait for a decision")
    page.keyboard.press("Enter")
    expect(card(page, ambiguous)).to_be_focused()
    page.keyboard.press("2")
    expect(toast(page)).to_have_text("Confirmed. 1 highlight waits for a decision.")
    expect(card(page, gone)).to_be_focused()

    page.keyboard.press("s")
    expect(
        page.get_by_role("heading", name="Select the words on which this claim stands now")
    ).to_be_visible()
    expect(page.locator(".article-map-window:not([height='0'])")).to_have_count(1)
    page.keyboard.press("s")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("String(getSelection())") == "It was raining."
    page.keyboard.press("Enter")
    expect(toast(page)).to_have_text("The highlight was set anew.")
    expect(page.get_by_role("heading", name="Nothing waits in this article")).to_be_visible()
    assert standing(claims) == [
        ("live", "The harbour office counted 460 boats in May."),
        ("live", "Crews were paid late, the mate said."),
        ("live", AMBIGUOUS),
        ("live", "It was raining."),
        ("live", SAME),
    ]
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("mark.highlight[data-ends]")).to_have_count(5)


def test_keys_move_and_enter_on_a_link_follows_the_link(page: Page, reviewer: User) -> None:
    article, (first, second) = a_story(CHANGED, GONE)
    page.goto(f"/articles/{article.pk}/highlights/waiting/")
    page.keyboard.press("j")  # The first one is marked already.
    expect(card(page, second)).to_be_focused()
    page.keyboard.press("Enter")
    expect(toast(page)).to_have_text("The words are gone: select them again, or retire the highlight.")
    page.keyboard.press("k")
    expect(card(page, first)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/claims/{first.pk}/")
    assert [state for state, _ in standing([first, second])] == ["queued", "queued"]


def test_who_comes_too_late_sees_it_and_goes_on(page: Page, reviewer: User) -> None:
    article, (first, second) = a_story(CHANGED, GONE)
    page.goto(f"/articles/{article.pk}/highlights/waiting/")
    pk = waits(first).pk
    Highlight.objects.filter(pk=pk).update(state="retired", version=2)
    page.locator(f"#waiting-{pk}").get_by_role("button", name="Confirm").click()
    expect(page.locator(f"#waiting-{pk}")).to_contain_text("Somebody was quicker. It was retired.")
    expect(card(page, second)).to_be_focused()


def test_words_are_selected_with_the_mouse_and_escape_gives_up(page: Page, reviewer: User) -> None:
    article, (claim,) = a_story(GONE)
    pk = waits(claim).pk
    page.goto(f"/highlights/{pk}/reselect/")
    expect(page.locator(".article-map-window:not([height='0'])")).to_have_count(1)
    drag(page, "It was raining.")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(toolbar(page)).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"/articles/{article.pk}/highlights/waiting/?at={pk}#waiting-{pk}")
    expect(card(page, claim)).to_be_focused()
    page.goto(f"/highlights/{pk}/reselect/")
    expect(page.locator(".article-map-window:not([height='0'])")).to_have_count(1)
    drag(page, "It was raining.")
    toolbar(page).get_by_role("button", name="Set the highlight here").click()
    expect(toast(page)).to_have_text("The highlight was set anew.")
    assert standing([claim]) == [("live", "It was raining.")]


def test_words_that_were_found_are_selected_already(page: Page, reviewer: User) -> None:
    _, (claim,) = a_story(CHANGED)
    page.goto(f"/highlights/{waits(claim).pk}/reselect/")
    expect(toolbar(page)).to_be_visible()
    assert page.evaluate("String(getSelection())") == "The harbour office counted 460 boats in May."


@contextmanager
def held_up(claim: Claim) -> Iterator[None]:
    """The worker comes to a stand in whatever it does about this claim."""
    with psycopg.connect(database_address()) as other:
        other.execute("SELECT id FROM annotations_claim WHERE id = %s FOR UPDATE", [claim.pk])
        yield


def test_what_was_carried_over_comes_in_under_the_reader_without_moving_the_text(
    page: Page, reviewer: User
) -> None:
    lines = "\n\n".join(
        f"Paragraph {number} fills the column so that one can scroll." for number in range(60)
    )
    article: Article = an_article(text=lines)
    claim = a_claim(words="Paragraph 5 fills the column", article=article)
    with held_up(claim):
        add_revision(
            article_id=article.pk,
            canonical=from_plain(f"{lines}\n\nA last one came."),
            origin=Origin.PASTE,
            actor=reviewer,
        )
        opened(page, article)
        expect(page.locator("#carrying")).to_contain_text("Carrying over highlights: 0 of 1")
        page.evaluate("scrollTo(0, 900)")
        before = page.evaluate("document.getElementById('block-b30').getBoundingClientRect().top")
    expect(said(page)).to_have_text("The highlights were carried over.")
    expect(page.locator("mark.highlight")).to_have_text("Paragraph 5 fills the column")
    expect(page.locator(".claim-card[data-claim]")).to_have_count(1)
    after = page.evaluate("document.getElementById('block-b30').getBoundingClientRect().top")
    assert after == pytest.approx(before, abs=1)  # Pages scroll by whole pixels.


def test_g_n_leads_to_the_notices(page: Page, reviewer: User) -> None:
    article = an_article(text=OLD, actor=reviewer)
    a_claim(words=CHANGED, article=article)
    revised(article, "Nothing of it is printed here any more.")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Notices")).to_be_visible()
    expect(page.locator("[data-unread]")).to_have_count(1)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("[data-unread]")).to_have_count(0)
    expect(page.locator(".bell-count")).to_have_count(0)
