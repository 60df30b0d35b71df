"""An article in a real browser: somebody signed in, and words selected as people select them."""

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Locator, Page, expect

from annotations.models import Article, User

SELECT = """([first, last]) => {
  const nodes = document.createTreeWalker(document.querySelector('[data-article-text]'), 4);
  let from, to;
  while (nodes.nextNode() && !to) {
    const node = nodes.currentNode;
    if (!from && node.data.includes(first)) from = [node, node.data.indexOf(first)];
    if (from && node.data.includes(last)) to = [node, node.data.lastIndexOf(last) + last.length];
  }
  getSelection().setBaseAndExtent(...from, ...to);
}"""
ARTICLE_TEXT = "[data-article-text]"
BOX = """([within, words]) => {
  const walker = document.createTreeWalker(document.querySelector(within), 4);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const at = nodes.map((node) => node.data).join('').indexOf(words);
  const range = document.createRange();
  let passed = 0;
  for (const node of nodes) {
    const [start, end] = [at - passed, at + words.length - passed];
    if (start >= 0 && start < node.length) range.setStart(node, start);
    if (end > 0 && end <= node.length) range.setEnd(node, end);
    passed += node.length;
  }
  range.startContainer.parentElement.scrollIntoView({ block: 'center' });
  const lines = [...range.getClientRects()].filter((line) => line.width > 1);
  const middle = (line) => (line.top + line.bottom) / 2;
  return [lines[0].left + 1, middle(lines[0]), lines.at(-1).right - 1, middle(lines.at(-1))];
}"""
BACKEND = "annotations.queries.sessions.PersonBackend"


def session_cookie(person: User) -> str:
    """A session of the person's, as a browser names it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def signed_in(page: Page, person: User, address: str) -> None:
    """The person has a session in this browser."""
    page.context.add_cookies([{"name": "sessionid", "value": session_cookie(person), "url": address}])


def opened(page: Page, article: Article) -> None:
    """The article's page, with its scripts running."""
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("[data-article-text]")).to_be_visible()
    # The map is drawn by the last script to run.
    expect(page.locator(".article-map-window:not([height='0'])")).to_have_count(1)


def select(page: Page, first: str, last: str = "") -> None:
    """Selects from the first words to the last ones."""
    page.evaluate(SELECT, [first, last or first])
    expect(toolbar(page)).to_be_visible()


def kept(page: Page, words: str) -> None:
    """What was typed lies in the browser's store, where a reload finds it."""
    page.wait_for_function(
        "(words) => Object.values(localStorage).some((one) => one.includes(words))", arg=words
    )


def toolbar(page: Page) -> Locator:
    """The button that appears at selected words."""
    return page.locator("[data-selection-toolbar]")


def form(page: Page) -> Locator:
    """The form of the claim that is being typed."""
    return page.locator("form[data-claim-form]")


def said(page: Page) -> Locator:
    """What was said aloud last."""
    return page.locator("[data-reader-says]")


def drag(page: Page, words: str, within: str = ARTICLE_TEXT) -> None:
    """Selects words with the mouse, from their first to their last character."""
    left, first_line, right, last_line = page.evaluate(BOX, [within, words])
    page.mouse.move(left, first_line)
    page.mouse.down()
    page.mouse.move(right, last_line, steps=4)
    page.mouse.up()
