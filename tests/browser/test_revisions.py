"""Two texts side by side, looks at an address, and annotations of other tools, in a real browser."""

import csv
import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from annotations.models import AnnotationImport, Article, User
from tests.browser.accessibility import EVERYTHING, faults
from tests.browser.reading import signed_in
from tests.factories import a_claim, a_person, an_article
from tests.revised import revised
from tests.services.live import LiveWorkbench

# Before the browser: then the page is closed when the tables are emptied, and asks nothing of them any more.
pytestmark = pytest.mark.usefixtures("live_workbench")

ADDRESS = "https://example.org/ferry"
LINES = [f"Paragraph {number} tells of the harbour, day by day." for number in range(60)]
OLD = [
    "The ferry made 12 crossings on Monday.",
    *LINES,
    "The keeper left the island on Sunday.",
    "End of it.",
]
NEW = [
    "The ferry made 14 crossings on Monday.",
    *LINES,
    "The keeper left the island on Sunday.",
    "And the end.",
]


@pytest.fixture
def reviewer(page: Page, live_workbench: LiveWorkbench) -> User:
    """A reviewer who is signed in to the browser."""
    person = a_person()
    signed_in(page, person, live_workbench.address)
    return person


@pytest.fixture
def article(reviewer: User) -> Article:
    """A long article in which a figure and the last paragraph changed, with three claims."""
    article = an_article(text="\n\n".join(OLD), url=ADDRESS)
    for words in ("12 crossings", LINES[30], "The keeper left the island"):
        a_claim(words=words, article=article)
    return revised(article, "\n\n".join(NEW))


def change(page: Page, number: int) -> Locator:
    """A row in which something changed."""
    return page.locator(f"#change-{number}")


def test_changes_and_claims_are_reached_by_keyboard_also_in_what_is_folded(
    page: Page, article: Article
) -> None:
    page.goto(f"/articles/{article.pk}/revisions/")
    page.get_by_role("link", name="Compare with 1").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    fold = page.locator("summary", has_text="59 unchanged paragraphs, 1 highlight")
    expect(fold).to_be_visible()
    page.keyboard.press("n")
    expect(change(page, 1)).to_be_focused()
    expect(change(page, 1).locator("del")).to_have_text("12")
    expect(change(page, 1).locator("ins")).to_have_text("14")
    expect(page.locator("[data-compare-place]")).to_have_text("1 of 3")
    page.keyboard.press("n")
    expect(change(page, 2)).to_be_focused()
    page.keyboard.press("p")
    expect(change(page, 1)).to_be_focused()
    fold.press("Enter")
    inside = page.locator(".compare-fold mark a", has_text="Paragraph 30")
    expect(inside).to_have_count(2)
    page.locator("[data-compare]").evaluate("(one) => document.activeElement.blur()")
    change(page, 1).focus()
    for _ in range(3):
        page.keyboard.press("j")
    expect(inside.first).to_be_focused()
    page.keyboard.press("k")
    expect(change(page, 1).locator(".compare-new mark a").last).to_be_focused()


def test_the_words_of_either_side_are_those_of_the_text(page: Page, article: Article) -> None:
    page.goto(f"/articles/{article.pk}/compare/1/2/")
    page.locator("summary", has_text="unchanged paragraphs").click()
    expect(page.locator(".compare-fold mark a")).to_have_count(2)
    for side, number in (("old", 1), ("new", 2)):
        shown = page.locator(f".compare-row > .compare-{side} > [data-kind]").all_text_contents()
        assert "\n".join(shown) == article.revisions.get(number=number).text


def test_an_opened_comparison_keeps_nobody_out(page: Page, article: Article, axe: Axe) -> None:
    page.goto(f"/articles/{article.pk}/compare/1/2/")
    page.locator("summary", has_text="unchanged paragraphs").click()
    expect(page.locator(".compare-fold mark a")).to_have_count(2)
    page.evaluate(axe.axe_script)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page, EVERYTHING) == []


def test_looking_now_says_what_came_of_it_without_leaving_the_page(page: Page, article: Article) -> None:
    article.url = "http://127.0.0.1:9/ferry"
    article.save(update_fields=["url"])
    page.goto(f"/articles/{article.pk}/revisions/")
    page.get_by_label("Read the address again").select_option(label="Every day")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".toast-words").last).to_have_text("The address will be read again.")
    page.evaluate("window.isStillTheSame = true")
    page.get_by_role("button", name="Check now").click()
    expect(page.locator("#check-state")).to_contain_text("The address could not be read.")
    assert page.evaluate("window.isStillTheSame === true")


def an_annotation(number: int, exact: str) -> dict[str, object]:
    """What another tool says about these words."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"https://tool.example/annotations/{number}",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": f"Note {number}"},
        "target": {"source": ADDRESS, "selector": {"type": "TextQuoteSelector", "exact": exact}},
    }


def test_annotations_come_in_are_reported_and_go_out_again(
    page: Page, article: Article, tmp_path: Path
) -> None:
    file = tmp_path / "notes.jsonld"
    rows = [an_annotation(1, LINES[7]), an_annotation(2, "Words nobody wrote here."), {"type": "Annotation"}]
    file.write_text(json.dumps(rows))
    page.goto(f"/articles/{article.pk}/")
    page.locator(".article-menu summary").click()
    page.get_by_role("link", name="Import annotations").click()
    page.get_by_label("Drop a file here").set_input_files(file)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#import [role=status]")).to_have_text("3 annotations were looked at.")
    outcomes = page.locator("[data-row] [data-outcome]")
    expect(outcomes).to_have_text(["Anchored", "Waits for a decision", "Refused"])
    page.get_by_role("link", name="Refused 1").click()
    expect(outcomes).to_have_text(["Refused"])
    with page.expect_download() as report:
        page.get_by_role("link", name="Report as CSV").click()
    told = list(csv.DictReader(Path(report.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row["outcome"] for row in told] == ["anchored", "queued", "refused"]
    page.goto(f"/articles/{article.pk}/revisions/")
    with page.expect_download() as collection:
        page.get_by_role("link", name="Download").click()
    assert "Note 1" in Path(collection.value.path()).read_text()


def test_pasted_annotations_stay_when_they_cannot_be_read(page: Page, article: Article) -> None:
    page.goto(f"/articles/{article.pk}/annotations/import/")
    page.get_by_text("Paste", exact=True).click()
    page.get_by_label("Annotations", exact=True).fill('{"type": ')
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Annotations", exact=True)).to_have_value('{"type": ')
    assert AnnotationImport.objects.count() == 0
