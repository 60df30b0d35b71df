"""A morning's work by keyboard: the queue, taking, saying something to somebody; and who else is here."""

import pytest
from playwright.sync_api import Browser, Page, expect

from annotations.actions.assignments import assign_work
from annotations.domain.vocabulary import Role
from annotations.models import Assignment, Comment, User
from tests.browser.reading import signed_in
from tests.factories import a_claim, a_person, an_article
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewer(page: Page, live_workbench: LiveWorkbench) -> User:
    person = a_person(display_name="Ines Moor", username="ines")
    signed_in(page, person, live_workbench.address)
    return person


def test_a_morning_goes_by_keyboard(page: Page, reviewer: User) -> None:
    editor = a_person(role=Role.EDITOR, display_name="Bruno Wren", username="bruno.w")
    claims = [a_claim(text=f"The ferry was late {number} times.") for number in ("ten", "twelve")]
    ids = [claim.pk for claim in claims]
    assign_work(claim_ids=ids, person_ids=[reviewer.pk], actor=editor)
    page.goto("/")
    for _ in range(2):
        page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/claims/{ids[1]}/")
    page.locator(".comment-form textarea").focus()
    page.keyboard.type("Ask @bru")
    expect(page.locator(".names > li")).to_have_text("Bruno Wren @bruno.w")
    page.keyboard.press("Enter")
    page.keyboard.type("about it.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment-text")).to_have_text("Ask @bruno.w about it.")
    expect(page.locator(".comment-form textarea")).to_have_value("")
    assert list(Comment.objects.get().mentions.values_list("person", flat=True)) == [editor.pk]
    page.locator("h1").click()
    page.keyboard.press("d")
    expect(page.get_by_text("Done.", exact=True)).to_be_visible()
    assert Assignment.objects.get(claim=ids[1]).end == "done"


def test_what_nobody_has_is_taken_by_one_key_and_taken_back_by_another(page: Page, reviewer: User) -> None:
    claim = a_claim()
    page.goto(f"/claims/{claim.pk}/")
    page.keyboard.press("t")
    expect(page.locator(".work-list")).to_contain_text("Ines Moor (you)")
    page.keyboard.press("z")
    expect(page.get_by_text("Nobody has taken it.")).to_be_visible()


def test_two_people_see_each_other(
    page: Page, reviewer: User, browser: Browser, live_workbench: LiveWorkbench
) -> None:
    claim, other = a_claim(), a_person(display_name="Paul Wren")
    page.goto(f"/claims/{claim.pk}/")
    window = browser.new_context(base_url=live_workbench.address)
    theirs = window.new_page()
    signed_in(theirs, other, live_workbench.address)
    theirs.goto(f"/claims/{claim.pk}/")
    expect(theirs.locator(".onlookers .avatar")).to_have_text("IM")
    expect(page.locator(".onlookers .avatar")).to_have_text("PW", timeout=60_000)
    window.close()


def test_on_an_article_work_and_comments_come_when_they_are_opened(page: Page, reviewer: User) -> None:
    article = an_article()
    page.goto(f"/articles/{article.pk}/")
    page.locator("h1").click()
    page.keyboard.press("o")
    words = page.locator(".article-work .comment-form textarea")
    words.fill("Ask the harbour.")
    words.press("Control+Enter")
    expect(page.locator(".article-work .comment-text")).to_have_text("Ask the harbour.")
    page.locator("h1").click()
    page.keyboard.press("t")
    expect(page.locator(".article-work > summary")).to_contain_text("Ines Moor · one comment")
    assert Assignment.objects.get(article=article.pk).person == reviewer
