"""What keeps people out of a page: asked of axe, light and dark, at a desk and on a telephone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

EVERYTHING = {"resultTypes": ["violations"], "preload": False, "selectors": False}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}
# Each broken rule with its first culprit.
LOOK = """([place, options]) => axe.run(place, options).then(({ violations }) =>
  violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`))"""
WIDTHS = (1440, 390)
# What folds away is looked at, too; cards of one panel exclude each other, and menus lie above each other.
UNFOLD = "document.querySelectorAll('main details:not([name], .menu)').forEach((one) => { one.open = true; })"
# The innermost of what reaches beyond the edge, when the page can be scrolled sideways.
TOO_WIDE = """() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const isOut = (element) => element.getBoundingClientRect().right > clientWidth + 1;
  const out = [...document.querySelectorAll('body *')].filter(isOut);
  return scrollWidth > clientWidth ? `${out.at(-1)?.outerHTML}`.slice(0, 120) : '';
}"""


@dataclass(frozen=True)
class Visit:
    """A window of somebody who may do everything, and what its console said since the last look."""

    page: Page
    said: list[str]

    def heard(self) -> list[str]:
        """What the console said, once."""
        heard = list(self.said)
        self.said.clear()
        return heard


def complaint(message: ConsoleMessage) -> list[str]:
    """What a browser holds against a page; that a missing page is missing is not the page's fault."""
    is_refusal = "the server responded with a status of" in message.text
    return [message.text] if message.type in ("error", "warning") and not is_refusal else []


def faults(page: Page, options: dict[str, Any], place: str = "html") -> list[str]:
    """What axe finds in a place of the page."""
    found: list[str] = page.evaluate(LOOK, [place, options])
    return found


def looked_at(visit: Visit, axe: Axe, address: str) -> list[str]:
    """Everything that is wrong with a page, at both widths, in both colour schemes."""
    page, found = visit.page, []
    page.goto(address)
    page.evaluate(axe.axe_script)
    page.evaluate(UNFOLD)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found += [f"{width} {fault}" for fault in faults(page, EVERYTHING)]
        if culprit := page.evaluate(TOO_WIDE):
            found.append(f"wider than {width}: {culprit}")
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark {fault}" for fault in faults(page, COLOURS)]
    return found + visit.heard()


def found_wrong(visit: Visit, axe: Axe, addresses: Iterable[str]) -> dict[str, list[str]]:
    """The pages with which something is wrong, and what."""
    found = {address: looked_at(visit, axe, address) for address in addresses}
    return {address: wrong for address, wrong in found.items() if wrong}
