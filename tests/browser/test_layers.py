"""Layers and parts of a claim, made and taken back with the keyboard alone."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from annotations.actions.claim_parts import QuantityInput
from annotations.domain.vocabulary import Role
from annotations.models import Claim, User
from annotations.queries.claims import attribution_stack
from tests.browser.reading import form, kept, opened, said, signed_in, toolbar
from tests.factories import a_capture, a_claim, a_person, a_source, an_article, some_evidence
from tests.services.live import LiveWorkbench

# Before the browser: then the page is closed when the tables are emptied, and asks nothing of them any more.
pytestmark = pytest.mark.usefixtures("live_workbench")

TWO = "Officials counted 28 boats and 3 ferries"


@pytest.fixture
def editor(page: Page, live_workbench: LiveWorkbench) -> User:
    """Somebody who is signed in to the browser."""
    person = a_person(role=Role.EDITOR)
    signed_in(page, person, live_workbench.address)
    return person


def test_one_gesture_from_one_highlight_makes_three_layers(page: Page, editor: User) -> None:
    article = an_article(text="The Wire reported that the mayor said that the ferry stopped.")
    opened(page, article)
    page.keyboard.press("s")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("c")
    expect(form(page).get_by_label("Claim, in plain words")).to_be_focused()
    asserters = form(page).get_by_label("Who", exact=False).and_(page.locator("[name$=-asserter]:visible"))
    before = asserters.count()
    for number in range(before, 3):
        form(page).get_by_role("button", name="Add").and_(page.locator("[value=layers]")).focus()
        page.keyboard.press("Enter")
        expect(asserters).to_have_count(number + 1)
        expect(asserters.last).to_be_focused()
        page.keyboard.type(f"speaker {number + 1}")
    form(page).get_by_label("Claim, in plain words").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("saved.")
    content = Claim.objects.exclude(type="attribution").get()
    stack = attribution_stack(content)
    assert [layer.type for layer in stack] == ["attribution"] * 3 + [content.type]
    assert len({(mark.start, mark.end) for layer in stack for mark in layer.highlights.all()}) == 1
    expect(page.locator(".claim-stack .claim-card")).to_have_count(4)


def test_a_claim_is_split_and_joined_again_by_key(page: Page, editor: User) -> None:
    figures = [
        QuantityInput(text=text, low=Decimal(text), high=Decimal(text), unit=unit)
        for text, unit in (("28", "boats"), ("3", "ferries"))
    ]
    article = an_article(text=f"{TWO}.")
    claim = a_claim(article=article, words=TWO, text=f"{TWO}.", must_split=True, quantities=figures)
    page.goto(f"/claims/{claim.pk}/")
    expect(page.get_by_text("several figures: 28, 3")).to_be_visible()
    page.keyboard.press("x")
    first = page.get_by_label("Part, in plain words").first
    expect(first).to_have_value("Officials counted 28 boats.")
    first.focus()
    page.keyboard.press("End")
    page.keyboard.type(" In all.")
    page.get_by_role("button", name="Add a part").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Nobody counted rafts.")
    expect(page.get_by_text("Kept in this browser")).to_be_visible()
    # The sign stands since the first pause in typing; the words of the last one follow it.
    kept(page, "Nobody counted rafts.")
    page.reload()
    expect(first).to_have_value("Officials counted 28 boats. In all.")
    expect(page.get_by_label("Part, in plain words").nth(2)).to_have_value("Nobody counted rafts.")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".part-list > li")).to_have_count(3)
    expect(page.get_by_role("link", name="Officials counted 28 boats. In all.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator(".part-list > li")).to_have_count(0)
    expect(page.get_by_text("several figures: 28, 3")).to_be_visible()


def test_a_layer_is_added_and_undone_and_a_passage_used_for_it_by_key(page: Page, editor: User) -> None:
    claim = a_claim(words="The ferry stopped")
    link = some_evidence(claim=claim)
    page.goto(f"/claims/{claim.pk}/")
    page.keyboard.press("l")
    page.get_by_label("Who", exact=False).and_(page.locator("[name$=-asserter]")).focus()
    page.keyboard.type("the mayor")
    page.keyboard.press("Enter")
    expect(page.locator(".attribution li")).to_have_count(2)
    page.get_by_role("link", name="Use for another layer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Use for another layer")).to_be_visible()
    page.keyboard.press("1")
    page.get_by_role("button", name="Link it there").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/claims/\d+/"))
    layer = claim.asserted_by.get()
    expect(page.locator("blockquote.passage")).to_have_text(link.passage)
    assert [one.stance for one in layer.evidence.all()] == ["corroborates"]


def test_figures_suggest_a_stance_while_a_passage_is_selected(page: Page, editor: User) -> None:
    boats = QuantityInput(text="28", low=Decimal(28), high=Decimal(28), unit="boats")
    claim = a_claim(text="28 boats were lost.", quantities=[boats])
    source = a_source(language="en")
    a_capture(source=source, text="The log counts 60 boats. Nobody asked.")
    page.goto(f"/claims/{claim.pk}/evidence/new/?source={source.pk}")
    page.keyboard.press("ArrowDown")
    suggestion = page.locator("#suggestion")
    expect(suggestion).to_contain_text("The figures suggest: Contradicts")
    expect(suggestion).to_contain_text("They lie more than 10 percent apart.")
    expect(page.locator("input[name=stance]:checked")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(suggestion).to_be_empty()
