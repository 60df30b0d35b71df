"""Lists of checks: the index, the checks of an article, feeds and sitemap; their data, and what they cost."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import edit_claim
from annotations.actions.highlights import make_highlight
from annotations.actions.protection import protect_source
from annotations.actions.publications import begin_correction, unpublish_claim
from annotations.domain.claimreview import CarryingPage, lint
from annotations.domain.vocabulary import AttributionMode
from annotations.models import Claim, Publication, User
from annotations.queries import published_checks
from annotations.web.checks import feeds
from tests.api.calling import Program
from tests.exports.signed_claims import a_signed_claim
from tests.factories import an_article, assessed, some_evidence, the_administrator
from tests.public import FIXED, check, page, public_pages
from tests.published import NOTE, an_editor, corrected, published
from tests.web.visitors import words_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def statements(address: str, **headers: str) -> int:
    """How many a page costs."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        Client().get(address, headers=headers)
    return len(found)


def block(answer: Any) -> Any:
    """The data inside a page."""
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.S)
    return json.loads(found)


class TestMarkup:
    """The data inside the pages."""

    def test_it_is_what_the_api_gives_and_what_the_page_says(self) -> None:
        public_pages()
        long = "The old ferry of the northern lake carried the post of the whole county over the water."
        claim = a_signed_claim(
            text=long,
            language="en",
            signing={"short_claim": "The lake ferry carried the county's post."},
        )
        published(claim)
        corrected(claim)
        answer = page(check(claim))
        markup = block(answer)
        assert markup == Program().get(f"claims/{claim.pk}/claimreview").json()
        address = f"{settings.PUBLIC_URL}{check(claim)}"
        told = CarryingPage(address=address, canonical=address, visible_text=words_of(answer))
        assert (markup["url"], lint(markup, told).findings) == (address, ())

    def test_lists_name_the_pages_and_repeat_nothing(self) -> None:
        public_pages()
        article = an_article()
        claims = [
            published(a_signed_claim(words=words, article=article)).claim
            for words in ("The ferry stopped.", "Two boats remained.")
        ]
        addresses = [f"{settings.PUBLIC_URL}{check(claim)}" for claim in claims]
        for where, order in (("/checks/", addresses[::-1]), (f"/checks/articles/{article.pk}/", addresses)):
            found = block(page(where))
            assert (found["@type"], [one["url"] for one in found["itemListElement"]]) == ("ItemList", order)

    def test_the_companion_says_what_was_published(self) -> None:
        public_pages()
        claim = published().claim
        answer = page(f"{check(claim)}evidence.jsonld")
        companion = json.loads(answer.content)
        assert (answer["Content-Type"], companion["status"]["effective"]) == (
            "application/ld+json",
            "SUPPORTED",
        )
        begin_correction(claim_id=claim.pk, reason="A figure was wrong.", actor=an_editor())
        some_evidence(claim=claim, passage="Laterpassagequince.")
        assessed(claim)
        assert "quince" not in page(f"{check(claim)}evidence.jsonld").content.decode()

    def test_there_is_no_companion_of_what_was_withdrawn(self) -> None:
        public_pages()
        claim = published().claim
        unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
        assert page(f"{check(claim)}evidence.jsonld").status_code == 404


class TestArticle:
    """The checks of one article."""

    def test_they_stand_in_reading_order_with_what_they_rest_on(self) -> None:
        public_pages()
        article = an_article(headline="The evening the ferry stopped")
        second = published(a_signed_claim(words="Two boats remained.", article=article)).claim
        first = published(
            a_signed_claim(words="The ferry stopped.", article=article, stance="contradicts")
        ).claim
        a_signed_claim(words="boats", text="Unpublishedquince.", article=article)
        words = words_of(page(f"/checks/articles/{article.pk}/"))
        head, _, body = words.partition("We checked 2 claims in it")
        told = [first.text, first.evidence.get().passage, second.text, second.evidence.get().passage]
        places = [body.index(one) for one in told]
        assert (article.headline in head, places, "quince" in words) == (True, sorted(places), False)

    def test_an_article_without_checks_is_not_there(self) -> None:
        public_pages()
        article = an_article()
        a_signed_claim(words="The ferry stopped.", article=article)
        assert page(f"/checks/articles/{article.pk}/").status_code == 404

    def test_where_a_claim_was_placed_later_is_not_told(self) -> None:
        public_pages()
        claim = published(a_signed_claim(words="The ferry stopped.", article=an_article())).claim
        begin_correction(claim_id=claim.pk, reason="A figure was wrong.", actor=an_editor())
        later = an_article(headline="Laterarticlequince")
        revision = later.revisions.get()
        make_highlight(
            claim_id=claim.pk, revision_id=revision.pk, start=0, end=18, exact="The ferry stopped.",
            actor=the_administrator(),
        )  # fmt: skip
        assert page(f"/checks/articles/{later.pk}/").status_code == 404
        for address in (check(claim), "/checks/", "/checks/sitemap.xml"):
            told = page(address).content.decode()
            assert "quince" not in told
            assert f"/checks/articles/{later.pk}/" not in told

    def test_of_withdrawn_checks_the_article_tells_too(self) -> None:
        public_pages()
        article = an_article()
        claim = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
        unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
        answer = page(f"/checks/articles/{article.pk}/")
        assert (answer.status_code, NOTE in words_of(answer)) == (410, True)


class TestPrice:
    """What pages cost, and when they need not be made."""

    @pytest.mark.parametrize("count", [1, 3])
    def test_lists_cost_the_same_for_one_and_for_many(self, count: int) -> None:
        public_pages()
        article = an_article()
        claims = [
            published(a_signed_claim(words=words, article=article)).claim
            for words in ("The ferry stopped.", "Two boats remained.", "boats")[:count]
        ]
        corrected(claims[0])
        addresses = (
            "/checks/", "/checks/?words=e", f"/checks/articles/{article.pk}/", check(claims[0]),
            f"{check(claims[0])}evidence.jsonld", "/checks/feed.atom", "/checks/corrections.atom",
            "/checks/sitemap.xml", "/checks/about/", "/checks/methodology/", "/checks/report/", "/robots.txt",
            f"/checks/report/?claim={claims[0].pk}",
        )  # fmt: skip
        assert [statements(address) for address in addresses] == [5, 5, 6, 4, 4, 3, 3, 6, 2, 5, 1, 1, 2]

    def test_a_page_that_is_still_right_costs_two_statements(self) -> None:
        public_pages()
        article = an_article()
        claim = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
        for address in (*FIXED, check(claim), f"/checks/articles/{article.pk}/"):
            if address == "/checks/report/":
                continue
            first = page(address)
            told = {"If-None-Match": first["ETag"]}
            again = Client().get(address, headers=told)
            assert (again.status_code, again.content, statements(address, **told)) == (304, b"", 2), address
            assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, max-age=60")
            assert first["Last-Modified"] == again["Last-Modified"]

    def test_what_changes_makes_another_page(self) -> None:
        public_pages()
        article = an_article()
        claim = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
        source = claim.evidence.get().source

        def tags() -> list[str]:
            return [
                page(one)["ETag"] for one in ("/checks/", check(claim), f"/checks/articles/{article.pk}/")
            ]

        before = tags()
        protect_source(source_id=source.pk, reason="They asked us to.", actor=the_administrator())
        protected = tags()
        corrected(claim)
        later = tags()
        public_pages(name="Another name")
        assert [old == new for old, new in zip(before, protected, strict=True)] == [True, False, False]
        assert not set(protected[:1]) & set(later[:1]) and not set(later) & set(tags())

    def test_who_is_said_to_have_said_it_is_put_right_at_once(self) -> None:
        public_pages()
        claim = a_signed_claim(words="The ferry stopped.", attributions=[AttributionLayer("The port")])
        published(claim)
        before = page(check(claim))
        assert "The port" in words_of(before)
        layer = Claim.objects.get(asserts=claim)
        edit_claim(claim_id=layer.pk, values={"asserter": "The harbour"}, actor=the_administrator())
        later = Client().get(check(claim), headers={"If-None-Match": before["ETag"]})
        assert later.status_code == 200 and "The harbour" in words_of(later)

    def test_nobody_is_named_for_what_is_carried_without_a_name(self) -> None:
        public_pages()
        layer = AttributionLayer("Peregrine Quince", mode=AttributionMode.ANONYMOUS)
        claim = published(a_signed_claim(attributions=[layer])).claim
        listed = words_of(page("/checks/")), words_of(page(check(claim)))
        assert ["Quince" in words for words in listed] == [False, False]
        assert "Reported without saying by whom" in listed[1]
        assert "author" not in block(page(check(claim)))["itemReviewed"]

    def test_reports_are_not_kept(self) -> None:
        public_pages()
        assert "no-store" in page("/checks/report/")["Cache-Control"]

    def test_every_page_of_the_index_costs_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(published_checks, "PAGE", 2)
        public_pages()
        first = published()
        many = [
            Publication(
                claim=one, number=1, kind="published", text=f"Claim number {number}.", status="SUPPORTED",
                computed_status="SUPPORTED", assessment_id=first.assessment_id,
                published_by=first.published_by,
            )
            for number, one in enumerate(_bare_claims(6, first.published_by), start=1)
        ]  # fmt: skip
        Publication.objects.bulk_create(many)
        told, address, prices = [], "/checks/", []
        while address:
            answer = page(address)
            told.append(re.findall(r"Claim number \d|" + re.escape(first.text), words_of(answer)))
            prices.append(statements(address))
            older = re.search(r'<a href="(\?before=\d+)" rel="next">', answer.content.decode())
            address = f"/checks/{older[1]}" if older else ""
            newer = re.search(r'<a href="(\?after=\d+)" rel="prev">', answer.content.decode())
            if newer:
                back = words_of(page(f"/checks/{newer[1]}"))
                assert [one for one in told[-2] if one not in back] == []
        assert told == [
            ["Claim number 6", "Claim number 5"],
            ["Claim number 4", "Claim number 3"],
            ["Claim number 2", "Claim number 1"],
            [first.text],
        ]
        assert set(prices) == {5}


def _bare_claims(count: int, person: User) -> list[Claim]:
    rows = [Claim(text=f"Claim {number}.", type="event", created_by=person) for number in range(count)]
    return Claim.objects.bulk_create(rows)


class TestFeeds:
    """What programs read."""

    def test_a_check_keeps_its_entry_through_corrections(self) -> None:
        public_pages()
        claim = a_signed_claim(signing={"reason": "The log says five."}, language="en")
        first = published(claim)
        second = corrected(claim)
        root = ElementTree.fromstring(page("/checks/feed.atom").content)
        [entry] = root.findall(f"{ATOM}entry")
        address = f"{settings.PUBLIC_URL}{check(claim)}"
        assert {
            name: entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "published", "updated")
        } == {
            "id": address,
            "title": f"Supported: {claim.text}",
            "published": first.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "updated": second.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        assert root.findtext(f"{ATOM}id") == f"{settings.PUBLIC_URL}/checks/feed.atom"

    def test_corrections_and_withdrawals_have_an_entry_each(self) -> None:
        public_pages()
        claim = a_signed_claim()
        published(claim)
        corrected(claim)
        unpublish_claim(
            claim_id=claim.pk, public_note="It was about another ferry altogether.", actor=an_editor()
        )
        root = ElementTree.fromstring(page("/checks/corrections.atom").content)
        told = [
            (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary"))
            for entry in root.findall(f"{ATOM}entry")
        ]
        address = f"{settings.PUBLIC_URL}{check(claim)}"
        assert told == [
            (f"{address}#no-3", f"Withdrawn: {claim.text}", "It was about another ferry altogether."),
            (f"{address}#no-2", f"Corrected: {claim.text}", NOTE),
        ]
        assert ElementTree.fromstring(page("/checks/feed.atom").content).findall(f"{ATOM}entry") == []
        assert 'id="no-3"' in page(check(claim)).content.decode()

    def test_a_feed_of_nothing_is_a_feed(self) -> None:
        public_pages()
        root = ElementTree.fromstring(page("/checks/feed.atom").content)
        assert (root.tag, root.findtext(f"{ATOM}updated") is not None) == (f"{ATOM}feed", True)

    def test_a_large_sitemap_comes_in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        public_pages()
        article = an_article()
        claims = [
            published(a_signed_claim(words=words, article=article)).claim
            for words in ("The ferry stopped.", "Two boats remained.", "boats")
        ]

        def told(address: str) -> list[str]:
            root = ElementTree.fromstring(page(address).content)
            return [
                str(one.text).removeprefix(settings.PUBLIC_URL)
                for one in root.iter()
                if one.tag.endswith("loc")
            ]

        fixed = ["/checks/", "/checks/methodology/", "/checks/about/"]
        here = [f"/checks/articles/{article.pk}/"]
        assert told("/checks/sitemap.xml") == [*fixed, *map(check, claims), *here]
        monkeypatch.setattr(feeds, "MOST", 2)
        parts = told("/checks/sitemap.xml")
        assert parts == [
            f"/checks/sitemap.xml?part={one}" for one in ("pages", "checks-1", "checks-2", "articles-1")
        ]
        assert [one for part in parts for one in told(part)] == [*fixed, *map(check, claims), *here]
        for part in ("claims-0", "checks-0", "checks-01", "checks-٣", f"checks-{'9' * 5000}"):
            assert page(f"/checks/sitemap.xml?part={part}").status_code == 404, part
