"""An hour of second readings, from the keyboard: two keys each, and the next one follows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from annotations.actions.second_looks import ask_for_look
from annotations.domain.vocabulary import Role
from annotations.models import SecondLook
from tests.browser.reading import signed_in
from tests.factories import a_person
from tests.reviewed import a_counted_link
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.django_db(transaction=True)


def test_passages_are_read_blind_and_a_dispute_settled_by_keyboard_alone(
    live_workbench: LiveWorkbench, new_context: Callable[..., BrowserContext]
) -> None:
    first, reader = a_person(), a_person()
    for _ in range(2):
        ask_for_look(evidence_id=a_counted_link(actor=first).pk, actor=first)
    third = a_person(role=Role.EDITOR)
    page = new_context().new_page()
    signed_in(page, reader, live_workbench.address)
    page.goto("/second-looks/")
    expect(page.get_by_role("heading", name="2 passages wait for you")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("[data-passage]")).to_be_in_viewport()
    before = page.url
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name=re.compile("Corroborates"))).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept. 1 more waits.")).to_be_visible()
    assert page.url != before
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("It speaks of another day.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Nothing waits for you to read")).to_be_visible()
    states = SecondLook.objects.order_by("answered_at").values_list("state", "reason")
    assert list(states) == [("agreed", ""), ("disputed", "It speaks of another day.")]

    page = new_context().new_page()
    signed_in(page, third, live_workbench.address)
    page.goto("/disputes/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("Take it")).wait_for()
    page.keyboard.press("t")
    expect(page.get_by_text("It speaks of another day.")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("The day is the same.")
    page.get_by_role("radio", name=re.compile("Corroborates")).focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Settled. The status is computed again.")).to_be_visible()
    assert SecondLook.objects.filter(state="settled", settler=third, settled_stance="corroborates").exists()
