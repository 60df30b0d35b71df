"""The pages for readers: for whom they are, what one check shows, and what none of them shows."""

import re
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.test import Client

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import edit_claim
from annotations.actions.comments import write_comment
from annotations.actions.desk_property import own_article
from annotations.actions.desks import make_desk
from annotations.actions.layers import add_layer
from annotations.actions.protection import protect_source
from annotations.actions.publications import begin_correction, unpublish_claim
from annotations.domain.verification import USUAL_SCALE
from annotations.domain.vocabulary import Role
from annotations.models import User
from tests.exports.signed_claims import a_record, a_signed_claim, backed, signed
from tests.factories import a_claim, an_article, assessed, some_evidence, the_administrator
from tests.public import FIXED, check, page, public_pages
from tests.published import NOTE, an_editor, corrected, published
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


class TestSwitchedOff:
    """Without a profile, or with one that says so, there is nothing."""

    @pytest.mark.parametrize("has_profile", [False, True])
    def test_there_is_nothing_for_anybody(self, has_profile: bool) -> None:
        claim = published().claim
        if has_profile:
            public_pages(has_public_pages=False)
        addresses = (*FIXED, check(claim), "/checks/articles/1/")
        for browser in (Client(), visitor(role=Role.ADMINISTRATOR)):
            assert {browser.get(address).status_code for address in addresses} == {404}
            assert browser.post("/checks/report/", {"text": "It is wrong."}).status_code == 404

    def test_programs_are_kept_out(self) -> None:
        assert page("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"

    def test_the_latest_profile_decides(self) -> None:
        public_pages()
        assert page("/checks/").status_code == 200
        public_pages(has_public_pages=False)
        assert page("/checks/").status_code == 404


class TestForEverybody:
    """No session, no cookie, no script."""

    def test_pages_set_no_cookie_and_run_nothing(self) -> None:
        public_pages()
        article = an_article()
        claim = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
        for address in (
            *FIXED,
            check(claim),
            f"/checks/articles/{article.pk}/",
            "/robots.txt",
            "/checks/claims/99/",
        ):
            answer = page(address)
            scripts = re.findall(r"<script(?! type=\"application/ld\+json\")", answer.content.decode())
            assert (answer.cookies.output(), scripts, "Cookie" in answer.get("Vary", "")) == (
                "",
                [],
                False,
            ), address

    def test_who_is_signed_in_gets_the_same_page(self) -> None:
        public_pages()
        claim = published().claim
        assert visitor().get(check(claim)).content == page(check(claim)).content

    def test_programs_may_read_these_pages_alone(self) -> None:
        public_pages()
        assert page("/robots.txt").content.decode() == (
            "User-agent: *\nAllow: /checks/\nAllow: /static/\nDisallow: /\n\n"
            f"Sitemap: {settings.PUBLIC_URL}/checks/sitemap.xml\n"
        )

    @pytest.mark.parametrize("kind", ["published", "corrected", "withdrawn"])
    def test_pages_are_valid(self, kind: str) -> None:
        public_pages(description="We check.", ownership="Ours.", contact="Here.", contact_email="a@b.example")
        article = an_article()
        claim = a_signed_claim(words="The ferry stopped.", article=article)
        published(claim)
        if kind == "corrected":
            corrected(claim)
        if kind == "withdrawn":
            unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
        pages = [address for address in FIXED if address.endswith("/")]
        for address in (
            *pages,
            check(claim),
            f"/checks/articles/{article.pk}/",
            "/checks/?words=x",
            "/checks/claims/99/",
        ):
            markup = page(address).content.decode()
            html5lib.HTMLParser(strict=True).parse(markup)
            ids = re.findall(r'\sid="([^"]*)"', markup)
            assert (sorted(set(ids)), [one for one in ids if not one]) == (sorted(ids), []), address


class TestOneCheck:
    """The page of one claim."""

    def test_it_says_what_was_published_and_what_it_rests_on(self) -> None:
        public_pages()
        publisher_words = "Two boats remained."
        article = an_article(headline="The evening the ferry stopped", url="https://news.example/ferry")
        claim = a_signed_claim(
            words=publisher_words, article=article, signing={"reason": "The log says two."}
        )
        published(claim)
        words = words_of(page(check(claim)))
        link = claim.evidence.get()
        for told in (
            claim.text, "Supported", "5 on a scale from 1 to 5", "The log says two.", link.passage,
            link.source.title, link.source.publisher.name, "Supports it", "first hand", article.headline,
            "The Skerrow Lantern",
        ):  # fmt: skip
            assert told in words, told

    def test_the_verdict_is_in_the_newsrooms_words(self) -> None:
        scale = published_scale()
        public_pages(rating_scale=scale)
        claim = published().claim
        assert "True as far as we know" in words_of(page(check(claim)))
        assert "True as far as we know" in words_of(page("/checks/"))

    def test_what_misleads_has_not_the_mark_of_what_is_so(self) -> None:
        public_pages()
        claim = published(a_signed_claim(signing={"context_flag": "cherry_picked"})).claim
        markup = page(check(claim)).content.decode()
        assert '<span class="verdict" data-status="MIXED">Misleading</span>' in markup
        assert "Cherry-picked" in markup

    def test_a_correction_stands_above_and_what_was_said_below(self) -> None:
        public_pages()
        claim = a_signed_claim(signing={"reason": "The log says five."})
        published(claim)
        corrected(claim)
        words = words_of(page(check(claim)))
        places = [
            words.index(one) for one in ("Correction of", NOTE, "Our verdict", "What we said before", "five")
        ]
        assert places == sorted(places)

    def test_what_was_withdrawn_is_gone_and_says_so(self) -> None:
        public_pages()
        claim = published().claim
        unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
        answer = page(check(claim))
        assert answer.status_code == 410
        assert "This check was withdrawn" in words_of(answer)
        assert NOTE in words_of(answer)

    def test_what_was_never_published_is_not_there(self) -> None:
        public_pages()
        assert page(check(a_signed_claim())).status_code == 404

    def test_what_is_being_corrected_stays_as_it_was_published(self) -> None:
        public_pages()
        claim = published().claim
        before = page(check(claim)).content
        begin_correction(claim_id=claim.pk, reason="innerquince", actor=an_editor())
        edit_claim(claim_id=claim.pk, values={"text": "Newwordsquince."}, actor=the_administrator())
        some_evidence(claim=claim, passage="Laterpassagequince.")
        layer = AttributionLayer(asserter="Layerquince", mode="hedged", verb="said")
        add_layer(claim_id=claim.pk, layer=layer, actor=the_administrator())
        assert page(check(claim)).content == before

    def test_of_a_protected_source_only_that_it_is_there(self) -> None:
        public_pages()
        claim = published().claim
        source = claim.evidence.get().source
        assert source.title in words_of(page(check(claim)))
        protect_source(source_id=source.pk, reason="They asked us to.", actor=the_administrator())
        markup = page(check(claim)).content.decode()
        assert "1 source whose identity we protect: supports it." in markup
        assert source.title not in markup
        assert claim.evidence.get().passage not in markup

    @pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "a\u2028b & <b>c</b>"])
    def test_words_stay_words(self, words: str) -> None:
        public_pages()
        text = f"The sign said {words} all day."
        article = an_article(text=text, headline=text)
        claim = published(a_signed_claim(text=text)).claim
        published(a_signed_claim(words="all day.", text=text, article=article))
        for address in ("/checks/", check(claim), f"/checks/articles/{article.pk}/", "/checks/feed.atom"):
            assert "<script>alert" not in page(address).content.decode()
            assert "<b>c" not in page(address).content.decode()


class TestNothingElse:
    """Of the newsroom readers learn nothing but what was published."""

    def test_a_newsroom_at_work_does_not_show(self) -> None:
        public_pages()
        desk = make_desk(
            name="Deskquince",
            purpose="Purposequince",
            visibility="closed",
            editor_ids=[],
            actor=the_administrator(),
        )
        article = an_article(headline="The open secret")
        told = published(a_signed_claim(words="The ferry stopped.", article=article)).claim
        hidden = backed(a_claim(words="Two boats remained.", text="Siblingquince.", article=article))
        some_evidence(claim=hidden, source=a_record(title="Sourcequince"), passage="Passagequince.")
        signed(assessed(hidden), reason="Reasonquince.")
        a_claim(text="Draftquince.")
        guarded = a_record(title="Guardedquince", url="https://news.example/guardedquince")
        claim = backed(a_claim(text="The guard saw it."), stance="corroborates")
        some_evidence(
            claim=claim, source=guarded, proximity="primary", sourcing="own", passage="Whisperquince.",
            note="Notequince.",
        )  # fmt: skip
        signed(assessed(claim))
        published(claim)
        protect_source(source_id=guarded.pk, reason="They asked us to.", actor=the_administrator())
        write_comment(claim_id=told.pk, text="Commentquince.", actor=the_administrator())
        own_article(article_id=article.pk, desk_id=desk.pk, actor=the_administrator())
        addresses = [
            *FIXED, check(told), check(claim), check(hidden), f"/checks/articles/{article.pk}/",
            f"{check(told)}evidence.jsonld", f"{check(claim)}evidence.jsonld", "/checks/?words=quince",
            f"/checks/report/?claim={hidden.pk}",
        ]  # fmt: skip
        for address in addresses:
            words = page(address).content.decode().replace("“quince”", "").replace('"quince"', "")
            words = words.replace("Search: quince", "")
            assert "quince" not in words, address
        names = list(User.objects.values_list("display_name", flat=True))
        assert [
            name for address in addresses for name in names if name in page(address).content.decode()
        ] == []
        assert "The open secret" in words_of(page(check(told)))


def published_scale() -> dict[str, Any]:
    """A scale whose best words are the newsroom's own."""
    scale = USUAL_SCALE.as_json()
    scale["ratings"]["supported"]["words"] = "True as far as we know"
    return scale
