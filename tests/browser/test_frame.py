"""What the frame promises in a real browser: keys, drafts, undo, live statuses, pages for everybody."""

import re

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from annotations.actions.assessments import assess_claim
from annotations.actions.exports import cancel_export, request_export
from annotations.domain.vocabulary import ExportFormat
from annotations.models import Export, User
from tests.browser.reading import kept
from tests.exports.signed_claims import a_record, everything
from tests.factories import PASSWORD, a_claim, a_person, an_article, some_evidence
from tests.services.live import LiveWorkbench


@pytest.fixture
def ines(live_workbench: LiveWorkbench, page: Page) -> User:
    """A reviewer who is signed in."""
    person = a_person(username="ines", display_name="Ines Marlow")
    sign_in(page)
    return person


def sign_in(page: Page, name: str = "ines") -> None:
    if "/sign-in/" not in page.url:
        page.goto("/sign-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    # Words are there before the scripts that know the keys.
    page.wait_for_load_state("load")


def test_keys_go_where_they_say_and_the_dialog_gives_the_focus_back(ines: User, page: Page) -> None:
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims")
    page.wait_for_load_state("load")
    search = page.get_by_label("Search claims, articles and sources")
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("g c?")
    expect(search).to_have_value("g c?")
    page.get_by_label("Ines Marlow: profile").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("These keys")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("Ines Marlow: profile")).to_be_focused()


def test_letters_can_be_switched_off_as_keys(ines: User, page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single letters are keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("My queue")


def test_the_board_by_keyboard_alone(ines: User, page: Page) -> None:
    article = an_article(text="The ferry stopped. Two boats remained.")
    for words in ("The ferry stopped", "Two boats remained"):
        a_claim(article=article, words=words)
    page.goto("/claims/")
    page.keyboard.press("f")
    page.keyboard.type("boats")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/claims/\?words=boats$"))
    # What was typed and Enter each ask; the later answer exchanges the rows once more.
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    expect(page.locator("tr[data-current] .board-title")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/claims/\d+/$"))
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_filter_takes_effect_at_once_and_keeps_the_menu_open(ines: User, page: Page) -> None:
    a_claim(type="quantity")
    a_claim()
    page.goto("/claims/")
    page.locator("#menu-type summary").click()
    page.get_by_label("Quantity").check()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("#menu-type summary")).to_have_text(re.compile("Type: 1"))
    expect(page.get_by_label("Quantity")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu-type summary")).to_be_focused()


def test_typed_words_survive_a_reload_and_a_sign_out(ines: User, page: Page) -> None:
    page.goto("/claim-sets/new/")
    page.get_by_label("Name").fill("Long considered")
    page.get_by_label("What it is for").fill("For the late edition.")
    expect(page.get_by_label("What it is for")).to_have_value("For the late edition.")
    kept(page, "For the late edition.")
    page.reload()
    expect(page.get_by_label("Name")).to_have_value("Long considered")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page)
    expect(page.get_by_label("What it is for")).to_have_value("For the late edition.")
    expect(page.get_by_text("Restored what you typed.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long considered")
    page.goto("/claim-sets/new/")
    expect(page.get_by_label("Name")).to_have_value("")


def test_a_status_follows_by_itself(ines: User, page: Page) -> None:
    claim = a_claim()
    assess_claim(claim_id=claim.pk)
    page.goto("/claims/")
    badge = page.locator(f'[data-claim-status="{claim.pk}"]')
    expect(badge).to_have_text("Not enough evidence")
    some_evidence(claim=claim, source=a_record(), proximity="primary", sourcing="own")
    expect(badge).not_to_have_text("Not enough evidence")


def test_a_lost_connection_is_said_and_its_return_noticed(ines: User, page: Page) -> None:
    a_claim()
    page.goto("/claims/")
    page.context.set_offline(True)
    banner = page.get_by_text("Connection lost.")
    expect(banner).to_be_visible()
    page.context.set_offline(False)
    expect(banner).to_be_hidden()


def test_z_takes_back_what_was_just_done(ines: User, page: Page) -> None:
    claim_set = everything()
    with transaction.atomic():
        export = request_export(claim_set_id=claim_set.pk, format=ExportFormat.CSV, actor=ines)
        # Before the worker hears of it: the job is asked for when the whole is done.
        cancel_export(export_id=export.pk, actor=ines)
    page.goto(f"/exports/{export.pk}/")
    expect(page.get_by_text("Stopped", exact=True)).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#export")).to_contain_text(re.compile("Ready|Waits|Begun|claims"))
    # Whether the worker has begun or even finished by now: from here on somebody else renders it, for long.
    held = {"started_at": timezone.now(), "finished_at": None, "leased_until": "2100-01-01T00:00:00Z"}
    Export.objects.filter(pk=export.pk).update(state="running", **held)
    page.reload()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status").get_by_text("Stopped.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("#export")).to_contain_text(re.compile("Ready|Waits|claims"))


def test_the_theme_is_chosen_in_the_menu_and_stays(ines: User, page: Page) -> None:
    page.get_by_label("Ines Marlow: profile").click()
    with page.expect_response("**/profile/theme/"):
        page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ines.refresh_from_db()
    assert ines.theme == "dark"
