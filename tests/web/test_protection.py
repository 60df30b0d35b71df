"""Protected sources on the pages: registering, protecting, the people who know, the identity."""

import pytest

from annotations.actions.protection import register_protected_source
from annotations.actions.publishers import edit_publisher, grade_publisher
from annotations.domain.vocabulary import Role
from annotations.models import Source, SourceIdentity
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

GIVEN = {
    "kind": "statement",
    "publisher_kind": "eyewitness",
    "language": "en",
    "title": "The pilot on board",
    "publisher_name": "Pilot K.",
    "note": "After ten.",
}


def test_what_everybody_sees_and_what_only_some_do_stand_apart() -> None:
    keeper, friend = a_person(), a_person(display_name="Fay Friend")
    client = visitor(keeper)
    form = client.get("/sources/protected/new/")
    assert [field.name for field in form.context["seen"]] == ["kind", "publisher_kind", "language"]
    assert "Fay Friend (Reviewer)" in words_of(form)
    assert b"data-keep" not in form.content.partition(b"<main")[2]
    page = client.post("/sources/protected/new/", {**GIVEN, "people": [friend.pk]}, follow=True)
    source = Source.objects.get()
    assert page.redirect_chain == [(f"/sources/{source.pk}/", 302)]
    assert (source.title, source.publisher.kind) == (f"Protected source {source.pk}", "eyewitness")
    assert {one.person_id for one in source.confidants.all()} == {keeper.pk, friend.pk}
    words = words_of(page)
    assert "Who it is" in words and "The pilot on board" in words and "Fay Friend" in words


def test_what_is_missing_is_said_and_what_was_typed_stays() -> None:
    answer = visitor().post("/sources/protected/new/", {**GIVEN, "title": ""})
    assert answer.status_code == 422
    assert set(field_errors(answer)) == {"title"}
    assert answer.context["form"]["note"].value() == "After ten."


def test_others_see_that_it_is_protected_and_nothing_else() -> None:
    source = register_protected_source(title="The pilot", actor=a_person())
    a_capture(source=source, text="Words of the pilot.", actor=source.registered_by)
    page = visitor(role=Role.ADMINISTRATOR).get(f"/sources/{source.pk}/")
    words = words_of(page)
    assert "Protected source" in words and "Who this is, a few people know" in words
    assert "For the people named for this source." in words
    assert "The pilot" not in words and "sha256" not in words
    for address in ("identity", "people"):
        assert visitor().get(f"/sources/{source.pk}/{address}/").status_code == 403
    assert visitor().get(f"/captures/{source.captures.get().pk}/").status_code == 403


def test_a_source_that_is_open_is_protected_with_what_it_means_in_sight() -> None:
    source, keeper = a_source(title="Memo of the harbour", publisher=a_publisher()), a_person()
    client = visitor(keeper)
    assert f"/sources/{source.pk}/protect/" in client.get(f"/sources/{source.pk}/").content.decode()
    form = client.get(f"/sources/{source.pk}/protect/")
    assert "It cannot be taken back" in words_of(form)
    refused = client.post(f"/sources/{source.pk}/protect/", {"reason": ""})
    assert field_errors(refused) == {"reason": ["Say why, without saying who."]}
    page = client.post(f"/sources/{source.pk}/protect/", {"reason": "They asked us."}, follow=True)
    assert toasts_of(page) == [("Protected. The statuses follow.", "")]
    assert "Memo of the harbour" in words_of(page)
    assert "Memo of the harbour" not in words_of(visitor().get(f"/sources/{source.pk}/"))
    assert client.get(f"/sources/{source.pk}/protect/").status_code == 302


def test_statuses_that_would_move_are_seen_before_a_source_is_protected() -> None:
    house, claim, keeper = a_publisher(name="The House"), a_claim(), a_person()
    papers = [a_publisher(name=name) for name in ("Morning", "Evening")]
    for paper in papers:
        edit_publisher(publisher_id=paper.pk, values={"owner_id": house.pk}, actor=the_administrator())
        grade_publisher(publisher_id=paper.pk, grade="B", reason="Known.", actor=the_administrator())
        some_evidence(claim=claim, source=a_source(publisher=paper), sourcing="own")
    assessed(claim)
    source, client = Source.objects.get(publisher=papers[0]), visitor(keeper)
    address = f"/sources/{source.pk}/protect/"
    form = client.get(address)
    assert form.context["impact"]["moved"] == 1
    assert "Protect it, and move 1 status" in words_of(form)
    why = {"reason": "They asked us."}
    assert client.post(address, why).status_code == 200
    assert not Source.objects.filter(is_protected=True).exists()
    stale = client.post(address, {**why, "seen": "x"})
    assert (stale.status_code, "Something changed while you looked" in words_of(stale)) == (409, True)
    friend = a_person()
    seen = form.context["impact"]["impact"].digest
    page = client.post(address, {**why, "people": [friend.pk], "seen": seen}, follow=True)
    assert page.redirect_chain == [(f"/sources/{source.pk}/", 302)]
    assert {one.person_id for one in source.confidants.all()} == {keeper.pk, friend.pk}


def test_people_are_named_and_dropped() -> None:
    keeper, friend = a_person(), a_person()
    source = register_protected_source(title="The pilot", actor=keeper)
    client = visitor(keeper)
    address = f"/sources/{source.pk}/people/"
    assert "You are the only one." in words_of(client.get(address))
    client.post(address, {"people": [friend.pk]})
    assert visitor(friend).get(f"/sources/{source.pk}/identity/").status_code == 200
    assert friend.pk not in client.get(address).context["form"].fields["people"].queryset.values_list(
        "pk", flat=True
    )
    client.post(f"{address}{friend.pk}/drop/")
    assert visitor(friend).get(f"/sources/{source.pk}/identity/").status_code == 403
    assert client.post(f"{address}{keeper.pk}/drop/").status_code == 422
    assert visitor(friend).post(f"{address}{keeper.pk}/drop/").status_code == 403


def test_the_identity_is_corrected_and_the_history_tells_nothing_of_it() -> None:
    keeper = a_person(display_name="Kim Keeper")
    source = register_protected_source(title="The pilot", actor=keeper)
    client = visitor(keeper)
    page = client.post(
        f"/sources/{source.pk}/identity/", {"title": "The first pilot", "url": ""}, follow=True
    )
    assert SourceIdentity.objects.get().title == "The first pilot"
    assert "The first pilot" in words_of(page)
    others = words_of(visitor().get(f"/sources/{source.pk}/"))
    assert "Kim Keeper corrected who the protected source is" in others
    assert "first pilot" not in others


def test_the_mask_takes_no_words() -> None:
    keeper = a_person()
    source = register_protected_source(title="The pilot", actor=keeper)
    client = visitor(keeper)
    assert f"/sources/{source.pk}/edit/" not in client.get(f"/sources/{source.pk}/").content.decode()
    answer = client.post(
        f"/sources/{source.pk}/edit/",
        {"title": "The pilot", "publisher": source.publisher.name, "kind": "statement", "language": "und"},
    )
    assert answer.status_code == 422
    assert field_errors(answer) == {
        "title": ["This source is protected: everybody reads what stands here. Correct its identity instead."]
    }


def test_a_reader_does_not_protect() -> None:
    reader = visitor(role=Role.READER)
    assert reader.get("/sources/protected/new/").status_code == 403
    assert reader.get(f"/sources/{a_source().pk}/protect/").status_code == 403
