"""The reasoning in a real browser: trying without leaving the page, an earlier day, and the picture."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Assessment
from tests.browser.reading import signed_in
from tests.factories import a_person
from tests.reasoned import Reasoned, a_reasoned_claim
from tests.services.live import LiveWorkbench


@pytest.fixture
def reasoned(live_workbench: LiveWorkbench, page: Page) -> Reasoned:
    """The claim, with a reviewer signed in to look at it."""
    signed_in(page, a_person(), live_workbench.address)
    return a_reasoned_claim()


def test_what_is_tried_shows_its_outcome_at_once_and_stays_in_the_address(
    reasoned: Reasoned, page: Page
) -> None:
    page.goto(f"/claims/{reasoned.claim.pk}/")
    before = Assessment.objects.count()
    page.get_by_role("link", name="Try it").click()
    outcome = page.get_by_role("region", name="The status would be")
    expect(outcome).to_contain_text("the same as now")
    page.get_by_label("Leave it out: Log of the watch").check()
    expect(outcome).to_contain_text("Leans supported")
    expect(page.get_by_label("Leave it out: Log of the watch")).to_be_focused()
    page.get_by_label("Grade of Coast Wire").select_option("E")
    expect(outcome).to_contain_text("Not enough evidence")
    expect(page.get_by_label("Leave it out: Log of the watch")).to_be_checked()
    publisher = reasoned.wire.source.publisher_id
    query = f"without={reasoned.record.pk}&grade-{publisher}=E"
    assert page.url.endswith(f"/claims/{reasoned.claim.pk}/try/?{query}")
    page.reload()
    expect(outcome).to_contain_text("Not enough evidence")
    expect(page.get_by_label("Grade of Coast Wire")).to_have_value("E")
    assert Assessment.objects.count() == before


def test_an_earlier_day_is_shown_in_its_place(reasoned: Reasoned, page: Page) -> None:
    page.goto(f"/claims/{reasoned.claim.pk}/")
    page.get_by_text("As known on an earlier day").click()
    page.get_by_label("Day", exact=True).fill("2024-05-03")
    page.get_by_role("button", name="Show").click()
    shown = page.get_by_role("region", name="As known on an earlier day")
    expect(shown).to_contain_text("Leans supported")
    expect(shown).to_contain_text("nothing is saved")
    assert page.url.endswith("?known_on=2024-05-03")
    expect(page.get_by_role("heading", name="Why: supported")).to_be_visible()


def test_the_picture_is_walked_by_keyboard_and_leads_to_its_words(reasoned: Reasoned, page: Page) -> None:
    page.goto(f"/claims/{reasoned.claim.pk}/independence/")
    paper = page.get_by_role("link", name="Morning Ledger").first
    paper.focus()
    near = page.locator(".picture-box[data-near] .picture-name")
    expect(near).to_have_text(["Morning Ledger", "Coast Wire"])
    page.keyboard.press("Enter")
    expect(page.locator(f"#item-{reasoned.paper.source_id}")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".picture")).to_be_hidden()
    expect(page.get_by_role("heading", name="Publications")).to_be_visible()
