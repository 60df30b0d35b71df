"""Citing an address in a browser: registered at once, read by the worker, and the way on when that fails.

The worker reads the public web only, so what it meets here is a refusal: an address of this machine.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Claim, Source, SourceVisit, User
from tests.browser.reading import signed_in
from tests.factories import a_claim, a_person, a_publisher, a_source, assessed
from tests.services.live import LiveWorkbench

ADDRESS = "http://127.0.0.1/harbour/log"
TEXT = "Two boats lay at the quay.\n\nIt was March."


@pytest.fixture
def ines(live_workbench: LiveWorkbench, page: Page) -> User:
    """A reviewer who is signed in."""
    person = a_person(username="ines", display_name="Ines Marlow")
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def claim(ines: User) -> Claim:
    """A claim without evidence."""
    return assessed(a_claim(actor=ines))


def test_an_address_that_cannot_be_read_says_why_and_its_text_is_pasted(page: Page, claim: Claim) -> None:
    a_publisher(name="Harbour Office")
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.get_by_label("Source", exact=True).fill(ADDRESS)
    page.get_by_label("Publisher").fill("Harbour Office")
    page.get_by_role("button", name="Register and capture this address").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(ADDRESS)
    expect(page.locator("#awaited .link-health")).to_have_text("Blocked", timeout=60_000)
    visit = SourceVisit.objects.get()
    expect(page.locator("#awaited")).to_contain_text(visit.problem)
    page.get_by_role("link", name="Paste or upload its text").click()
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.get_by_role("button", name="Store the copy").click()
    expect(page.get_by_role("group", name="Captured text")).to_be_focused()
    source = Source.objects.get()
    assert (source.title, source.publisher.name, source.captures.get().text) == (
        ADDRESS,
        "Harbour Office",
        "Two boats lay at the quay.\nIt was March.",
    )


def test_the_publisher_of_a_site_is_known_and_enter_alone_registers(page: Page, claim: Claim) -> None:
    a_source(url="http://127.0.0.1/earlier", publisher=a_publisher(name="Harbour Office"))
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/claims/{claim.pk}/evidence/new/\?source=\d+$"))
    expect(page.locator("#awaited .link-health")).to_have_text("Blocked", timeout=60_000)
    assert Source.objects.latest("pk").publisher.name == "Harbour Office"


def test_for_a_site_that_is_new_enter_asks_who_publishes_it(page: Page, claim: Claim) -> None:
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.keyboard.type(ADDRESS)
    expect(page.get_by_label("Publisher")).to_have_value("127.0.0.1")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Publisher")).to_be_focused()
