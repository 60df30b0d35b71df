"""Changing the register with open eyes: the form, what would follow, and what did."""

from typing import Any

import pytest
from django.test import Client

from annotations.actions.assessments import assess_claims
from annotations.actions.compounds import add_part
from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc, relate_publishers
from annotations.actions.recomputations import run_recomputation
from annotations.actions.sources import change_source_state, derive_source, relate_sources
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import Role
from annotations.models import (
    Claim,
    Derivation,
    Event,
    GradeChange,
    Notice,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Recomputation,
    Source,
    SourceRelation,
    User,
)
from tests.factories import a_claim, a_person, a_publisher, a_source, some_evidence, the_administrator
from tests.register import many_claims_on
from tests.web.visitors import field_errors, visitor, words_of

pytestmark = pytest.mark.django_db

WHY = {"reason": "Several invented reports."}


class TwoOutlets:
    """Two outlets graded B whose own reports support one claim, which somebody signed."""

    def __init__(self) -> None:
        self.author, self.signer = a_person(), a_person(display_name="Sami Signer")
        self.first, self.second = a_publisher(name="The Gazette"), a_publisher(name="The Herald")
        for outlet in (self.first, self.second):
            grade_publisher(publisher_id=outlet.pk, grade="B", reason="Known.", actor=the_administrator())
        self.one, self.other = (a_source(publisher=outlet) for outlet in (self.first, self.second))
        self.claim = a_claim(topic="health", actor=self.author)
        for source in (self.one, self.other):
            some_evidence(claim=self.claim, source=source, sourcing="own", actor=self.author)
        everything_computed()
        held = Claim.objects.get(pk=self.claim.pk).current_assessment.assessment
        sign_verdict(claim_id=self.claim.pk, assessment_id=held.pk, reason="Read both.", actor=self.signer)


@pytest.fixture
def two() -> TwoOutlets:
    return TwoOutlets()


@pytest.fixture
def administrator() -> Client:
    return visitor(the_administrator())


def everything_computed() -> None:
    assess_claims(claim_ids=list(Claim.objects.order_by("pk").values_list("pk", flat=True)))


def preview(client: Client, address: str, values: dict[str, Any]) -> Any:
    answer = client.post(address, values)
    assert answer.status_code == 200, words_of(answer)
    return answer


def applied(client: Client, address: str, values: dict[str, Any]) -> Any:
    """Previews, applies what was seen, and lands on the page of what followed."""
    seen = preview(client, address, values).context["impact"]["impact"].digest
    return client.post(address, {**values, "seen": seen}, follow=True)


def test_a_regrade_shows_what_would_follow_and_changes_nothing(
    two: TwoOutlets, administrator: Client
) -> None:
    address = f"/publishers/{two.first.pk}/grade/"
    answer = preview(administrator, address, {"grade": "E", "topic": "", **WHY})
    words = words_of(answer)
    assert "One status is concerned, and would change" in words
    assert "Signatures under 1 claim would lapse." in words
    assert "Do it, and move 1 status" in words
    assert two.claim.text in words
    assert answer.context["form"]["reason"].value() == WHY["reason"]
    assert GradeChange.objects.filter(grade="E").count() == 0


def test_what_was_seen_is_what_is_done_and_those_concerned_are_told(
    two: TwoOutlets, administrator: Client
) -> None:
    answer = applied(administrator, f"/publishers/{two.first.pk}/grade/", {"grade": "E", "topic": "", **WHY})
    event = Event.objects.get(verb="publisher.graded", after__grade="E")
    assert answer.redirect_chain == [(f"/register/changes/{event.pk}/", 302)]
    assert "1 claim is being computed again." in words_of(answer)
    everything_computed()
    words = words_of(administrator.get(f"/register/changes/{event.pk}/"))
    assert "The Gazette was graded E, was B." in words
    assert WHY["reason"] in words
    assert "Every status is up to date." in words
    assert "Supported → becomes Leans supported" in words
    told = {
        notice.person: (notice.detail["count"], notice.detail["moved"])
        for notice in Notice.objects.filter(kind="source_changed")
    }
    assert told == {person: (1, [two.claim.pk]) for person in (two.author, two.signer)}
    notices = visitor(two.signer).get("/notices/")
    assert "The register changed under 1 claim that you signed or linked evidence to." in words_of(notices)
    notice = Notice.objects.get(person=two.signer, kind="source_changed")
    board = visitor(two.signer).get(f"/claims/?notice={notice.pk}")
    assert [row.id for row in board.context["rows"]] == [two.claim.pk]


def test_other_consequences_than_those_seen_are_shown_anew_and_nothing_is_done(
    two: TwoOutlets, administrator: Client
) -> None:
    address, values = f"/publishers/{two.first.pk}/grade/", {"grade": "E", "topic": "", **WHY}
    seen = preview(administrator, address, values).context["impact"]["impact"].digest
    some_evidence(claim=a_claim(), source=two.one, sourcing="own")
    answer = administrator.post(address, {**values, "seen": seen})
    assert answer.status_code == 409
    assert "Something changed while you looked" in words_of(answer)
    assert answer.context["form"]["reason"].value() == WHY["reason"]
    assert answer.context["impact"]["impact"].total == 2
    assert not GradeChange.objects.filter(grade="E").exists()


def test_another_grade_than_the_one_seen_is_looked_at_first(two: TwoOutlets, administrator: Client) -> None:
    address = f"/publishers/{two.first.pk}/grade/"
    seen = preview(administrator, address, {"grade": "E", **WHY}).context["impact"]["impact"].digest
    assert administrator.post(address, {"grade": "D", **WHY, "seen": seen}).status_code == 409


def test_a_reason_is_needed_and_what_was_typed_is_kept(two: TwoOutlets, administrator: Client) -> None:
    answer = administrator.post(f"/publishers/{two.first.pk}/grade/", {"grade": "E", "topic": "Health"})
    assert (answer.status_code, field_errors(answer)) == (
        422,
        {"reason": ["Say why, so that others can follow."]},
    )
    assert answer.context["form"]["topic"].value() == "Health"


def test_many_claims_are_followed_while_they_are_computed(administrator: Client) -> None:
    outlet = a_publisher(name="The Gazette")
    grade_publisher(publisher_id=outlet.pk, grade="B", reason="Known.", actor=the_administrator())
    many_claims_on(a_source(publisher=outlet), 25)
    everything_computed()
    answer = applied(administrator, f"/publishers/{outlet.pk}/grade/", {"grade": "E", **WHY})
    assert "Queued: 0 of 25 claims" in words_of(answer)
    job = Recomputation.objects.latest("pk")
    run_recomputation(recomputation_id=job.pk)
    page = administrator.get(f"/recomputations/{job.pk}/")
    assert "Done: 25 of 25 claims" in words_of(page)
    assert page.context["followed"].moved == 25
    part = administrator.get(f"/recomputations/{job.pk}/", headers={"hx-request": "true"})
    assert b"<html" not in part.content


def state_of(source: Source) -> str:
    return Source.objects.get(pk=source.pk).state


def test_a_retraction_is_previewed_and_done(two: TwoOutlets, administrator: Client) -> None:
    applied(
        administrator, f"/sources/{two.one.pk}/state/", {"state": "retracted", "reason": "The paper said so."}
    )
    assert state_of(two.one) == "retracted"


def test_an_owner_is_previewed_and_said(two: TwoOutlets, administrator: Client) -> None:
    applied(administrator, f"/publishers/{two.first.pk}/owner/", {"publisher": "the herald", **WHY})
    assert Publisher.objects.get(pk=two.first.pk).owner == two.second
    refused = administrator.post(f"/publishers/{two.first.pk}/owner/", {"publisher": "Nobody", **WHY})
    assert field_errors(refused) == {"publisher": ["“Nobody” is not in the register."]}


def test_a_side_and_its_days_are_previewed_and_said(two: TwoOutlets, administrator: Client) -> None:
    administrator_person = the_administrator()
    from_the_start = add_side(administrator_person)
    join_bloc(publisher_id=two.first.pk, bloc_id=from_the_start, actor=administrator_person)
    values = {"bloc": from_the_start, "starts_on": "", "ends_on": "2026-02-01", **WHY}
    applied(administrator, f"/publishers/{two.second.pk}/blocs/new/", values)
    row = PartyMembership.objects.get(publisher=two.second)
    assert (str(row.ends_on), row.reason) == ("2026-02-01", WHY["reason"])
    applied(administrator, f"/memberships/{row.pk}/edit/", {"starts_on": "2020-01-01", "ends_on": "", **WHY})
    row.refresh_from_db()
    assert (str(row.starts_on), row.ends_on) == ("2020-01-01", None)


def described(source: Source, **changed: Any) -> dict[str, Any]:
    """What the form of a source sends."""
    said = {
        "title": source.title,
        "publisher": source.publisher.name,
        "kind": source.kind,
        "language": source.language,
        "version": source.version,
    }
    return said | changed


def test_an_edit_that_moves_nothing_is_saved_at_once(two: TwoOutlets) -> None:
    values = described(two.one, title="Another title", published_on="2026-02-01")
    answer = visitor().post(f"/sources/{two.one.pk}/edit/", values, follow=True)
    assert answer.redirect_chain == [(f"/sources/{two.one.pk}/", 302)]
    assert Source.objects.get(pk=two.one.pk).title == "Another title"


def test_an_edit_that_moves_statuses_is_saved_with_that_in_sight(two: TwoOutlets) -> None:
    editor, address = visitor(), f"/sources/{two.one.pk}/edit/"
    values = described(two.one, publisher="The Siren", publisher_kind="social_account", title="Another title")
    asked = editor.post(address, values)
    words = words_of(asked)
    assert (asked.status_code, asked.context["impact"]["moved"]) == (200, 1)
    assert "Nothing was saved yet" in words and "Signatures under 1 claim would lapse." in words
    assert asked.context["form"]["title"].value() == "Another title"
    assert not Publisher.objects.filter(name="The Siren").exists()
    seen = asked.context["impact"]["impact"].digest
    without = editor.post(address, {**values, "seen": seen})
    assert (without.status_code, list(field_errors(without))) == (422, ["reason"])
    other = editor.post(address, {**values, **WHY, "publisher": "The Herald", "seen": seen})
    assert (other.status_code, "Something changed while you looked" in words_of(other)) == (409, True)
    done = editor.post(address, {**values, **WHY, "seen": seen}, follow=True)
    event = Event.objects.get(verb="source.edited")
    assert (done.redirect_chain, event.note) == ([(f"/register/changes/{event.pk}/", 302)], WHY["reason"])
    assert WHY["reason"] in words_of(done)
    assert Source.objects.get(pk=two.one.pk).publisher.name == "The Siren"


def test_an_edit_of_an_older_version_is_refused_before_anything_is_tried(two: TwoOutlets) -> None:
    values = described(two.one, publisher="The Herald", version=two.one.version - 1)
    answer = visitor().post(f"/sources/{two.one.pk}/edit/", values)
    assert (answer.status_code, "Somebody changed it meanwhile" in words_of(answer)) == (409, True)


def test_a_retraction_that_ends_is_previewed_and_done(two: TwoOutlets, administrator: Client) -> None:
    address = f"/sources/{two.one.pk}/state/"
    applied(administrator, address, {"state": "retracted", "reason": "The paper said so."})
    everything_computed()
    values = {"state": "active", "reason": "It was another article."}
    assert preview(administrator, address, values).context["impact"]["moved"] == 1
    applied(administrator, address, values)
    assert state_of(two.one) == "active"


def add_side(person: User) -> int:
    return add_bloc(name="The harbour company", dispute="The harbour", actor=person).pk


def test_publishers_are_related_and_the_statement_taken_back(two: TwoOutlets, administrator: Client) -> None:
    values = {"kind": "not_independent", "publisher": "The Herald", **WHY}
    applied(administrator, f"/publishers/{two.first.pk}/relations/new/", values)
    row = PublisherRelation.objects.get()
    assert {row.first, row.second} == {two.first, two.second}
    applied(administrator, f"/publisher-relations/{row.pk}/remove/", WHY)
    assert not PublisherRelation.objects.exists()
    assert Event.objects.get(verb="publisher_relation.dropped").note == WHY["reason"]


def test_sources_are_related_and_the_statement_taken_back(two: TwoOutlets, administrator: Client) -> None:
    values = {"kind": "same_work", "origin": two.other.pk, **WHY}
    applied(administrator, f"/sources/{two.one.pk}/relations/new/", values)
    row = SourceRelation.objects.get()
    applied(administrator, f"/source-relations/{row.pk}/remove/", WHY)
    assert not SourceRelation.objects.exists()


def test_a_derivation_is_previewed_noted_and_taken_back(two: TwoOutlets) -> None:
    reviewer = visitor()
    values = {"kind": "cites", "origin": two.other.pk, **WHY}
    applied(reviewer, f"/sources/{two.one.pk}/origins/new/", values)
    row = Derivation.objects.get()
    applied(reviewer, f"/derivations/{row.pk}/remove/", WHY)
    assert not Derivation.objects.exists()


def test_what_the_action_refuses_is_said_beside_the_form(two: TwoOutlets, administrator: Client) -> None:
    other = "not_independent", "independent"
    relate_publishers(
        first_id=two.first.pk,
        second_id=two.second.pk,
        kind=other[0],
        reason="Known.",
        actor=the_administrator(),
    )
    address = f"/publishers/{two.first.pk}/relations/new/"
    values = {"kind": other[1], "publisher": "The Herald", **WHY}
    answer = administrator.post(address, values)
    assert (answer.status_code, list(field_errors(answer))) == (422, ["kind"])
    assert answer.context["impact"] is None


def test_what_will_be_refused_is_refused_before_anybody_decides(
    two: TwoOutlets, administrator: Client
) -> None:
    agnes, pk = the_administrator(), two.first.pk
    bloc = add_bloc(name="The company", dispute="The harbour", actor=agnes)
    join_bloc(publisher_id=pk, bloc_id=bloc.pk, actor=agnes)
    administrator.post(f"/sources/{two.one.pk}/state/", {"state": "retracted", **WHY})
    change_source_state(source_id=two.one.pk, state="retracted", reason="Invented.", actor=agnes)
    asked: list[tuple[str, dict[str, Any], str]] = [
        (f"/publishers/{pk}/owner/", {"publisher": "The Gazette"}, "__all__"),
        (f"/publishers/{pk}/blocs/new/", {"bloc": bloc.pk}, "starts_on"),
        (
            f"/publishers/{pk}/blocs/new/",
            {"bloc": bloc.pk, "starts_on": "2024-02-01", "ends_on": "2024-01-01"},
            "ends_on",
        ),
        (f"/sources/{two.one.pk}/state/", {"state": "retracted"}, "state"),
    ]
    events = Event.objects.count()
    for address, values, field in asked:
        answer = administrator.post(address, {**values, **WHY})
        assert (list(field_errors(answer)), answer.context["impact"]) == ([field], None), address
    assert Event.objects.count() == events


def test_what_followed_holds_what_consists_of_what_moved(two: TwoOutlets, administrator: Client) -> None:
    whole = a_claim(actor=two.author)
    add_part(claim_id=whole.pk, part_id=two.claim.pk, actor=two.author)
    everything_computed()
    address, values = f"/publishers/{two.first.pk}/grade/", {"grade": "E", "topic": "", **WHY}
    promised = preview(administrator, address, values).context["impact"]["moved"]
    applied(administrator, address, values)
    everything_computed()
    event = Event.objects.get(verb="publisher.graded", after__grade="E")
    followed = administrator.get(f"/register/changes/{event.pk}/").context["followed"]
    assert (promised, followed.moved) == (2, 2)
    assert [move.claim.pk for move in followed.moves] == [two.claim.pk, whole.pk]


@pytest.mark.parametrize("name", ["grade", "owner", "blocs/new", "relations/new"])
def test_only_administrators_change_publishers(two: TwoOutlets, name: str) -> None:
    assert visitor().get(f"/publishers/{two.first.pk}/{name}/").status_code == 403


def test_a_reader_changes_no_source(two: TwoOutlets) -> None:
    reader = visitor(role=Role.READER)
    derivation = derive_source(
        source_id=two.one.pk, origin_id=two.other.pk, kind="cites", actor=the_administrator()
    )
    relation = relate_sources(
        first_id=two.one.pk,
        second_id=two.other.pk,
        kind="same_work",
        reason="Known.",
        actor=the_administrator(),
    )
    addresses = [
        f"/sources/{two.one.pk}/state/",
        f"/sources/{two.one.pk}/origins/new/",
        f"/sources/{two.one.pk}/relations/new/",
        f"/derivations/{derivation.pk}/remove/",
        f"/source-relations/{relation.pk}/remove/",
    ]
    assert [reader.get(address).status_code for address in addresses] == [403] * 5


def test_what_is_not_there_is_not_changed(administrator: Client) -> None:
    for address in ("/memberships/9/edit/", "/publisher-relations/9/remove/", "/register/changes/9/"):
        assert administrator.get(address).status_code == 404


def test_the_browser_forgets_what_was_typed_once_it_is_done(two: TwoOutlets, administrator: Client) -> None:
    """Else the next grade would begin with the topic and the reason of the last."""
    address = f"/publishers/{two.first.pk}/grade/"
    page = administrator.get(address).content.decode()
    kept_as = f"workbench.draft.1.{page.split('data-keep=')[1].split(chr(34))[1]}"
    values = {"grade": "E", "topic": "Mining", **WHY, "kept-as": kept_as}
    done = applied(administrator, address, values)
    assert done.redirect_chain != []
    assert administrator.cookies["kept"].value == kept_as
