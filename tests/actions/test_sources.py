"""Actions on sources, and which claims each of them marks for assessment."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    register_source,
    relate_sources,
)
from annotations.domain.errors import Conflict, Invalid, NotFound, Stale
from annotations.models import Derivation, Event, Source, SourceRelation
from annotations.queries.causes import cause_sentences
from tests.events import events_of
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)
from tests.register import a_claim_on, changed_inputs

pytestmark = pytest.mark.django_db


def test_registers_a_source_under_its_canonical_address() -> None:
    reviewer, publisher = a_person(), a_publisher()
    source = register_source(
        publisher_id=publisher.pk,
        title=" Harbour\nclosed ",
        kind="statement",
        url="HTTPS://Herald.example:443/a?utm_source=x#top",
        authors="A. Writer",
        published_on=date(2024, 5, 1),
        language="en",
        identifiers={"DOI": " https://doi.org/10.1000/182 "},
        tags=["Harbour", "ferry"],
        is_anonymous=True,
        note="Seen in print.",
        actor=reviewer,
    )
    described = {
        "publisher_id": publisher.pk,
        "title": "Harbour closed",
        "kind": "statement",
        "url": "HTTPS://Herald.example:443/a?utm_source=x#top",
        "canonical_url": "https://herald.example/a",
        "authors": "A. Writer",
        "published_on": date(2024, 5, 1),
        "language": "en",
        "identifiers": {"doi": "10.1000/182"},
        "tags": ["ferry", "harbour"],
        "is_anonymous": True,
        "note": "Seen in print.",
    }
    assert Source.objects.filter(pk=source.pk).values(*described).get() == described
    assert events_of(source) == [
        ("source.registered", reviewer.pk, {}, {**described, "published_on": "2024-05-01"})
    ]


def test_an_address_is_registered_once_however_it_is_written() -> None:
    first = a_source(url="https://herald.example/a", title="Harbour closed")
    with pytest.raises(Conflict) as refused:
        a_source(url="https://HERALD.example/a?fbclid=1")
    assert (refused.value.rule, refused.value.field, refused.value.details) == (
        "source-registered-already",
        "url",
        {"id": first.pk},
    )
    assert "Harbour closed" in refused.value.message


def test_sources_without_an_address_may_be_many() -> None:
    assert a_source(title="Statement").pk != a_source(title="Statement").pk


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"title": ""}, "title", "required"),
        ({"title": "x" * 501}, "title", "too-long"),
        ({"kind": "rumour"}, "kind", "unknown-kind"),
        ({"url": "ftp://herald.example/a"}, "url", "url-scheme"),
        ({"language": "x"}, "language", "invalid"),
        ({"published_on": "soon"}, "published_on", "invalid"),
        ({"identifiers": {"doi": ""}}, "identifiers", "invalid"),
        ({"identifiers": ["doi"]}, "identifiers", "invalid"),
    ],
)
def test_refuses_what_cannot_be_meant(given: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_source(**given)
    assert (refused.value.field, refused.value.rule) == (field, rule)
    assert not Source.objects.exists()


def test_a_password_is_taken_out_of_an_address() -> None:
    source = a_source(url="https://u:p@herald.example/a")
    assert (source.url, source.canonical_url) == ("https://herald.example/a", "https://herald.example/a")
    edit_source(
        source_id=source.pk, values={"url": "https://u:p@herald.example/b"}, actor=the_administrator()
    )
    source.refresh_from_db()
    assert (source.url, source.canonical_url) == ("https://herald.example/b", "https://herald.example/b")


def test_refuses_an_unknown_publisher() -> None:
    with pytest.raises(Invalid) as refused:
        register_source(publisher_id=0, title="Report", actor=the_administrator())
    assert (refused.value.field, refused.value.rule) == ("publisher", "unknown-publisher")


def test_an_edit_records_old_and_new_once_and_raises_the_version() -> None:
    source, reviewer = a_source(title="Report"), a_person()
    for _ in range(2):
        edit_source(source_id=source.pk, values={"title": "Full report"}, actor=reviewer)
    source.refresh_from_db()
    assert source.version == 2
    assert events_of(source)[1:] == [
        ("source.edited", reviewer.pk, {"title": "Report"}, {"title": "Full report"})
    ]


def test_an_edit_of_an_older_version_is_refused() -> None:
    source, reviewer = a_source(), a_person()
    edit_source(source_id=source.pk, values={"note": "x"}, expected_version=1, actor=reviewer)
    with pytest.raises(Stale) as refused:
        edit_source(source_id=source.pk, values={"note": "y"}, expected_version=1, actor=reviewer)
    assert refused.value.details == {"version": 2}


def test_an_edit_to_an_address_in_use_is_refused_with_the_id() -> None:
    first, second = a_source(url="https://herald.example/a"), a_source()
    with pytest.raises(Conflict) as refused:
        edit_source(source_id=second.pk, values={"url": "https://herald.example/a"}, actor=a_person())
    assert (refused.value.rule, refused.value.details) == ("source-registered-already", {"id": first.pk})


def test_state_cannot_be_edited_in_passing() -> None:
    with pytest.raises(Invalid) as refused:
        edit_source(source_id=a_source().pk, values={"state": "retracted"}, actor=a_person())
    assert refused.value.rule == "unknown-field"


@pytest.mark.parametrize(
    ("values", "bears"),
    [
        ({"title": "Other", "authors": "B", "kind": "page", "note": "n", "language": "hy"}, False),
        ({"identifiers": {"doi": "10.1000/2"}, "tags": ["ferry"]}, False),
        ({"published_on": date(2024, 5, 2)}, True),
        ({"is_anonymous": True}, True),
        ({"is_unreachable": True}, True),
        ({"url": "https://herald.example/b"}, False),
        ({"url": "https://herald.example/a#again"}, False),
    ],
)
def test_an_edit_bears_on_claims_where_statuses_are_computed_from_it(
    values: dict[str, Any], bears: bool
) -> None:
    source, other = a_source(url="https://herald.example/a"), a_source()
    claims = [a_claim_on(source), a_claim_on(other)]
    edit_source(source_id=source.pk, values=values, actor=a_person())
    assert changed_inputs(*claims) == [bears, False]


def test_the_publisher_of_somebody_unnamed_bears_on_claims_by_its_interest() -> None:
    source, other = a_source(is_anonymous=True), a_source()
    claims = [a_claim_on(source), a_claim_on(other)]
    edit_source(source_id=source.pk, values={"publisher_id": a_publisher().pk}, actor=a_person())
    assert changed_inputs(*claims) == [True, False]


def test_an_address_bears_on_claims_of_the_article_that_has_it() -> None:
    article = an_article(url="https://herald.example/a")
    source, within, outside = a_source(), a_claim(words="Two boats", article=article), a_claim()
    for claim in (within, outside):
        some_evidence(claim=claim, source=source)
        claim.refresh_from_db()
    unlinked = a_claim(words="The ferry", article=article)
    edit_source(source_id=source.pk, values={"url": "https://herald.example/a"}, actor=a_person())
    assert changed_inputs(within, outside, unlinked) == [True, False, False]


def test_another_publisher_bears_on_claims() -> None:
    source, publisher = a_source(), a_publisher()
    claim = a_claim_on(source)
    edit_source(source_id=source.pk, values={"publisher_id": publisher.pk}, actor=a_person())
    assert changed_inputs(claim) == [True]


def test_a_retraction_reaches_everything_that_rests_on_the_source() -> None:
    wire, paper, other, administrator = a_source(), a_source(), a_source(), the_administrator()
    derive_source(source_id=paper.pk, origin_id=wire.pk, kind="republishes", actor=administrator)
    claims = [a_claim_on(wire), a_claim_on(paper), a_claim_on(other, relies_on=wire), a_claim_on(other)]
    for _ in range(2):
        changed = change_source_state(
            source_id=wire.pk, state="retracted", reason="Invented.", actor=administrator
        )
    assert changed_inputs(*claims) == [True, True, True, False]
    claims[1].refresh_from_db()
    assert claims[1].inputs_version == 2
    [(verb, actor_id, before, after)] = events_of(wire)[2:]
    assert changed.state_changed_at is not None
    assert (verb, actor_id) == ("source.state_changed", administrator.pk)
    assert before == {"state": "active", "state_reason": "", "state_changed_at": None}
    assert after == {
        "state": "retracted",
        "state_reason": "Invented.",
        "state_changed_at": changed.state_changed_at.isoformat(),
    }


def test_a_retraction_can_be_taken_back() -> None:
    source, administrator = a_source(), the_administrator()
    claim = a_claim_on(source)
    change_source_state(source_id=source.pk, state="retracted", reason="Invented.", actor=administrator)
    change_source_state(source_id=source.pk, state="active", reason="My mistake.", actor=administrator)
    source.refresh_from_db()
    claim.refresh_from_db()
    assert (source.state, source.state_reason, claim.inputs_version) == ("active", "My mistake.", 3)


def test_what_is_retracted_is_not_retracted_again_but_may_be_corrected_twice() -> None:
    source, administrator = a_source(), the_administrator()
    changed: dict[str, Any] = {"source_id": source.pk, "actor": administrator}
    with pytest.raises(Conflict) as standing:
        change_source_state(**changed, state="active", reason="Seen.")
    assert (standing.value.field, standing.value.rule) == ("state", "same-state")
    for reason in ("A date.", "A name."):
        change_source_state(**changed, state="corrected", reason=reason)
    assert (
        cause_sentences(Event.objects.filter(verb="source.state_changed"))[Event.objects.latest("pk").pk]
        == f"“{source.title}” was marked as corrected"
    )
    change_source_state(**changed, state="retracted", reason="Invented.")
    with pytest.raises(Conflict) as again:
        change_source_state(**changed, state="retracted", reason="Withdrawn by its author.")
    assert (again.value.field, again.value.rule) == ("state", "same-state")
    source.refresh_from_db()
    assert source.state_reason == "Invented."


@pytest.mark.parametrize(
    ("state", "reason", "field", "rule"),
    [("gone", "Why.", "state", "unknown-state"), ("retracted", " ", "reason", "required")],
)
def test_refuses_a_state(state: str, reason: str, field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_source_state(source_id=a_source().pk, state=state, reason=reason, actor=the_administrator())
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_a_derivation_is_noted_once_and_can_be_dropped() -> None:
    paper, wire, reviewer = a_source(), a_source(), a_person()
    claims = [a_claim_on(paper), a_claim_on(wire)]
    given: dict[str, Any] = {"source_id": paper.pk, "origin_id": wire.pk, "actor": reviewer}
    derivation = derive_source(**given, kind="republishes", reason="Credit line.")
    assert derive_source(**given, kind="republishes") == derivation
    assert changed_inputs(*claims) == [True, False]
    with pytest.raises(Conflict) as refused:
        derive_source(**given, kind="quotes")
    assert (refused.value.rule, refused.value.details) == (
        "derivation-is-stated-once",
        {"id": derivation.pk, "kind": "republishes"},
    )
    drop_derivation(derivation_id=derivation.pk, actor=reviewer)
    said = {"origin_id": wire.pk, "kind": "republishes", "reason": "Credit line."}
    assert events_of(paper)[2:] == [
        ("derivation.noted", reviewer.pk, {}, said),
        ("derivation.dropped", reviewer.pk, said, {}),
    ]
    claims[0].refresh_from_db()
    assert (claims[0].inputs_version, Derivation.objects.count()) == (3, 0)
    with pytest.raises(NotFound):
        drop_derivation(derivation_id=derivation.pk, actor=reviewer)


def test_refuses_a_derivation_of_itself_or_of_nothing() -> None:
    source = a_source()
    for origin_id, rule in ((source.pk, "relation-of-one"), (0, "unknown-origin")):
        with pytest.raises(Invalid) as refused:
            derive_source(source_id=source.pk, origin_id=origin_id, kind="cites", actor=a_person())
        assert (refused.value.field, refused.value.rule) == ("origin", rule)


def test_a_relation_is_stated_once_whatever_the_order_and_can_be_dropped() -> None:
    low, high, reviewer = a_source(), a_source(), a_person()
    claims = [a_claim_on(low), a_claim_on(high), a_claim_on(a_source())]
    given: dict[str, Any] = {"kind": "same_work", "reason": "Same text.", "actor": reviewer}
    relation = relate_sources(first_id=high.pk, second_id=low.pk, **given)
    assert relate_sources(first_id=low.pk, second_id=high.pk, **given) == relation
    assert changed_inputs(*claims) == [True, True, False]
    with pytest.raises(Conflict) as refused:
        relate_sources(first_id=low.pk, second_id=high.pk, kind="distinct", reason="No.", actor=reviewer)
    assert refused.value.rule == "source-relation-is-stated-once"
    drop_source_relation(relation_id=relation.pk, actor=reviewer)
    said = {"kind": "same_work", "reason": "Same text.", "first": low.pk, "second": high.pk}
    assert events_of(low)[2:] == [
        ("source_relation.stated", reviewer.pk, {}, said),
        ("source_relation.dropped", reviewer.pk, said, {}),
    ]
    claims[1].refresh_from_db()
    assert (claims[1].inputs_version, SourceRelation.objects.count()) == (3, 0)


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ({"doi": "10.1000/ABC"}, {"doi": "https://doi.org/10.1000/abc"}),
        ({"isbn": "3-16-148410-X"}, {"isbn": "978-3-16-148410-0", "doi": "10.1000/1"}),
        ({"arxiv": "2101.00001v1"}, {"arxiv": "arXiv:2101.00001v2"}),
    ],
)
def test_one_publication_is_registered_once_whatever_its_identifier_looks_like(
    known: dict[str, str], given: dict[str, str]
) -> None:
    first, other = a_source(identifiers=known), a_source()
    refusals = []
    for attempt in (
        lambda: a_source(identifiers=given),
        lambda: edit_source(source_id=other.pk, values={"identifiers": given}, actor=a_person()),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        refusals.append((refused.value.rule, refused.value.field, refused.value.details["id"]))
    assert refusals == [("identifier-registered-already", "identifiers", first.pk)] * 2
    edit_source(source_id=first.pk, values={"identifiers": known}, actor=a_person())


@pytest.mark.parametrize("identifiers", [{"issn": "2049-3630"}, {"notice": "2024/17"}])
def test_what_names_more_than_one_publication_may_stand_at_several(identifiers: dict[str, str]) -> None:
    sources = [a_source(identifiers=identifiers) for _ in range(2)]
    assert [source.identifiers for source in sources] == [identifiers] * 2


def test_what_a_merged_source_had_leads_to_the_one_that_was_kept() -> None:
    kept, absorbed = a_source(), a_source(url="https://herald.example/a", identifiers={"doi": "10.1000/1"})
    Source.objects.filter(pk=absorbed.pk).update(merged_into=kept)
    for given in ({"url": "https://herald.example/a"}, {"identifiers": {"doi": "10.1000/1"}}):
        with pytest.raises(Conflict) as refused:
            a_source(**given)
        assert refused.value.details["id"] == kept.pk


def test_no_source_is_published_the_day_after_tomorrow() -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    assert a_source(published_on=tomorrow).published_on == tomorrow
    with pytest.raises(Invalid) as refusal:
        a_source(published_on=tomorrow + timedelta(days=1))
    assert (refusal.value.field, refusal.value.rule) == ("published_on", "published-in-the-future")
