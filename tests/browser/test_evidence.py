"""Linking evidence in a real browser: a source found, a passage selected, a stance given, undone again."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from annotations.actions.evidence import attach_evidence
from annotations.models import Article, Capture, Claim, Evidence, User
from tests.browser.reading import kept, signed_in
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.services.live import LiveWorkbench

TEXT = (
    "The year closed with 341 days of service. Ice took the rest.\n\n"
    "A boat \U0001f6a2 lay at the quay \U0001f468‍\U0001f469‍\U0001f467 in March. It left in April.\n\n"
    "أُغلق الجسر القديم في مارس. عاد القارب في أبريل.\n\n"
    "Crossings fell to 57,900. Crossings fell to 57,900."
)
FAMILY = "\U0001f468‍\U0001f469‍\U0001f467"
SELECT = """([first, last]) => {
  const nodes = document.createTreeWalker(document.querySelector('[data-capture]'), 4);
  let from, to;
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    if (!from && node.data.includes(first)) from = [node, node.data.indexOf(first)];
    if (node.data.includes(last)) to = [node, node.data.lastIndexOf(last) + last.length];
  }
  getSelection().setBaseAndExtent(...from, ...to);
}"""
BOX = """(words) => {
  const nodes = document.createTreeWalker(document.querySelector('[data-capture]'), 4);
  while (nodes.nextNode()) {
    const at = nodes.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(nodes.currentNode, at);
    range.setEnd(nodes.currentNode, at + words.length);
    const box = range.getBoundingClientRect();
    return [box.left + 1, (box.top + box.bottom) / 2, box.right - 1];
  }
}"""


@pytest.fixture
def ines(live_workbench: LiveWorkbench, page: Page) -> User:
    """A reviewer who is signed in."""
    person = a_person(username="ines", display_name="Ines Marlow")
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def article(live_workbench: LiveWorkbench) -> Article:
    """An article with words for a claim."""
    return an_article(headline="The ferry stopped", text="The ferry stopped.\n\nRidership fell by a third.")


@pytest.fixture
def claim(ines: User, article: Article) -> Claim:
    """A claim without evidence."""
    return assessed(a_claim(article=article, words="Ridership fell by a third", actor=ines))


@pytest.fixture
def log(ines: User) -> Capture:
    """The captured text of a harbour log, among other sources."""
    for number in range(3):
        a_source(title=f"Notice to mariners {number}")
    harbour = a_publisher(name="Vellmouth Harbour Office", kind="official_body")
    source = a_source(title="Harbour log of March", publisher=harbour, language="en")
    return a_capture(source=source, text=TEXT)


def composer(page: Page, claim: Claim, capture: Capture) -> None:
    """The composer with the source chosen and its script running."""
    page.goto(f"/claims/{claim.pk}/evidence/new/?source={capture.source_id}")
    expect(page.get_by_role("group", name="Captured text")).to_be_focused()


def words(page: Page) -> Locator:
    """What the bar says is selected."""
    return page.locator("[data-selected]")


def linked(page: Page, expected: str) -> Evidence:
    """The link that was just made, after the page said so."""
    expect(page.get_by_role("status").filter(has_text=expected)).to_be_visible()
    return Evidence.objects.latest("id")


def test_from_the_claim_to_linked_evidence_and_back_with_the_keyboard_alone(
    page: Page, claim: Claim, log: Capture
) -> None:
    page.goto(f"/claims/{claim.pk}/")
    page.keyboard.press("e")
    expect(page.get_by_label("Source", exact=True)).to_be_focused()
    page.keyboard.type("harbour log")
    expect(page.locator("#source-list a")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name=re.compile("Harbour log of March"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Captured text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(words(page)).to_have_text("Selected: “The year closed with 341 days of service.”")
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(words(page)).to_have_text(
        f"Selected: “A boat \U0001f6a2 lay at the quay {FAMILY} in March. It left in April.”"
    )
    page.keyboard.press("2")
    expect(page.get_by_label("Contradicts")).to_be_checked()
    page.keyboard.press("Enter")
    evidence = linked(page, "Linked: contradicts.")
    expect(page).to_have_url(re.compile(rf"/claims/{claim.pk}/$"))
    passage = f"A boat \U0001f6a2 lay at the quay {FAMILY} in March. It left in April."
    made = (evidence.passage, evidence.stance, evidence.passage_check, evidence.start)
    assert made == (passage, "contradicts", "exact", log.text.index("A boat"))
    page.keyboard.press("z")
    expect(page.get_by_text("No passage is linked yet.")).to_be_visible()
    expect(page.locator("[data-toast]")).to_have_count(0)
    evidence.refresh_from_db()
    assert evidence.state == "withdrawn"


def test_the_first_source_found_is_taken_with_enter_alone(page: Page, claim: Claim, log: Capture) -> None:
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.keyboard.type("harbour log")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("Harbour log of March")


def test_an_address_that_is_not_registered_leads_to_registering_it(page: Page, claim: Claim) -> None:
    page.goto(f"/claims/{claim.pk}/evidence/new/")
    page.get_by_label("Source", exact=True).fill("https://harbour.example/log")
    page.get_by_role("link", name="Say more about it first").click()
    expect(page.locator("input[name=url]")).to_have_value("https://harbour.example/log")
    expect(page.locator("[name=way][value=fetch]")).to_be_checked()


def test_the_mouse_selects_words_of_which_there_are_two_at_the_place_meant(
    page: Page, claim: Claim, log: Capture
) -> None:
    composer(page, claim, log)
    page.evaluate(SELECT, ["57,900. Crossings", "57,900."])
    page.evaluate("getSelection().collapseToEnd()")
    left, line, right = page.evaluate(BOX, "Ice took")
    page.mouse.move(left, line)
    page.mouse.down()
    page.mouse.move(right, line, steps=4)
    page.mouse.up()
    expect(words(page)).to_have_text("Selected: “Ice took”")
    second = """() => {
      const block = [...document.querySelectorAll('[data-capture] [data-start]')].at(-1);
      const at = block.firstChild.data.lastIndexOf('Crossings');
      getSelection().setBaseAndExtent(block.firstChild, at, block.firstChild, block.firstChild.length);
    }"""
    page.evaluate(second)
    expect(words(page)).to_have_text("Selected: “Crossings fell to 57,900.”")
    page.get_by_text("Corroborates").click()
    page.get_by_role("button", name="Link evidence").click()
    evidence = linked(page, "Linked: corroborates.")
    assert (evidence.passage, evidence.start) == ("Crossings fell to 57,900.", log.text.rindex("Crossings"))


@pytest.mark.parametrize(
    ("first", "last", "passage"),
    [
        (
            "Ice took",
            "in March.",
            f"Ice took the rest.\nA boat \U0001f6a2 lay at the quay {FAMILY} in March.",
        ),
        ("عاد", "أبريل.", "عاد القارب في أبريل."),
        ("It left", "القديم", "It left in April.\nأُغلق الجسر القديم"),
    ],
    ids=["across blocks and emoji", "right to left", "both directions"],
)
def test_what_is_selected_is_found_word_for_word(
    page: Page, claim: Claim, log: Capture, first: str, last: str, passage: str
) -> None:
    composer(page, claim, log)
    page.evaluate(SELECT, [first, last])
    expect(words(page)).to_contain_text("Selected:")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    evidence = linked(page, "Linked: context.")
    kept = (evidence.passage, evidence.passage_check, evidence.start)
    assert kept == (passage, "exact", log.text.index(passage))


def test_what_was_selected_and_typed_survives_a_reload(page: Page, claim: Claim, log: Capture) -> None:
    composer(page, claim, log)
    page.evaluate(SELECT, ["Ice took", "rest."])
    expect(words(page)).to_contain_text("Selected:")
    page.keyboard.press("1")
    page.get_by_label("Note").fill("Compare the ice log.")
    kept(page, "Compare the ice log.")
    page.reload()
    expect(page.get_by_text("Restored what you typed.")).to_be_visible()
    expect(words(page)).to_have_text("Selected: “Ice took the rest.”")
    expect(page.get_by_label("Note")).to_have_value("Compare the ice log.")
    expect(page.get_by_label("Corroborates")).to_be_checked()
    assert page.evaluate("[...CSS.highlights.get('passage')].map(String)") == ["Ice took the rest."]
    page.get_by_role("button", name="Link evidence").click()
    evidence = linked(page, "Linked: corroborates.")
    assert (evidence.start, evidence.note) == (log.text.index("Ice took"), "Compare the ice log.")
    composer(page, claim, log)
    expect(page.get_by_text("Restored what you typed.")).to_have_count(0)


def test_without_a_passage_nothing_is_sent_and_the_bar_says_so(
    page: Page, claim: Claim, log: Capture
) -> None:
    composer(page, claim, log)
    page.keyboard.press("1")
    page.get_by_role("button", name="Link evidence").click()
    expect(words(page)).to_have_text("Select the passage in the text first.")
    expect(page.get_by_role("group", name="Captured text")).to_be_focused()
    assert Evidence.objects.count() == 0


def test_from_the_article_one_comes_back_to_the_open_card(
    page: Page, article: Article, claim: Claim, log: Capture
) -> None:
    page.goto(f"/articles/{article.pk}/#claim-{claim.pk}")
    page.locator(f"#claim-{claim.pk} a[href*='/evidence/new/']").click()
    page.locator("#source-list a", has_text="Harbour log").click()
    expect(page.get_by_role("group", name="Captured text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Linked: corroborates.")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/articles/{article.pk}/#claim-{claim.pk}$"))
    expect(page.locator(f"#claim-{claim.pk}")).to_have_attribute("open", "")


def test_the_claims_page_follows_its_status_without_losing_a_verdict_that_is_typed(
    page: Page, claim: Claim, log: Capture
) -> None:
    page.goto(f"/claims/{claim.pk}/")
    page.keyboard.press("v")
    reason = page.get_by_label("Why this is right")
    expect(reason).to_be_focused()
    page.keyboard.type("The log says so.")
    attach_evidence(
        claim_id=claim.pk,
        capture_id=log.pk,
        passage="Ice took the rest.",
        stance="corroborates",
        actor=the_administrator(),
    )
    expect(page.get_by_role("heading", name="Why: leans supported")).to_be_visible()
    expect(page.get_by_role("heading", name="Corroborates")).to_be_visible()
    expect(reason).to_be_focused()
    expect(reason).to_have_value("The log says so.")
    expect(page.get_by_text("The status changed while you were writing.")).to_be_visible()
    page.get_by_role("button", name="Sign verdict").click()
    expect(page.get_by_role("alert")).to_contain_text("The status changed since you looked at it.")
    expect(reason).to_have_value("The log says so.")
    page.get_by_role("button", name="Sign verdict").click()
    expect(page.get_by_text("You signed: leans supported.")).to_be_visible()
    expect(page.locator(".standing[data-standing=SIGNED]").first).to_have_text("Signed by Ines Marlow")


def test_an_origin_is_found_by_typing(page: Page, claim: Claim, log: Capture) -> None:
    copy = a_source(title="The Post on the log")
    page.goto(f"/sources/{copy.pk}/")
    page.get_by_text("Say what it rests on").click()
    page.get_by_label("Find it by title, publisher or address").fill("harbour")
    expect(page.locator("#choices-origin label")).to_have_count(1)
    page.get_by_label(re.compile("Harbour log of March")).check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted. The statuses follow.")).to_be_visible()
    assert [row.origin for row in copy.derivations.all()] == [log.source]


def test_a_passage_in_a_capture_leads_to_its_claim_by_keyboard(
    page: Page, claim: Claim, log: Capture
) -> None:
    evidence = some_evidence(claim=claim, capture=log, passage="Ice took the rest.")
    page.goto(f"/captures/{log.pk}/")
    page.get_by_role("link", name="Ice took the rest.", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(rf"/claims/{claim.pk}/#evidence-{evidence.pk}$"))
