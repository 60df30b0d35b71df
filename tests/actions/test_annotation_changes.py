"""Annotations that were sent in, replaced and deleted."""

from typing import Any

import pytest

from annotations.actions.annotations import delete_annotation, replace_annotation
from annotations.actions.claims import withdraw_claim
from annotations.actions.highlights import make_highlight
from annotations.domain.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import Role
from annotations.models import Annotation, Claim, Event, Highlight, User
from annotations.queries.annotation_documents import sent_document, sent_rows
from tests.actions.test_annotations import (
    a_document,
    causes,
    made,
    place_of,
    places_of,
    quoting,
    targets_of,
    the_article,
)
from tests.factories import a_person, some_evidence

pytestmark = pytest.mark.django_db

# --- Replacing


def test_what_is_said_here_does_not_come_back_as_theirs() -> None:
    the_article()
    person = a_person()
    document = a_document(quoting("Twelve cows grazed beside the mill"), id="urn:1")
    annotation = made(document, person)
    shown = sent_document(sent_rows(Annotation.objects.all()).get(), "https://w/annotations/")
    assert shown == {
        **document,
        "@context": [document["@context"], {"workbench": "urn:x-workbench:"}],
        "id": f"https://w/annotations/{annotation.name}",
        "via": "urn:1",
        "workbench:stale": "WORDS_CHANGED",
    }
    before = annotation.document
    returned = {name: value for name, value in shown.items() if name != "id"}
    replace_annotation(name=annotation.name, document=returned, actor=person)
    annotation.refresh_from_db()
    assert (annotation.document, annotation.version) == (before, 1)


def test_what_changed_in_waiting_words_is_said() -> None:
    the_article()
    made(a_document(quoting("The ferry made 31 crossings on Monday.", suffix=" Nobody was hurt")))
    shown = sent_document(sent_rows(Annotation.objects.all()).get(), "https://w/annotations/")
    assert (shown["workbench:stale"], shown["workbench:wordsChanged"]) == ("WORDS_CHANGED", "number")


def test_their_own_word_for_it_stays_theirs() -> None:
    the_article()
    person = a_person()
    context = ["http://www.w3.org/ns/anno.jsonld", {"workbench": "urn:x-workbench:"}]
    document = a_document(quoting("Twelve cows grazed beside the mill"))
    document |= {"@context": context, "workbench:stale": "AGE"}
    annotation = made(document, person)
    shown = sent_document(sent_rows(Annotation.objects.all()).get(), "https://w/annotations/")
    assert (shown["@context"], shown["workbench:stale"]) == (context, "WORDS_CHANGED")
    del shown["id"]
    replace_annotation(name=annotation.name, document=shown, actor=person)
    annotation.refresh_from_db()
    assert annotation.document == document


def test_other_targets_end_all_former_marks() -> None:
    the_article()
    person = a_person()
    name = made(targets_of("28 crossings", "Twelve cows grazed beside the mill"), person).name
    replaced = replace_annotation(name=name, document=targets_of("on Monday", "The ferry"), actor=person)
    assert places_of(replaced.claim) == [
        ("retired", "28 crossings", ""),
        ("retired", "", "Twelve cows grazed beside the mill"),
        ("live", "on Monday", ""),
        ("live", "The ferry", ""),
    ]
    assert (replaced.highlight_id, causes(replaced.claim)) == (
        Highlight.objects.get(exact="on Monday").pk,
        [],
    )


def test_other_words_in_the_body_leave_the_mark_alone() -> None:
    the_article()
    person = a_person()
    before = made(a_document(quoting("28 crossings")), person)
    document = {**before.document, "body": {"type": "TextualBody", "value": "Seen."}}
    after = replace_annotation(name=before.name, document=document, expected_version=1, actor=person)
    assert (after.document, after.version, after.highlight_id) == (document, 2, before.highlight_id)
    [event] = Event.objects.filter(verb="annotation.replaced")
    assert (event.before["document"], event.after["document"]) == (before.document, document)
    replace_annotation(name=before.name, document=document, actor=person)
    assert Event.objects.filter(verb="annotation.replaced").count() == 1


def test_another_target_is_looked_for_anew() -> None:
    the_article()
    person = a_person()
    annotation = made(a_document(quoting("28 crossings")), person)
    first = annotation.highlight
    replaced = replace_annotation(
        name=annotation.name, document=a_document(quoting("on Monday")), actor=person
    )
    assert place_of(first)[0] == "retired"
    assert place_of(replaced.highlight) == ("live", "made", 28, 37, "on Monday", "")
    assert Claim.objects.get().text == "on Monday"
    gone = replace_annotation(
        name=annotation.name, document=a_document(quoting("Twelve cows grazed")), actor=person
    )
    assert (gone.outcome, causes(gone.claim)) == ("queued", ["WORDS_CHANGED"])
    whole = replace_annotation(name=annotation.name, document=a_document(), actor=person)
    claim = Claim.objects.get()
    assert (whole.outcome, whole.highlight, claim.state, causes(claim)) == ("kept", None, "withdrawn", [])
    again = replace_annotation(name=annotation.name, document=a_document(quoting("on Monday")), actor=person)
    assert again.outcome == "anchored" and again.claim_id != claim.pk


def test_where_it_comes_from_never_changes() -> None:
    the_article()
    person = a_person()
    document = a_document(id="urn:1", canonical="urn:c", via=["urn:v"])
    name = made(document, person).name
    for changed, rule in (
        ({"canonical": "urn:d"}, "canonical-changed"),
        ({"via": "urn:w"}, "via-changed"),
        ({"id": "urn:2"}, "id-changed"),
    ):
        with pytest.raises(Conflict) as refusal:
            replace_annotation(name=name, document={**document, **changed}, actor=person)
        assert refusal.value.rule == rule
    bare = {key: value for key, value in a_document().items() if key != "body"}
    for given in ({"via": ["urn:v", "urn:1"], "id": "urn:1"}, {"via": ["urn:v"]}, {}):
        kept = replace_annotation(name=name, document={**bare, **given}, actor=person)
        assert kept.document == {**bare, "canonical": "urn:c", "via": ["urn:v"]}


def test_an_annotation_stays_about_its_article() -> None:
    the_article()
    the_article(url="https://other.example/")
    person = a_person()
    name = made(a_document(), person).name
    with pytest.raises(Invalid) as refusal:
        replace_annotation(name=name, document=a_document(source="https://other.example/"), actor=person)
    assert refusal.value.rule == "foreign-target"


def test_nothing_is_overwritten_unseen() -> None:
    the_article()
    person = a_person()
    name = made(a_document(), person).name
    replace_annotation(
        name=name, document=a_document(bodyValue="1", body=None), expected_version=1, actor=person
    )
    with pytest.raises(Stale):
        replace_annotation(name=name, document=a_document(), expected_version=1, actor=person)
    with pytest.raises(Stale):
        delete_annotation(name=name, expected_version=1, actor=person)


@pytest.mark.parametrize("verb", ["replace", "delete"])
def test_only_who_made_it_or_an_editor_changes_it(verb: str) -> None:
    the_article()
    name = made(a_document()).name

    def act(actor: User) -> Annotation:
        if verb == "delete":
            return delete_annotation(name=name, actor=actor)
        return replace_annotation(name=name, document=a_document(), actor=actor)

    with pytest.raises(NotAllowed):
        act(a_person())
    assert act(a_person(role=Role.EDITOR)).name == name


# --- Deleting


def test_deleting_takes_the_draft_back() -> None:
    the_article()
    person = a_person()
    annotation = made(a_document(quoting("28 crossings")), person)
    deleted = delete_annotation(name=annotation.name, actor=person)
    assert (deleted.state, deleted.deleted_at is not None, deleted.version) == ("deleted", True, 2)
    assert (place_of(annotation.highlight)[0], Claim.objects.get().state) == ("retired", "withdrawn")
    for act in (delete_annotation, replace_annotation):
        given: dict[str, Any] = {"document": a_document()} if act is replace_annotation else {}
        with pytest.raises(Gone):
            act(name=annotation.name, actor=person, **given)
    with pytest.raises(NotFound):
        delete_annotation(name="nowhere", actor=person)


def test_deleting_takes_all_marks_off_but_those_a_person_set() -> None:
    article = the_article()
    person = a_person()
    plain = made(targets_of("28 crossings", "on Monday"), person)
    delete_annotation(name=plain.name, actor=person)
    assert [state for state, *_ in places_of(plain.claim)] == ["retired", "retired"]
    assert Claim.objects.get().state == "withdrawn"
    worked_on = made(targets_of("28 crossings", "on Monday", "The ferry"), person)
    assert worked_on.claim_id is not None
    make_highlight(
        claim_id=worked_on.claim_id,
        revision_id=article.revisions.get().pk,
        start=10,
        end=14,
        exact="made",
        actor=person,
    )
    delete_annotation(name=worked_on.name, actor=person)
    assert [state for state, *_ in places_of(worked_on.claim)] == ["retired", "retired", "retired", "live"]
    assert Claim.objects.get(pk=worked_on.claim_id).state == "draft"


def test_deleting_leaves_alone_what_somebody_worked_on() -> None:
    the_article()
    person = a_person()
    annotation = made(a_document(quoting("28 crossings")), person)
    some_evidence(claim=annotation.claim)
    delete_annotation(name=annotation.name, actor=person)
    assert (place_of(annotation.highlight)[0], Claim.objects.get().state) == ("retired", "in_review")


def test_deleting_what_waits_settles_the_claim() -> None:
    the_article()
    person = a_person()
    annotation = made(a_document(quoting("Twelve cows grazed beside the mill")), person)
    delete_annotation(name=annotation.name, actor=person)
    assert causes(annotation.claim) == []


def test_deleting_after_the_claim_was_withdrawn() -> None:
    the_article()
    person = a_person()
    annotation = made(a_document(quoting("28 crossings")), person)
    assert annotation.claim_id is not None
    withdraw_claim(claim_id=annotation.claim_id, actor=person)
    assert delete_annotation(name=annotation.name, actor=person).state == "deleted"


def test_one_that_was_deleted_does_not_come_back_by_itself() -> None:
    the_article()
    person = a_person()
    document = a_document(quoting("28 crossings"), id="urn:1")
    delete_annotation(name=made(document, person).name, actor=person)
    with pytest.raises(Conflict) as refusal:
        made(document, person)
    assert refusal.value.rule == "annotation-deleted"
    unnamed = a_document(quoting("28 crossings"))
    delete_annotation(name=made(unnamed, person).name, actor=person)
    assert made(unnamed, person).state == "live"
