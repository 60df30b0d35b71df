"""No page keeps anybody out: every address there is, light and dark, at a desk and on a telephone.

The list of pages is the list of addresses. One that is added is visited from then on; it fails here until
`rows` names what its address asks for.
"""

import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from annotations.web.checks.urls import CHECKS
from annotations.web.urls import urlpatterns
from tests.browser.accessibility import EVERYTHING, WIDTHS, Visit, faults, found_wrong
from tests.browser.every_state import rows, rows_for_readers

pytestmark = pytest.mark.django_db

WHOLE_PAGE = b"<!doctype html>"
# A process that has only two tests of a file left is handed its next file, which would wait for all pages.
PARTS = 8
KEPT = re.compile(r"/(policies/trials|recomputations|exports)/\d+/")
"""What tells of many claims at once is kept from whoever reads a passage blind, as this person does."""


def addresses() -> list[str]:
    """An address for every view of the web interface."""
    found = rows()
    for_readers = found | rows_for_readers()
    queries = {"claim-new": f"?revision={found['revision_id']}&start=0&end=9", "live-claims": "?ids=1"}
    views = {pattern.callback: pattern for pattern in urlpatterns}
    return [
        reverse(str(pattern.name), kwargs={name: chosen[name] for name in pattern.pattern.converters})
        + queries.get(str(pattern.name), "")
        for pattern in views.values()
        for chosen in [for_readers if pattern in CHECKS else found]
    ]


def is_page(page: Page, address: str) -> bool:
    """Whether this is a page of its own: not a part of one, a file, data, a redirect, or for posting only."""
    answer = page.request.get(address, max_redirects=0)
    if KEPT.match(address) and answer.status in (404, 422):
        return False
    assert answer.status in (200, 302, 405), f"{address} answers {answer.status}"
    return answer.status == 200 and answer.body().lstrip().startswith(WHOLE_PAGE)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_keeps_anybody_out(visit: Visit, axe: Axe, part: int) -> None:
    assert found_wrong(visit, axe, filter(partial(is_page, visit.page), addresses()[part::PARTS])) == {}


def test_neither_menus_nor_the_list_of_keys_keep_anybody_out(visit: Visit, axe: Axe) -> None:
    page = visit.page
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto("/claims/")
    page.evaluate(axe.axe_script)
    found = []
    for menu in page.locator("details.menu").all():
        menu.locator("summary").click()
        found += faults(page, EVERYTHING, "details.menu[open]")
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found += faults(page, EVERYTHING, "dialog[open]")
    assert found + visit.heard() == []
