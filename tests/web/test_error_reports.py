"""The form of readers, and what editors make of what comes by it."""

import re
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from annotations.actions.desks import make_desk
from annotations.actions.error_reports import report_error
from annotations.domain.vocabulary import Role
from annotations.models import ErrorReport
from annotations.web.checks import report as form
from tests.api.calling import Program
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_person, an_article, the_administrator
from tests.public import check, page, public_pages
from tests.published import an_editor, published
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db

TEXT = "It was Tuesday, not Monday."


@pytest.fixture(autouse=True)
def _patient() -> None:
    cache.clear()


def opened() -> str:
    """What the form carries."""
    found = re.search(r'name="opened" value="([^"]+)"', page("/checks/report/").content.decode())
    assert found is not None
    return found[1]


def sent(given: dict[str, Any] | None = None, **headers: str) -> Any:
    """What a reader is answered who sends the form."""
    values = {"text": TEXT, "opened": opened(), **(given or {})}
    return Client(enforce_csrf_checks=True).post("/checks/report/", values, headers=headers)


class TestReader:
    """Without a session, a cookie or a script."""

    def test_a_report_arrives_and_is_thanked_for(self) -> None:
        public_pages()
        claim = published().claim
        answer = sent({"claim": claim.pk, "reader_name": "Rosa", "website": ""}, Origin="http://testserver")
        assert (answer.status_code, answer["Location"]) == (302, f"/checks/report/?sent=1&claim={claim.pk}")
        assert (
            answer.cookies.output(),
            ErrorReport.objects.values_list("text", "claim", "reader_name").get(),
        ) == (
            "",
            (TEXT, claim.pk, "Rosa"),
        )
        thanks = page(answer["Location"])
        assert ("Thank you" in words_of(thanks), check(claim) in thanks.content.decode()) == (True, True)

    @pytest.mark.parametrize(
        ("given", "headers", "status", "told"),
        [
            ({"text": ""}, {}, 422, "This field is required."),
            ({"text": "x" * 5_001}, {}, 422, "at most 5000 characters"),
            ({"reader_email": "nobody"}, {}, 422, "Enter a valid email address."),
            ({}, {"Origin": "https://elsewhere.example"}, 422, "This came from another site."),
            ({}, {"Sec-Fetch-Site": "cross-site"}, 422, "This came from another site."),
            ({"opened": "forged"}, {}, 422, "The form was open for a long time."),
            ({"opened": ""}, {}, 422, "The form was open for a long time."),
        ],
    )
    def test_what_is_refused_keeps_what_was_typed(
        self, given: dict[str, str], headers: dict[str, str], status: int, told: str
    ) -> None:
        public_pages()
        answer = sent({"address": "Page 4 of the log", **given}, **headers)
        markup = answer.content.decode()
        assert (answer.status_code, told in words_of(answer), ErrorReport.objects.count()) == (
            status,
            True,
            0,
        )
        assert "Page 4 of the log" in markup
        assert 'role="alert"' in markup

    def test_an_old_form_is_sent_once_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        public_pages()
        old = signing.dumps("", salt=form.SALT)
        monkeypatch.setattr(form, "OPEN_SECONDS", -1)
        answer = sent({"opened": old})
        assert (answer.status_code, ErrorReport.objects.count()) == (422, 0)

    def test_one_address_sends_a_few_in_an_hour(self) -> None:
        public_pages()
        statuses = [sent().status_code for _ in range(form.PER_HOUR + 1)]
        assert statuses == [302] * form.PER_HOUR + [422]
        assert ErrorReport.objects.count() == form.PER_HOUR

    def test_what_fills_in_everything_is_not_heard(self) -> None:
        public_pages()
        assert (sent({"website": "https://spam.example"}).status_code, ErrorReport.objects.count()) == (
            302,
            0,
        )

    @pytest.mark.parametrize("about", ["claim=999", "article=999", "claim=99999999999999999"])
    def test_there_is_no_form_about_what_is_not_public(self, about: str) -> None:
        public_pages()
        assert page(f"/checks/report/?{about}").status_code == 404

    def test_odd_signs_do_no_harm(self) -> None:
        public_pages()
        assert sent({"text": "a\x00b"}).status_code == 422
        assert sent({"claim": "one", "article": "-1"}).status_code == 302
        kept = ErrorReport.objects.get()
        assert (kept.text, kept.claim, kept.article) == (TEXT, None, None)


class TestEditor:
    """The pages of those who settle."""

    def test_what_waits_is_listed_and_settled(self) -> None:
        public_pages()
        claim = published().claim
        report = report_error(claim_id=claim.pk, text=TEXT, reader_email="rosa@readers.example")
        browser = visitor(an_editor())
        listed = words_of(browser.get("/reports/"))
        assert (TEXT in listed, claim.text in listed) == (True, True)
        shown = browser.get(f"/reports/{report.pk}/")
        assert f"/claims/{claim.pk}/correct/" in shown.content.decode()
        assert "rosa@readers.example" in words_of(shown)
        answer = browser.post(
            f"/reports/{report.pk}/", {"outcome": "refused", "note": "The log says Monday."}
        )
        assert (answer.status_code, answer["Location"]) == (302, "/reports/")
        report.refresh_from_db()
        assert (report.outcome, report.outcome_note) == ("refused", "The log says Monday.")
        assert TEXT not in words_of(browser.get("/reports/"))
        assert browser.post(f"/reports/{report.pk}/reopen/").status_code == 302
        assert TEXT in words_of(browser.get("/reports/"))

    def test_a_refusal_needs_a_reason_and_keeps_the_form(self) -> None:
        public_pages()
        report = report_error(text=TEXT)
        answer = visitor(an_editor()).post(f"/reports/{report.pk}/", {"outcome": "refused", "note": ""})
        assert (answer.status_code, "Say why it stands as it is." in words_of(answer)) == (422, True)

    def test_nothing_waits(self) -> None:
        assert "No report waits" in words_of(visitor(an_editor()).get("/reports/"))

    def test_reviewers_and_readers_do_not_see_reports(self) -> None:
        public_pages()
        report = report_error(text=TEXT)
        for role in (Role.REVIEWER, Role.READER):
            browser = visitor(role=role)
            assert [browser.get(one).status_code for one in ("/reports/", f"/reports/{report.pk}/")] == [
                403,
                403,
            ]

    def test_reports_on_a_closed_desk_are_its_editors(self) -> None:
        public_pages()
        keeper, outsider = a_person(role=Role.EDITOR), an_editor()
        claim = published().claim
        desk = make_desk(
            name="Night", purpose="", visibility="closed", editor_ids=[keeper.pk], actor=the_administrator()
        )
        type(claim).objects.filter(pk=claim.pk).update(desk=desk)
        report = report_error(claim_id=claim.pk, text=TEXT)
        address = f"/reports/{report.pk}/"
        assert [visitor(one).get(address).status_code for one in (keeper, outsider)] == [200, 404]
        assert TEXT not in words_of(visitor(outsider).get("/reports/"))

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_costs_the_same_for_one_and_for_many(
        self, count: int, django_assert_num_queries: Any
    ) -> None:
        public_pages()
        claim = published(a_signed_claim(words="The ferry stopped.", article=an_article())).claim
        for _ in range(count):
            report_error(claim_id=claim.pk, text=TEXT)
        browser = visitor(an_editor())
        browser.get("/reports/")
        with django_assert_num_queries(6):
            browser.get("/reports/")


class TestProgram:
    """The same by the API."""

    def test_an_editor_reads_and_settles(self) -> None:
        public_pages()
        report = report_error(text=TEXT)
        program = Program(role=Role.EDITOR)
        [found] = program.get("reports").json()["results"]
        assert (found["id"], found["text"], found["outcome"]) == (report.pk, TEXT, "waiting")
        assert program.get(f"reports/{report.pk}").json() == found
        settled = program.post(f"reports/{report.pk}/settle", {"outcome": "corrected"})
        assert (settled.status_code, settled.json()["outcome"]) == (200, "corrected")
        assert program.post(f"reports/{report.pk}/reopen").json()["outcome"] == "waiting"

    def test_a_reviewer_reads_none(self) -> None:
        public_pages()
        report_error(text=TEXT)
        assert Program().get("reports").status_code == 403
