"""Layers, parts, copied links and times of a claim on its pages: offered, refused, kept and undone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import edit_article
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claim_parts import QuantityInput, TimeScopeInput
from annotations.actions.compounds import add_part
from annotations.domain.vocabulary import Role
from annotations.models import Claim, Evidence
from annotations.queries.claims import attribution_stack
from tests.factories import a_capture, a_claim, a_person, a_source, an_article, some_evidence
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

GAZETTE = AttributionLayer(asserter="The Gazette", verb="reported")
LAYER = {
    "layer-asserter": "the harbour",
    "layer-verb": "said",
    "layer-mode": "indirect",
    "layer-venue": "the quay",
}
TWO = "Officials counted 28 boats and 3 ferries"


@pytest.fixture
def content() -> Claim:
    return a_claim(words="Two boats remained", attributions=[GAZETTE])


def stack(claim: Claim) -> list[str]:
    return [layer.text for layer in attribution_stack(Claim.objects.get(pk=claim.pk))]


def two_figures(**given: Any) -> Claim:
    values: dict[str, Any] = {"type": "quantity", "must_split": True, **given}
    return a_claim(article=an_article(text=f"{TWO}."), words=TWO, text=f"{TWO}.", **values)


def test_a_layer_is_added_where_one_says_and_undone(content: Claim) -> None:
    browser, outer = visitor(), content.asserted_by.get()
    page = browser.get(f"/claims/{content.pk}/layers/new/")
    assert [label for _key, label in page.context["position"].fields["place"].choices] == [
        "Outermost, around “The Gazette reported that two boats remained.”",
        "Between The Gazette and “Two boats remained”",
    ]
    place = f"{content.pk}-{outer.pk}"
    answer = browser.post(f"/claims/{content.pk}/layers/new/", {**LAYER, "place": place}, follow=True)
    made = content.asserted_by.get(asserter="the harbour")
    assert (made.venue, stack(content)[0]) == (
        "the quay",
        "The Gazette reported that the harbour said that two boats remained.",
    )
    assert toasts_of(answer) == [("Layer added.", f"/claims/{made.pk}/withdraw/")]
    browser.post(f"/claims/{made.pk}/withdraw/")
    assert stack(content) == ["The Gazette reported that two boats remained.", "Two boats remained"]


def test_a_layer_without_a_speaker_is_refused_and_what_was_typed_stays(content: Claim) -> None:
    answer = visitor().post(
        f"/claims/{content.pk}/layers/new/", {**LAYER, "layer-asserter": "", "place": str(content.pk)}
    )
    assert answer.status_code == 422
    assert answer.context["layer"]["venue"].value() == "the quay"
    assert "asserter" in answer.context["layer"].errors


def test_a_publisher_that_nobody_registered_is_refused_beside_the_form(content: Claim) -> None:
    place = str(content.asserted_by.get().pk)
    values = {**LAYER, "layer-publisher": "Nobody's Paper", "place": place}
    answer = visitor().post(f"/claims/{content.pk}/layers/new/", values)
    assert (answer.status_code, len(stack(content))) == (422, 2)
    assert "is not in the register" in words_of(answer)


def test_a_layer_is_marked_as_not_worth_checking_and_back(content: Claim) -> None:
    browser, outer = visitor(), content.asserted_by.get()
    answer = browser.post(f"/claims/{outer.pk}/worth-checking/", {"worth": "no"}, follow=True)
    [(words, undo)] = toasts_of(answer)
    outer.refresh_from_db()
    assert (words, outer.is_worth_checking) == ("Marked as not worth checking.", False)
    assert "not worth checking" in words_of(browser.get(f"/claims/{content.pk}/"))
    browser.post(undo)
    outer.refresh_from_db()
    assert outer.is_worth_checking


def test_the_page_of_a_claim_says_why_it_has_to_be_split() -> None:
    claim = two_figures()
    assert "several figures: 28, 3" in words_of(visitor().get(f"/claims/{claim.pk}/"))
    marked = a_claim(text="A boat sank.", must_split=True)
    assert "A reviewer marked it so." in words_of(visitor().get(f"/claims/{marked.pk}/"))


def test_a_split_is_proposed_worded_saved_and_undone() -> None:
    claim, browser = two_figures(), visitor(role=Role.EDITOR)
    page = browser.get(f"/claims/{claim.pk}/split/")
    rows = [{name: row[name].value() for name in ("text", "type", "exact")} for row in page.context["rows"]]
    assert rows == [
        {"text": "Officials counted 28 boats.", "type": "quantity", "exact": "Officials counted 28 boats"},
        {"text": "Officials counted 3 ferries.", "type": "quantity", "exact": "3 ferries"},
    ]
    answer = browser.post(f"/claims/{claim.pk}/split/", sent(rows), follow=True)
    assert [part.text for part in answer.context["reading"].parts] == [row["text"] for row in rows]
    assert toasts_of(answer) == [("Split into parts.", f"/claims/{claim.pk}/join/")]
    browser.post(f"/claims/{claim.pk}/join/")
    claim.refresh_from_db()
    assert (claim.must_split, claim.parts.exclude(state="withdrawn").count()) == (True, 0)


def test_a_split_that_is_refused_keeps_what_was_typed() -> None:
    claim, browser = two_figures(), visitor()
    rows = [
        {"text": "Twenty-eight boats.", "type": "quantity", "exact": "not there"},
        {"text": "Three ferries.", "type": "quantity", "exact": ""},
    ]
    answer = browser.post(f"/claims/{claim.pk}/split/", sent(rows))
    assert (answer.status_code, claim.parts.count()) == (422, 0)
    assert answer.context["rows"].forms[0]["text"].value() == "Twenty-eight boats."
    assert "does not stand once in the words of the claim" in words_of(answer)
    more = browser.post(f"/claims/{claim.pk}/split/", {**sent(rows), "add": "parts"})
    assert [row["text"].value() for row in more.context["rows"]] == [
        "Twenty-eight boats.",
        "Three ferries.",
        None,
    ]
    empty = browser.post(f"/claims/{claim.pk}/split/", sent([{**rows[0], "text": ""}, rows[1]]))
    assert (empty.status_code, claim.parts.count()) == (422, 0)


def sent(rows: list[dict[str, Any]]) -> dict[str, str]:
    values = {"parts-TOTAL_FORMS": str(len(rows)), "parts-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        values |= {f"parts-{number}-{name}": value for name, value in row.items()}
    return values


def test_a_claim_of_the_article_is_offered_as_a_part_added_taken_out_and_put_back() -> None:
    article = an_article()
    whole, part = (
        a_claim(words="The ferry stopped", article=article),
        a_claim(words="Two boats", article=article),
    )
    elsewhere = a_claim(text="The quay was flooded.")
    browser = visitor()
    assert browser.get(f"/claims/{whole.pk}/parts/new/").context["found"] == [part]
    assert browser.get(f"/claims/{whole.pk}/parts/new/?words=flooded").context["found"] == [elsewhere]
    answer = browser.post(f"/claims/{whole.pk}/parts/new/", {"part": part.pk}, follow=True)
    assert toasts_of(answer) == [("Added as a part.", f"/claims/{part.pk}/take-out/")]
    assert answer.context["reading"].parts == [part]
    answer = browser.post(f"/claims/{part.pk}/take-out/", follow=True)
    [(_, undo)] = toasts_of(answer)
    assert answer.context["reading"].parts == []
    browser.post(undo)
    assert list(whole.parts.all()) == [part]


def test_a_circle_of_parts_is_refused_on_the_page() -> None:
    whole, part = a_claim(), a_claim()
    add_part(claim_id=whole.pk, part_id=part.pk, actor=a_person())
    answer = visitor().post(f"/claims/{part.pk}/parts/new/", {"part": whole.pk})
    assert answer.status_code == 422
    assert "It contains this claim itself." in words_of(answer)
    assert visitor().post(f"/claims/{part.pk}/parts/new/", {}).status_code == 404


def test_a_passage_is_used_for_another_layer_with_nothing_chosen_beforehand(content: Claim) -> None:
    outer = content.asserted_by.get()
    link = some_evidence(claim=content)
    browser = visitor()
    page = browser.get(f"/evidence/{link.pk}/copy/")
    assert [label for _, label in page.context["form"].fields["claim"].choices] == [outer.text]
    assert page.context["form"]["stance"].value() is None
    refused = browser.post(
        f"/evidence/{link.pk}/copy/", {"claim": outer.pk, "coverage": "full", "note": "Mine."}
    )
    assert (refused.status_code, refused.context["form"]["note"].value()) == (422, "Mine.")
    answer = browser.post(
        f"/evidence/{link.pk}/copy/",
        {"claim": outer.pk, "coverage": "full", "stance": "context"},
        follow=True,
    )
    made = Evidence.objects.get(claim=outer)
    assert answer.redirect_chain == [(f"/claims/{outer.pk}/", 302)]
    assert toasts_of(answer)[0][1] == f"/evidence/{made.pk}/withdraw/"
    twice = browser.post(
        f"/evidence/{link.pk}/copy/", {"claim": outer.pk, "coverage": "full", "stance": "context"}
    )
    assert twice.status_code == 422
    assert "This passage is linked to this claim already." in words_of(twice)


def test_only_a_claim_with_other_layers_or_parts_offers_to_copy(content: Claim) -> None:
    for claim, offers in ((content, True), (a_claim(), False)):
        some_evidence(claim=claim)
        assert ("Use for another layer" in words_of(visitor().get(f"/claims/{claim.pk}/"))) is offers


def open_time(**given: Any) -> Claim:
    article = an_article(text="The ferry sank on Sunday.", published_on=given.pop("published_on", None))
    time = TimeScopeInput(text="on Sunday", granularity="unresolved")
    return a_claim(article=article, words="The ferry sank on Sunday", time=time, **given)


def test_a_relative_date_is_offered_as_resolved_confirmed_and_opened_again() -> None:
    claim, browser = open_time(published_on=date(2020, 9, 29)), visitor()
    page = browser.get(f"/claims/{claim.pk}/")
    assert "Confirm: 27 September 2020 t" in words_of(page)
    answer = browser.post(f"/claims/{claim.pk}/time/", {"starts_on": "2020-09-27"}, follow=True)
    [(_, undo)] = toasts_of(answer)
    time = Claim.objects.get().time_scope
    assert (time.starts_on, time.granularity, time.anchored_on, bool(time.confirmed_at)) == (
        date(2020, 9, 27),
        "day",
        date(2020, 9, 29),
        True,
    )
    browser.post(undo)
    assert Claim.objects.get().time_scope.confirmed_at is None


def test_a_time_that_reads_otherwise_by_now_is_not_confirmed() -> None:
    claim = open_time(published_on=date(2020, 9, 29))
    edit_article(
        article_id=claim.highlights.get().revision.article_id,
        values={"published_on": date(2020, 10, 6)},
        actor=a_person(),
    )
    answer = visitor().post(f"/claims/{claim.pk}/time/", {"starts_on": "2020-09-27"})
    assert (answer.status_code, Claim.objects.get().time_scope.confirmed_at) == (422, None)


def test_a_date_without_an_anchor_says_which_day_is_missing() -> None:
    assert "The article has no date" in words_of(visitor().get(f"/claims/{open_time().pk}/"))
    said = AttributionLayer(asserter="the mayor", mode="direct_quote")
    words = "The ferry sank on Sunday"
    quoted = an_article(text=f"“{words},” the mayor said.", published_on=date(2020, 10, 20))
    time = TimeScopeInput(text="on Sunday", granularity="unresolved")
    claim = a_claim(article=quoted, words=words, time=time, attributions=[said])
    assert "Say when that was said" in words_of(visitor().get(f"/claims/{claim.pk}/"))
    layer = claim.asserted_by.get()
    layer.said_on = date(2020, 9, 29)
    layer.save()
    assert "Confirm: 27 September 2020" in words_of(visitor().get(f"/claims/{claim.pk}/"))


def test_the_composer_suggests_a_stance_for_figures_and_says_why() -> None:
    claim = two_figures(
        quantities=[
            QuantityInput(text="28", low=Decimal(28), high=Decimal(28), unit="boats", is_cumulative=True)
        ],
        time=TimeScopeInput(text="x", starts_on=date(2020, 9, 28), is_confirmed=True),
    )
    source = a_source(published_on=date(2020, 10, 2), language="en")
    log = a_capture(source=source, text="84 boats are lost. Nobody counts ferries.")
    browser = visitor()
    composer = browser.get(f"/claims/{claim.pk}/evidence/new/?source={source.pk}").content.decode()
    assert f'hx-get="/claims/{claim.pk}/evidence/suggestion/"' in composer
    address = f"/claims/{claim.pk}/evidence/suggestion/"
    answer = browser.get(address, {"capture": str(log.pk), "passage": "84 boats are lost."})
    assert words_of(answer).strip() == (
        "The figures suggest: Context . The claim says “ 28 ”, the passage “ 84 ”. It is a later "
        "count of a running total: it may stand higher without the earlier one being wrong."
    )
    assert words_of(browser.get(address, {"capture": "x", "passage": "Nobody."})).strip() == ""
    without = a_claim()
    assert (
        "figure-suggestion"
        not in browser.get(f"/claims/{without.pk}/evidence/new/?source={source.pk}").content.decode()
    )


@pytest.mark.parametrize(
    ("text", "comparator", "passage", "told"),
    [
        (
            "At least 40",
            "at_least",
            "Fewer than 40 boats were moved.",
            "Contradicts . The claim says “ At least 40 ”, the passage “ Fewer than 40 ”. "
            "One of them states a bound that the other does not keep.",
        ),
        (
            "40",
            "at_least",
            "More than 35 boats were moved.",
            "Corroborates (a part of it). The claim says “ at least 40 ”, the passage “ More than 35 ”. "
            "Both can be true, but they agree only in part.",
        ),
        (
            "fewer than 40",
            "up_to",
            "40 boats were moved.",
            "Contradicts (a part of it). The claim says “ fewer than 40 ”, the passage “ 40 ”. "
            "One of them states a bound that the other does not keep.",
        ),
        (
            "At least 40",
            "at_least",
            "No boats were moved.",
            "Contradicts . The claim says “ At least 40 ”, the passage “ No boats ”. "
            "They lie more than 10 percent apart.",
        ),
    ],
)
def test_figures_are_shown_as_written_and_a_stated_bound_holds(
    text: str, comparator: str, passage: str, told: str
) -> None:
    low, high = (Decimal(0), Decimal(40)) if comparator == "up_to" else (Decimal(40), None)
    boats = QuantityInput(text=text, low=low, high=high, unit="boats", comparator=comparator)
    claim = two_figures(quantities=[boats])
    log = a_capture(source=a_source(language="en"), text=passage)
    answer = visitor().get(
        f"/claims/{claim.pk}/evidence/suggestion/", {"capture": str(log.pk), "passage": passage}
    )
    assert words_of(answer).strip() == f"The figures suggest: {told}"


def test_the_facts_of_a_claim_show_its_figures_as_written() -> None:
    figures = [
        QuantityInput(text="At least 40", low=Decimal(40), high=None, unit="boats", comparator="at_least"),
        QuantityInput(text="60", low=Decimal(60), high=Decimal(90), unit="crews", comparator="over"),
        QuantityInput(
            text="12 percent", low=Decimal(12), high=Decimal(12), unit="percent", comparator="exact"
        ),
    ]
    page = words_of(visitor().get(f"/claims/{two_figures(quantities=figures).pk}/"))
    assert "Figure “ At least 40 ” boats Figure “ over 60 ” crews Figure “ 12 percent ” " in page


@pytest.mark.parametrize(
    "address",
    [
        "claims/{claim}/layers/new/",
        "claims/{claim}/split/",
        "claims/{claim}/parts/new/",
        "evidence/{link}/copy/",
    ],
)
def test_who_only_reads_is_refused(address: str, content: Claim) -> None:
    link = some_evidence(claim=content)
    browser = visitor(role=Role.READER)
    place = address.format(claim=content.pk, link=link.pk)
    assert [browser.get(f"/{place}").status_code, browser.post(f"/{place}").status_code] == [403, 403]


@pytest.mark.parametrize("address", ["worth-checking/", "join/", "take-out/", "time/?open=yes"])
def test_who_only_reads_posts_nothing(address: str, client: Client) -> None:
    part = open_time(published_on=date(2020, 9, 29))
    add_part(claim_id=a_claim().pk, part_id=part.pk, actor=a_person())
    assert visitor(role=Role.READER).post(f"/claims/{part.pk}/{address}").status_code == 403


@pytest.mark.parametrize(("address", "number"), [("parts/new/", 7), ("layers/new/", 5), ("split/", 6)])
def test_the_pages_cost_the_same_with_one_claim_beside_and_with_many(address: str, number: int) -> None:
    article = an_article()
    claim = a_claim(words="The ferry stopped", article=article)
    browser, counted = visitor(), []
    for _ in range(2):
        for _ in range(5):
            a_claim(words="Two boats", article=article)
        with CaptureQueriesContext(connection) as statements:
            browser.get(f"/claims/{claim.pk}/{address}")
        counted.append(len(statements))
    assert counted == [number, number]
