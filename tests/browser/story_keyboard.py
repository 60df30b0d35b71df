"""The steps of the story as somebody takes them who has nothing but a keyboard.

Nothing here points at anything: a place is reached with Tab, or with a key that the pages name themselves.
"""

import re

import pytest
from playwright.sync_api import Download, Locator, Mouse, Page, Touchscreen, expect

from annotations.models import Claim
from tests.browser.reading import form, said, toolbar
from tests.browser.story import HEADLINE, Passage, Story, article_is_ready, password

# Whatever acts on a place of the page without going there by keys, even by a focus that no key has set.
POINTING = {
    Locator: (
        "check",
        "clear",
        "click",
        "dblclick",
        "dispatch_event",
        "drag_to",
        "fill",
        "focus",
        "hover",
        "press",
        "press_sequentially",
        "select_option",
        "select_text",
        "set_checked",
        "tap",
        "type",
        "uncheck",
    ),
    Mouse: ("click", "dblclick", "down", "move", "up", "wheel"),
    Touchscreen: ("tap",),
}
HAS_FOCUS = "(element) => element === document.activeElement"
CHOSEN = "(select) => select.selectedOptions[0].text"
MOST_STEPS = 150


def forbid_pointing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on to the end of the test, nobody has a mouse or a finger."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("this is done with the keyboard alone")

    for kind, names in POINTING.items():
        for name in names:
            monkeypatch.setattr(kind, name, refuse)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def arrive(page: Page, title: str) -> None:
    """The page is there, and its scripts listen to keys."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.wait_for_load_state()


def go_to(target: Locator, key: str = "Tab") -> None:
    """Press a key again and again until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate(HAS_FOCUS):
            return
        press(target.page, key)
    raise AssertionError(f"{key} does not lead to {target}")


def enter(target: Locator) -> None:
    """Go there and press Enter."""
    go_to(target)
    press(target.page, "Enter")


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    go_to(page.get_by_label("Name"))
    page.keyboard.type(username)
    press(page, "Tab")
    page.keyboard.type(password(username))
    press(page, "Enter")
    arrive(page, "My queue")


def open_the_article(page: Page) -> None:
    press(page, "g", "a")
    arrive(page, "Articles")
    enter(page.get_by_role("link", name=HEADLINE))
    article_is_ready(page)


def make_the_claim(page: Page, story: Story) -> None:
    select_the_sentence(page, story.words)
    press(page, "c")
    words = form(page).get_by_label("Claim, in plain words")
    expect(words).to_be_focused()
    press(page, "Control+a")
    page.keyboard.type(story.claim)
    for who in story.said_by:
        enter(form(page).locator("button[value=layers]"))
        expect(form(page).get_by_label(re.compile("^Who")).last).to_be_focused()
        page.keyboard.type(who)
    press(page, "Control+Enter")
    expect(said(page)).to_have_text(re.compile(r"Claim \d+ saved\."))


def select_the_sentence(page: Page, words: str) -> None:
    press(page, "s")
    expect(toolbar(page)).to_be_visible()
    for _ in range(MOST_STEPS):
        if page.evaluate("getSelection().toString()") == words:
            return
        press(page, "ArrowDown")
    raise AssertionError(f"no sentence reads {words!r}")


def open_the_card(page: Page, claim: Claim) -> None:
    card = page.locator(f"#claim-{claim.pk}")
    if card.get_attribute("open") is None:
        enter(card.locator("summary").first)
    expect(card.locator(f"[data-claim-panel='{claim.pk}']")).to_be_visible()


def link(page: Page, claim: Claim, passage: Passage, stance: str) -> None:
    open_the_card(page, claim)
    press(page, "e")
    expect(page.get_by_label("Source", exact=True)).to_be_focused()
    page.keyboard.type(passage.typed)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=2, name=passage.title)).to_be_visible()
    judge(page)
    select_the_passage(page, passage.words)
    press(page, {"Corroborates": "1", "Contradicts": "2"}[stance], "Enter")
    expect(page.get_by_role("status").filter(has_text=f"Linked: {stance.lower()}.")).to_be_visible()
    article_is_ready(page)


def judge(page: Page) -> None:
    """Before the text, in the order of the page: where the page begins is after it."""
    press(page, "s")
    go_to(page.get_by_label("Second hand"))
    press(page, "ArrowLeft")
    expect(page.get_by_label("First hand")).to_be_checked()
    go_to(page.get_by_label("Is this item itself believable?"))
    page.keyboard.type("2")
    go_to(page.get_by_label("What the passage rests on"))
    page.keyboard.type("Own")
    go_to(page.get_by_role("group", name="Captured text"))


def select_the_passage(page: Page, words: str) -> None:
    shown = page.locator("[data-selected]")
    for _ in range(MOST_STEPS):
        press(page, "ArrowDown")
        if shown.text_content() == f"Selected: “{words}”":
            return
    raise AssertionError(f"no sentence reads {words!r}")


def withdraw_and_undo(page: Page, claim: Claim) -> None:
    open_the_card(page, claim)
    enter(page.locator(f"#claim-{claim.pk}").get_by_role("button", name="Withdraw"))
    expect(page.locator(f"[data-withdrawn='{claim.pk}']")).to_be_visible()
    expect(page.locator(f"mark[data-claims~='{claim.pk}']")).to_have_count(0)
    press(page, "z")
    expect(page.locator(f".claim-card[data-claim='{claim.pk}']")).to_be_visible()


def sign(page: Page, claim: Claim, reason: str) -> None:
    press(page, "g", "c")
    arrive(page, "Claims")
    press(page, "f")
    page.keyboard.type(claim.text)
    press(page, "Enter")
    expect(page).to_have_url(re.compile("words="))
    arrive(page, "Claims")
    found = page.get_by_role("link", name=claim.text, exact=True)
    expect(found).to_be_visible()
    press(page, "Tab")
    go_to(found, "j")
    expect(found).to_be_focused()
    press(page, "Enter")
    arrive(page, claim.text)
    press(page, "v")
    page.keyboard.type(reason)
    press(page, "Control+Enter")
    expect(page.get_by_role("status").filter(has_text="You signed:")).to_be_visible()


def ask_for_an_export(page: Page, claim_set: str) -> None:
    press(page, "g", "x")
    enter(page.get_by_role("link", name="Export a claim set"))
    go_to(page.get_by_label("Claim set"))
    press(page, "Home")
    while page.get_by_label("Claim set").evaluate(CHOSEN) != claim_set:
        press(page, "ArrowDown")
    go_to(page.get_by_role("radio", name=re.compile("^NDJSON")))
    enter(page.get_by_role("button", name="Export", exact=True))
    arrive(page, claim_set)


def download(page: Page) -> Download:
    go_to(page.get_by_role("link", name="Download"))
    with page.expect_download() as begun:
        press(page, "Enter")
    return begun.value


def make_a_token(page: Page) -> str:
    enter(page.get_by_label(re.compile("profile, theme, sign out")))
    enter(page.get_by_role("link", name="API tokens"))
    go_to(page.get_by_label("Name"))
    page.keyboard.type("The evening desk")
    go_to(page.get_by_label("Ask for exports and fetch them"))
    press(page, "Space")
    enter(page.get_by_role("button", name="Issue"))
    expect(page.get_by_text("Copy it now")).to_be_visible()
    return page.locator("#clear-text").text_content() or ""
