"""More claims than the panel can show at a time: cards out of sight are not laid out, and nobody notices."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from annotations.models import Article, User
from annotations.queries.reading import MANY_CLAIMS
from tests.browser.reading import opened, signed_in
from tests.factories import a_person, an_article
from tests.marks import claims_on
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.usefixtures("live_workbench")

CLAIMS = MANY_CLAIMS + 50
SENTENCE = re.compile(r"[^.\n]+\.")
FROM_MARK_TO_CARD = """(number) => {
  const has = (one) => one.querySelector('.claim-number').textContent === String(number);
  const card = [...document.querySelectorAll('.claim-card')].find(has);
  const mark = document.querySelector(`.highlight[data-claims~="${card.dataset.claim}"]`);
  return card.getBoundingClientRect().top - mark.getBoundingClientRect().top;
}"""
STANDING_STILL = """() => new Promise((then) => {
  let last = '', same = 0;
  const look = () => {
    const now = `${scrollY} ${document.querySelector('[data-claims-panel]').scrollTop}`;
    same = now === last ? same + 1 : 0;
    last = now;
    if (same > 10) then(); else requestAnimationFrame(look);
  };
  look();
})"""


@pytest.fixture
def reviewer(page: Page, live_workbench: LiveWorkbench) -> User:
    """A reviewer who is signed in to the browser."""
    person = a_person()
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def article(reviewer: User) -> Article:
    """Paragraphs of three claims each; some claims are long, so that cards differ in height."""
    paragraphs = (
        " ".join(f"Boat {number}{letter} was counted{' again and again' * (number % 5)}." for letter in "abc")
        for number in range(CLAIMS // 3)
    )
    made = an_article(text="\n\n".join(paragraphs))
    revision = made.revisions.get()
    spans = [found.span() for found in SENTENCE.finditer(revision.text)]
    claims_on(revision, spans, reviewer)
    return made


@pytest.mark.parametrize("number", [60, CLAIMS - 20])
def test_a_card_far_down_is_level_with_its_words(page: Page, article: Article, number: int) -> None:
    opened(page, article)
    page.locator(f"mark.highlight[data-number='{number}']").scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 300)")
    page.evaluate(STANDING_STILL)
    page.locator(f"mark.highlight[data-number='{number}']").click()
    expect(page.locator(".claim-card[open] .claim-number")).to_have_text(str(number))
    page.evaluate(STANDING_STILL)
    assert abs(page.evaluate(FROM_MARK_TO_CARD, number)) < 40


def test_keys_reach_cards_that_were_never_in_sight(page: Page, article: Article) -> None:
    opened(page, article)
    page.locator(f"mark.highlight[data-number='{CLAIMS - 1}']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    expect(page.locator(".claim-card[open] .claim-number")).to_have_text(str(CLAIMS))
    expect(page.locator(".claim-card[open] summary")).to_be_focused()
    expect(page.locator(".claim-card[open] summary")).to_be_in_viewport()


def test_everything_is_printed_and_nobody_is_kept_out(page: Page, article: Article, axe: Axe) -> None:
    opened(page, article)
    assert [one["id"] for one in axe.run(page).response["violations"]] == []
    page.emulate_media(media="print")
    skipped = "(card) => card.checkVisibility({ contentVisibilityAuto: true })"
    assert all(page.locator(".claim-card").nth(place).evaluate(skipped) for place in (0, 60, CLAIMS - 1))
    words = "[...document.querySelectorAll('.claim-card .claim-words')]"
    assert page.evaluate(f"{words}.every((one) => one.checkVisibility({{ contentVisibilityAuto: true }}))")
