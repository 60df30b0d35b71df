"""The page of agreement and quality: empty, with too little, and full; for whom, and as tables."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.quality import keep_figures
from annotations.domain.vocabulary import Role, Sourcing
from annotations.models import Claim, Event, Evidence, QualityFigures, User
from tests.desks import a_desk
from tests.factories import a_person, some_evidence, the_administrator
from tests.measured import a_measured_newsroom, kept_nights
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def table(person: User, name: str, query: str = "") -> list[list[str]]:
    answer: Any = visitor(person).get(f"/quality/tables/{name}/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(StringIO(text)))


def test_nothing_was_computed_yet() -> None:
    page = visitor().get("/quality/")
    assert (page.status_code, page.context["kept"]) == (200, None)
    assert "Nothing was computed of this yet" in words_of(page)


def test_too_little_is_a_calm_sentence() -> None:
    keep_figures(now=timezone.now())
    words = words_of(visitor().get("/quality/"))
    assert "Not enough data: 0 of 20" in words
    assert "None of your readings was read by a second person yet." in words


def test_a_full_page_tells_figures_with_what_they_rest_on() -> None:
    a_measured_newsroom()
    kept_nights(3)
    page = visitor(the_administrator()).get("/quality/?days=30")
    figures = {
        figure.name: (figure.value, figure.count, figure.judgement) for figure in page.context["foremost"]
    }
    assert (figures["raw_agreement"], figures["flat_opposition"]) == (
        ("80 %", "25", ""),
        ("20 %", "25", "review"),
    )
    assert figures["alpha_nominal"] == (".608", "25", "weak")
    words = words_of(page)
    assert "95 %: 60.9 % to 91.1 %, n = 25" in words
    assert "More than 5 %: go through the disputes of these days together." in words
    assert "Public data of the kind reach .33." in words
    assert [trend.label for trend in page.context["trends"]] == [
        "Same stance",
        "Alpha of stances",
        "Stale claims",
    ]


def test_the_address_holds_the_choice() -> None:
    keep_figures(now=timezone.now())
    page = visitor().get("/quality/?days=365&type=law")
    assert (page.context["wanted"].days, page.context["wanted"].claim_type) == (365, "law")
    assert [visitor().get(f"/quality/?{bad}").status_code for bad in ("days=7", "days=x", "type=poem")] == [
        422
    ] * 3


def test_people_are_for_editors_and_for_themselves() -> None:
    first, second, third = a_measured_newsroom()
    kept_nights(1)
    editor = a_person(role=Role.EDITOR)
    assert [row[:2] for row in table(editor, "kappa")[1:]] == [
        sorted([first.display_name, second.display_name], key=str.casefold)
    ]
    assert [row[:2] for row in table(first, "kappa")[1:]] == [[first.display_name, "somebody else"]]
    assert (table(third, "kappa")[1:], table(second, "overturned")[1:]) == ([], [])
    assert table(first, "overturned")[1:] == [[first.display_name, "0.2", "0.0886", "0.3913", "25", ""]]
    shown = words_of(visitor(third).get("/quality/"))
    assert first.display_name not in shown and second.display_name not in shown


def test_a_reader_has_no_figures() -> None:
    assert visitor(role=Role.READER).get("/quality/").status_code == 403
    assert "/quality/" not in visitor(role=Role.READER).get("/claims/").content.decode()


def test_figures_of_a_closed_desk_are_for_its_members_and_in_no_others() -> None:
    inside, outside = a_person(), a_person()
    desk, open_desk = a_desk(inside), a_desk(inside, visibility="open")
    link = some_evidence()
    Claim.objects.filter(pk=link.claim_id).update(desk=desk)
    a_measured_newsroom(link)
    keep_figures(now=timezone.now())
    address = f"/quality/?desk={desk.pk}"
    assert [visitor(one).get(address).status_code for one in (inside, the_administrator(), outside)] == [
        200,
        200,
        404,
    ]
    assert [one.pk for one in visitor(outside).get("/quality/").context["desks"]] == [open_desk.pk]
    assert visitor(outside).get(f"/quality/tables/figures/?desk={desk.pk}").status_code == 404
    counts = {
        row.desk_id: row.figures["raw_agreement"]["count"]
        for row in QualityFigures.objects.filter(days=30, claim_type="")
    }
    assert counts == {None: 0, desk.pk: 25, open_desk.pk: 0}


def test_a_reviewer_of_one_desk_only_is_led_to_it() -> None:
    reader = a_person(role=Role.READER)
    desk = a_desk(reader)
    answer = visitor(reader).get("/quality/")
    assert (answer.status_code, answer["Location"]) == (302, f"/quality/?desk={desk.pk}")
    assert visitor(reader).get(answer["Location"]).status_code == 200


def test_only_administrators_have_them_computed_and_watch_it() -> None:
    agnes = visitor(the_administrator())
    assert visitor().post("/quality/compute/").status_code == 403
    answer = agnes.post("/quality/compute/?days=30", follow=True)
    assert toasts_of(answer) == [("The figures are being computed.", "")]
    assert "Computing: 0 of 3 sets of figures are done" in words_of(answer)
    assert agnes.post("/quality/compute/").status_code == 422
    assert "HX-Refresh" not in agnes.get("/quality/state/", headers={"HX-Request": "true"})
    keep_figures(now=timezone.now())
    done = agnes.get("/quality/state/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert agnes.post("/quality/compute/").status_code == 302
    assert Event.objects.filter(verb="quality.asked", subject_type="user").count() == 2


def test_tables_hold_numbers_and_run_no_formula() -> None:
    keep_figures(now=timezone.now())
    row = QualityFigures.objects.get(desk=None, claim_type="", days=90)
    balance = {"publishers": [{"name": "=1+1", "count": 20, "statuses": {"REFUTED": 20}}], "sides": []}
    QualityFigures.objects.filter(pk=row.pk).update(figures={**row.figures, "balance": balance})
    assert table(the_administrator(), "publishers") == [["Name", "Claims", "Refuted"], ["'=1+1", "20", "20"]]
    assert visitor().get("/quality/tables/other/").status_code == 404


@pytest.mark.parametrize("nights", [1, 30])
def test_the_page_costs_the_same_however_many_nights(nights: int, django_assert_num_queries: Any) -> None:
    a_measured_newsroom()
    kept_nights(nights)
    client = visitor(a_person(role=Role.EDITOR))
    with django_assert_num_queries(7):
        client.get("/quality/")


def own_reporting(marked_by: User) -> Evidence:
    """A link from last year that calls itself own reporting."""
    link = some_evidence(sourcing=Sourcing.OWN, actor=marked_by)
    long_ago = timezone.now().replace(year=timezone.now().year - 1)
    Evidence.objects.filter(pk=link.pk).update(attached_at=long_ago)
    return link


def test_what_calls_itself_own_reporting_is_looked_at_by_somebody_else() -> None:
    author, auditor = a_person(), a_person()
    link = own_reporting(author)
    some_evidence(sourcing=Sourcing.OWN)  # Of this month: it is not drawn yet.
    audit = visitor(auditor).get("/quality/audit/").context["audit"]
    assert [(line.evidence.pk, line.outcome, line.is_own_work) for line in audit.lines] == [
        (link.pk, None, False)
    ]
    address = f"/quality/audit/{link.pk}/"
    assert visitor(author).post(address, {"is_own": "yes"}).status_code == 403
    assert visitor(auditor).post(address, {"is_own": "no"}).status_code == 422
    assert visitor(auditor).post(address, {"is_own": "no", "reason": "The wire's."}).status_code == 302
    audit = visitor(author).get("/quality/audit/").context["audit"]
    assert [(line.outcome, line.is_own_work) for line in audit.lines] == [(False, True)]
    keep_figures(now=timezone.now())
    kept = QualityFigures.objects.get(desk=None, claim_type="", days=30)
    assert kept.figures["wrongly_own"]["count"] == 1


def test_thirty_are_drawn_and_what_was_looked_at_stays() -> None:
    author, auditor = a_person(), a_person()
    links = [own_reporting(author) for _ in range(33)]
    client = visitor(auditor)
    drawn = [line.evidence.pk for line in client.get("/quality/audit/").context["audit"].lines]
    assert len(drawn) == 30 and set(drawn) < {link.pk for link in links}
    client.post(f"/quality/audit/{drawn[0]}/", {"is_own": "no", "reason": "The wire's."})
    Evidence.objects.filter(pk=drawn[0]).update(sourcing=Sourcing.UNEXAMINED)
    audit = client.get("/quality/audit/").context["audit"]
    assert {line.evidence.pk for line in audit.lines} == set(drawn)
    assert audit.looked_at == 1
    assert client.post(f"/quality/audit/{drawn[0]}/", {"is_own": "yes"}).status_code == 422


@pytest.mark.parametrize("links", [1, 5])
def test_the_audit_costs_the_same_however_much_was_drawn(links: int, django_assert_num_queries: Any) -> None:
    author = a_person()
    for _ in range(links):
        own_reporting(author)
    client = visitor()
    with django_assert_num_queries(7):
        client.get("/quality/audit/")
