"""The steps of the story as somebody takes them who has a mouse."""

import re

from playwright.sync_api import Download, Page, expect

from annotations.models import Claim
from tests.browser.reading import drag, form, said, toolbar
from tests.browser.story import CAPTURED_TEXT, HEADLINE, Passage, Story, article_is_ready, password


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(username)
    page.get_by_label("Password").fill(password(username))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My queue")


def open_the_article(page: Page) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Articles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
    page.get_by_role("link", name=HEADLINE, exact=True).click()
    article_is_ready(page)


def make_the_claim(page: Page, story: Story) -> None:
    drag(page, story.words)
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("c")
    form(page).get_by_label("Claim, in plain words").fill(story.claim)
    for number, who in enumerate(story.said_by):
        form(page).locator("button[value=layers]").click()
        form(page).get_by_label(re.compile("^Who")).nth(number).fill(who)
    form(page).locator(".form-actions").get_by_role("button", name="Save").click()
    expect(said(page)).to_have_text(re.compile(r"Claim \d+ saved\."))


def open_the_card(page: Page, claim: Claim) -> None:
    card = page.locator(f"#claim-{claim.pk}")
    if card.get_attribute("open") is None:
        card.locator("summary").first.click()
    expect(card.locator(f"[data-claim-panel='{claim.pk}']")).to_be_visible()


def link(page: Page, claim: Claim, passage: Passage, stance: str) -> None:
    open_the_card(page, claim)
    page.locator(f"#claim-{claim.pk}").get_by_role("link", name="Evidence").click()
    page.get_by_label("Source", exact=True).fill(passage.typed)
    page.locator("#source-list").get_by_role("link", name=passage.title).click()
    expect(page.get_by_role("heading", level=2, name=passage.title)).to_be_visible()
    drag(page, passage.words, within=CAPTURED_TEXT)
    expect(page.locator("[data-selected]")).to_have_text(f"Selected: “{passage.words}”")
    judge(page)
    page.locator(f".action-bar label[data-stance='{stance.upper()}']").click()
    page.get_by_role("button", name="Link evidence").click()
    expect(page.get_by_role("status").filter(has_text=f"Linked: {stance.lower()}.")).to_be_visible()
    article_is_ready(page)


def judge(page: Page) -> None:
    page.get_by_text("First hand").click()
    page.get_by_label("Is this item itself believable?").select_option("2: probably true")
    page.get_by_label("What the passage rests on").select_option("Own reporting or witness")


def withdraw_and_undo(page: Page, claim: Claim) -> None:
    open_the_card(page, claim)
    page.locator(f"#claim-{claim.pk}").get_by_role("button", name="Withdraw").click()
    expect(page.locator(f"[data-withdrawn='{claim.pk}']")).to_be_visible()
    expect(page.locator(f"mark[data-claims~='{claim.pk}']")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Undo").last.click()
    expect(page.locator(f".claim-card[data-claim='{claim.pk}']")).to_be_visible()


def sign(page: Page, claim: Claim, reason: str) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Claims").click()
    page.get_by_label("Words in the claim").fill(claim.text)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words="))
    page.get_by_role("link", name=claim.text, exact=True).click()
    page.get_by_label("Why this is right").fill(reason)
    page.get_by_role("button", name="Sign verdict").click()
    expect(page.get_by_role("status").filter(has_text="You signed:")).to_be_visible()


def ask_for_an_export(page: Page, claim_set: str) -> None:
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Exports").click()
    page.get_by_role("link", name="Export a claim set").click()
    page.get_by_label("Claim set").select_option(claim_set)
    page.get_by_role("radio", name=re.compile("^NDJSON")).check()
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(claim_set)


def download(page: Page) -> Download:
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download").click()
    return begun.value


def make_a_token(page: Page) -> str:
    page.get_by_label(re.compile("profile, theme, sign out")).click()
    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("Name").fill("The evening desk")
    page.get_by_label("Ask for exports and fetch them").check()
    page.get_by_role("button", name="Issue").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    return page.locator("#clear-text").text_content() or ""
