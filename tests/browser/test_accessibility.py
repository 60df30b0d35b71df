"""No page keeps anybody out: every page there is, light and dark, at a desk and on a telephone.

The list of pages is the list of addresses. One that is added is visited from then on; it fails here until
`rows` names what its address asks for.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from annotations.actions.annotation_imports import request_import
from annotations.actions.claims import withdraw_claim
from annotations.actions.exports import cancel_export, request_export
from annotations.actions.policies import propose_policy
from annotations.domain.vocabulary import ExportFormat, ExportState, ImportState, TrialState
from annotations.models import (
    AnnotationImport,
    ApiToken,
    Article,
    Capture,
    Claim,
    ClaimSet,
    Derivation,
    Evidence,
    Export,
    Highlight,
    Notice,
    PolicyTrial,
    User,
    Verdict,
)
from annotations.web.urls import urlpatterns
from tests.browser.reading import signed_in
from tests.factories import a_claim, a_token, an_article
from tests.revised import CHANGED, GONE, OLD, a_story, revised
from tests.services.live import LiveWorkbench

pytestmark = pytest.mark.django_db

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
CHANGED_ARTICLE, REPLACED_ARTICLE = "Boats in May", "A text that was replaced"
WHOLE_PAGE = b"<!doctype html>"


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


@pytest.fixture(scope="module")
def visit(
    seeded_workbench: LiveWorkbench, browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Visit]:
    """One window for the whole module."""
    agnes = User.objects.get(username="agnes")
    things_of_every_state(agnes, seeded_workbench)
    context = browser.new_context(**browser_context_args, reduced_motion="reduce")
    page = context.new_page()
    signed_in(page, agnes, seeded_workbench.address)
    said: list[str] = []
    page.on("console", lambda message: said.extend(complaint(message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield Visit(page, said)
    context.close()


def things_of_every_state(agnes: User, live: LiveWorkbench) -> None:
    """What the seeds do not hold: exports, one of them stopped, a token, a claim that was withdrawn, and
    articles whose words changed.
    """
    signed = ClaimSet.objects.get(name="Signed claims")
    done = request_export(claim_set_id=signed.pk, format=ExportFormat.NDJSON, actor=agnes)
    live.wait_for(lambda: Export.objects.get(pk=done.pk).state == ExportState.DONE)
    # The worker hears of it when it is stopped already.
    with transaction.atomic():
        stopped = request_export(claim_set_id=signed.pk, format=ExportFormat.CSV, actor=agnes)
        cancel_export(export_id=stopped.pk, actor=agnes)
    a_token(person=agnes)
    withdraw_claim(claim_id=Claim.objects.get(text="Who decided to sail?").pk, actor=agnes)
    a_story(headline=CHANGED_ARTICLE, actor=agnes)
    replaced = an_article(text=OLD, headline=REPLACED_ARTICLE, actor=agnes)
    for words in (CHANGED, GONE):
        a_claim(words=words, article=replaced, actor=agnes)
    revised(replaced, "Nothing of it is printed here any more.")
    an_import_of_annotations(replaced, agnes, live)
    a_trial_of_another_policy(agnes, live)


def a_trial_of_another_policy(person: User, live: LiveWorkbench) -> None:
    """One under which many statuses would move."""
    asked = propose_policy(version="1.1.0", tables={"bar": 150}, reason="Surer verdicts.", actor=person)
    live.wait_for(lambda: PolicyTrial.objects.get(pk=asked.pk).state == TrialState.DONE)


def an_import_of_annotations(article: Article, person: User, live: LiveWorkbench) -> None:
    """One of which something came, and something was refused."""
    kept = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "bodyValue": "Ask the harbour office.",
        "target": f"{live.address}/articles/{article.pk}/",
    }
    content = json.dumps([kept, {"type": "Annotation"}])
    asked = request_import(article_id=article.pk, content=content, file_name="notes.jsonld", actor=person)
    live.wait_for(lambda: AnnotationImport.objects.get(pk=asked.pk).state == ImportState.DONE)


def complaint(message: ConsoleMessage) -> list[str]:
    """What a browser holds against a page; that a missing page is missing is not the page's fault."""
    is_refusal = "the server responded with a status of" in message.text
    return [message.text] if message.type in ("error", "warning") and not is_refusal else []


def rows() -> dict[str, Any]:
    """A row for every variable of an address: those of a claim with evidence, people and parties about it,
    and of an article with two revisions.
    """
    claim = Claim.objects.get(text="The bow thruster of the Guillemot had been out of order since October.")
    article = Article.objects.get(headline=CHANGED_ARTICLE)
    link = Evidence.objects.filter(claim=claim).latest("pk")
    return {
        "article_id": article.pk,
        "revision_id": article.revisions.latest("number").pk,
        "number": 1,
        "old": 1,
        "new": 2,
        "claim_id": claim.pk,
        "evidence_id": link.pk,
        "verdict_id": Verdict.objects.latest("pk").pk,
        "source_id": link.source_id,
        "publisher_id": link.source.publisher_id,
        "capture_id": link.capture_id,
        "derivation_id": Derivation.objects.latest("pk").pk,
        "claim_set_id": ClaimSet.objects.get(name="Signed claims").pk,
        "export_id": Export.objects.filter(state=ExportState.DONE).latest("pk").pk,
        "token_id": ApiToken.objects.latest("pk").pk,
        "facet": "publisher",
        "import_id": AnnotationImport.objects.latest("pk").pk,
        "highlight_id": Highlight.objects.waiting().filter(outcome="orphaned").earliest("pk").pk,
        "trial_id": PolicyTrial.objects.latest("pk").pk,
        "notice_id": Notice.objects.latest("pk").pk,
    }


def addresses() -> list[str]:
    """An address for every view of the web interface."""
    found = rows()
    queries = {"claim-new": f"?revision={found['revision_id']}&start=0&end=9", "live-claims": "?ids=1"}
    views = {pattern.callback: pattern for pattern in urlpatterns}
    return [
        reverse(str(pattern.name), kwargs={name: found[name] for name in pattern.pattern.converters})
        + queries.get(str(pattern.name), "")
        for pattern in views.values()
    ]


def states() -> list[str]:
    """Pages that look different when there is nothing, something else, or nobody."""
    found = rows()
    withdrawn = Claim.objects.filter(state="withdrawn").latest("pk").pk
    signed = Claim.objects.filter(verdicts__state="live").latest("pk").pk
    mixed = Claim.objects.filter(status="MIXED").latest("pk").pk
    arabic = Capture.objects.filter(source__language="ar").latest("pk").pk
    stopped = Export.objects.filter(state=ExportState.CANCELLED).latest("pk").pk
    record, story = (Article.objects.filter(is_fictional=one).earliest("pk").pk for one in (False, True))
    replaced = Article.objects.get(headline=REPLACED_ARTICLE).pk
    return [
        f"/articles/{record}/",
        f"/articles/{story}/",
        f"/articles/{story}/highlights/waiting/",
        f"/articles/{replaced}/compare/1/2/",
        f"/articles/{replaced}/highlights/waiting/",
        "/articles/?words=nothing-of-this-name",
        "/claims/?status=REFUTED",
        "/claims/?words=nothing-of-this-name",
        f"/claims/{withdrawn}/",
        f"/claims/{signed}/",
        f"/claims/{found['claim_id']}/evidence/new/?source={found['source_id']}",
        f"/claims/{found['claim_id']}/?known_on=2024-11-13",
        f"/claims/{found['claim_id']}/try/?without={found['evidence_id']}",
        f"/claims/{mixed}/",
        f"/claims/{mixed}/try/",
        f"/claims/{mixed}/independence/",
        f"/captures/{arabic}/",
        f"/exports/{stopped}/",
        "/search/?words=lamps",
        "/sources/?words=nothing-of-this-name",
        "/nothing/",
        "/claims/999999/",
    ]


def is_page(page: Page, address: str) -> bool:
    """Whether this is a page of its own: not a part of one, a file, data, a redirect, or for posting only."""
    answer = page.request.get(address, max_redirects=0)
    assert answer.status in (200, 302, 405), f"{address} answers {answer.status}"
    return answer.status == 200 and answer.body().lstrip().startswith(WHOLE_PAGE)


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


def test_no_page_keeps_anybody_out(visit: Visit, axe: Axe) -> None:
    places = [*filter(partial(is_page, visit.page), addresses()), *states()]
    found = {address: looked_at(visit, axe, address) for address in places}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


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
