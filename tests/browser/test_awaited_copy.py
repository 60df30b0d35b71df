"""A copy that arrives while its composer is open. The worker rests: the test reads the address in its place,
from a small web of this machine.
"""

import re
from collections.abc import Iterator

import pytest
import trustme
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from annotations.actions.visits import visit_source
from annotations.models import Claim, Evidence, Source, SourceVisit, User, WebHost
from tests.actions.test_visits import ADDRESS, FIRST, PASSAGE, reach, serve
from tests.browser.reading import signed_in
from tests.factories import a_claim, a_person, a_publisher, a_source, assessed
from tests.gateways.safe_fetch.pretend_web import PretendWeb, pretend_web
from tests.gateways.safe_fetch.pretend_web import page as served
from tests.services.live import LiveWorkbench

TYPED = "notices of the pilots"
MOST_TABS = 80


@pytest.fixture
def harbour() -> Iterator[PretendWeb]:
    """The site that is cited."""
    with pretend_web(trustme.CA()) as web:
        web.name("harbour.example", ["93.184.216.34"])
        serve(web, FIRST, *(f"Entry {number} of the log says little." for number in range(60)))
        yield web


@pytest.fixture
def ines(live_workbench: LiveWorkbench, page: Page) -> User:
    """A reviewer who is signed in, while no worker runs."""
    live_workbench.kill_worker()
    person = a_person(username="ines", display_name="Ines Marlow")
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def claim(ines: User) -> Claim:
    """A claim without evidence, and sources that may be its next ones."""
    a_publisher(name="Harbour Office")
    for number in range(8):
        a_source(title=f"Notice to mariners {number}")
    return assessed(a_claim(actor=ines))


def cited(page: Page, claim: Claim) -> Source:
    """Cited in the composer, which then awaits the text."""
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.get_by_label("Source", exact=True).fill(ADDRESS)
    page.get_by_label("Publisher").fill("Harbour Office")
    page.get_by_role("button", name="Register and capture this address").click()
    expect(page.get_by_text("The address is being read.")).to_be_visible()
    return Source.objects.get(url=ADDRESS)


def read(web: PretendWeb) -> None:
    """What the worker does, with the host rested."""
    WebHost.objects.update(not_before=timezone.now())
    visit_source(visit_id=SourceVisit.objects.get(finished_at__isnull=True).pk, **reach(web))


def text(page: Page) -> Locator:
    return page.get_by_role("group", name="Captured text")


def link_by_keyboard(page: Page, claim: Claim, source: Source) -> None:
    """The second sentence of the text, as contradicting."""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-selected]")).to_have_text(f"Selected: “{PASSAGE}”")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Linked: contradicts.")).to_be_visible()
    link = Evidence.objects.get(claim=claim)
    assert (link.source, link.passage, link.passage_check) == (source, PASSAGE, "exact")


def test_the_text_appears_and_a_passage_is_linked_by_keyboard(
    page: Page, claim: Claim, harbour: PretendWeb
) -> None:
    source = cited(page, claim)
    read(harbour)
    expect(text(page)).to_be_focused()
    expect(page.get_by_role("heading", level=2)).to_have_text("Log of the harbour")
    link_by_keyboard(page, claim, source)


@pytest.mark.parametrize("width", [1280, 390])
def test_whoever_is_typing_goes_on_typing_where_they_were(
    page: Page, claim: Claim, harbour: PretendWeb, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    source = cited(page, claim)
    words = page.get_by_label("Source", exact=True)
    words.click()
    page.keyboard.type(TYPED)
    page.evaluate("scrollTo(0, 120)")
    before = page.evaluate("scrollY")
    page.keyboard.press("ArrowLeft")
    read(harbour)
    expect(text(page)).to_be_attached()
    expect(words).to_be_focused()
    expect(words).to_have_value(TYPED)
    assert page.evaluate("scrollY") == before
    page.keyboard.type("X")
    expect(words).to_have_value(f"{TYPED[:-1]}X{TYPED[-1]}")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-capture]')"):
            break
    link_by_keyboard(page, claim, source)


def test_the_next_try_is_said_and_made_at_once_with_the_keyboard(
    page: Page, claim: Claim, harbour: PretendWeb
) -> None:
    healthy, harbour.routes["/log"] = harbour.routes["/log"], served(b"x", status="503 Busy")
    cited(page, claim)
    read(harbour)
    expect(page.get_by_text("It is tried again by itself:")).to_be_visible()
    expect(page.get_by_role("link", name="Paste the text instead")).to_have_attribute(
        "href", re.compile("way=paste$")
    )
    page.get_by_label("Source", exact=True).fill(TYPED)
    harbour.routes["/log"] = healthy
    page.get_by_role("button", name="Try now").press("Enter")
    expect(page.get_by_text("The address is being read.")).to_be_visible()
    expect(page.get_by_label("Source", exact=True)).to_have_value(TYPED)
    read(harbour)
    expect(text(page)).to_be_visible()
    expect(page.get_by_label("Source", exact=True)).to_have_value(TYPED)
