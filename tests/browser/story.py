"""A claim's way from words in an article to a file for other programs: what every run of it sees and proves.

How people bring it about, with the mouse or with keys, is in the modules beside this one.
"""

import hashlib
import json
import re
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Download, Locator, Page, expect

from annotations.models import Claim
from tests.services.waiting import SECONDS

HEADLINE = "Three minutes at Skerrow pier"
CAPTURED_TEXT = "[data-capture]"
# Written into the window of a page: it is gone when the page is loaded again.
MARK, MARKED = "window.isStillTheSame = true", "window.isStillTheSame === true"


@dataclass(frozen=True)
class Passage:
    """What is linked: typed to find the source, the source's title, and the words in it."""

    typed: str
    title: str
    words: str


@dataclass(frozen=True)
class Story:
    """What one run claims, and with what."""

    words: str
    claim: str
    said_by: tuple[str, str]
    supporting: Passage
    opposing: Passage


def password(username: str) -> str:
    """The public password of a demo person."""
    people = tomllib.loads((Path(settings.BASE_DIR) / "seeds" / "people.toml").read_text("utf-8"))
    return next(str(one["password"]) for one in people["person"] if one["username"] == username)


def article_is_ready(page: Page) -> None:
    """The article is there and its scripts run: the map is drawn by the last of them."""
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(page.locator(".article-map-window:not([height='0'])")).to_have_count(1)


def claim_is_there(page: Page, story: Story) -> Claim:
    """The claim that was just saved stands in the panel and on its words, with who says it."""
    card = page.locator(".claim-card[data-claim]", has_text=story.claim).last
    expect(card.locator(".attribution-line")).to_have_text(" › ".join(story.said_by))
    claim = Claim.objects.get(text=story.claim)
    marks = page.locator(f"mark[data-claims~='{claim.pk}']")
    assert "".join(marks.all_text_contents()) == story.words
    return claim


def watched(page: Page, address: str, claim: Claim) -> Locator:
    """The status of the claim in a window that stays open, and is never loaded again."""
    page.goto(address)
    article_is_ready(page)
    page.evaluate(MARK)
    status = page.locator(f"#claim-{claim.pk} [data-claim-status='{claim.pk}']").first
    expect(status).to_have_text("Not enough evidence")
    return status


def follows(status: Locator, words: str, shown: str) -> None:
    """The watched status and the tint of its words become what is computed, by themselves."""
    expect(status).to_have_text(words)
    page, claim = status.page, status.get_attribute("data-claim-status")
    expect(page.locator(f"mark[data-claims~='{claim}']").last).to_have_attribute("data-status", shown)
    assert page.evaluate(MARKED)


def export_is_ready(page: Page) -> tuple[str, str]:
    """Where programs fetch the file, and its checksum, after the page has said by itself that it is done."""
    expect(page.locator("#export [role=status]")).to_have_text(re.compile(r"^Ready, "))
    expect(page.locator("#export progress")).to_have_js_property("position", 1)
    address = re.search(r"http\S+$", page.locator("#curl").text_content() or "")
    checksum = re.search(r"[0-9a-f]{64}", page.locator("#checksum").text_content() or "")
    assert address and checksum
    return address[0], checksum[0]


def file_holds(download: Download, checksum: str, claim: Claim) -> bytes:
    """The bytes of the downloaded file, which are those of the checksum and name the claim as signed."""
    content = Path(download.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == checksum
    lines = [json.loads(line) for line in content.splitlines()]
    assert claim.text in json.dumps(lines, ensure_ascii=False)
    return content


def fetched(address: str, token: str) -> bytes:
    """What the API answers to a program that has a token."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        body: bytes = answer.read()
        return body


def same_over_the_api(address: str, token: str, content: bytes) -> None:
    """A program gets the very file, and the checksum with which to prove it."""
    told: dict[str, Any] = json.loads(fetched(address.rpartition("/")[0], token))
    assert (told["state"], told["sha256"]) == ("done", hashlib.sha256(content).hexdigest())
    assert fetched(address, token) == content
