"""Annotations that are sent in: kept, made into draft claims, replaced, deleted."""

from typing import Any

import pytest

from annotations.actions.annotations import (
    create_annotation,
    delete_annotation,
    replace_annotation,
)
from annotations.actions.articles import add_revision
from annotations.actions.claims import withdraw_claim
from annotations.actions.reanchoring import reanchor_article
from annotations.domain.canonical import from_html, from_plain
from annotations.domain.errors import Conflict, Gone, Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Annotation, Article, Claim, Event, Highlight, StaleFlag, User
from annotations.queries.annotation_documents import sent_document
from tests.factories import a_person, an_article, some_evidence

pytestmark = pytest.mark.django_db

PAGE = "https://harbour.example/ferry"
TEXT = "The ferry made 28 crossings on Monday.\n\nNobody was hurt, the office said.\n\nNobody was hurt."


def the_article(**given: Any) -> Article:
    return an_article(**{"text": TEXT, "url": PAGE, **given})


def a_document(*selectors: Any, source: str = PAGE, **given: Any) -> dict[str, Any]:
    target: Any = {"source": source, "selector": list(selectors)} if selectors else source
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "target": target,
        "body": {"type": "TextualBody", "value": "Look again.", "purpose": "commenting"},
        **given,
    }


def quoting(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def made(document: dict[str, Any], actor: User | None = None, **given: Any) -> Annotation:
    return create_annotation(document=document, actor=actor or a_person(), **given).annotation


def place_of(highlight: Highlight | None) -> tuple[Any, ...]:
    assert highlight is not None
    highlight.refresh_from_db()
    return (
        highlight.state,
        highlight.outcome,
        highlight.start,
        highlight.end,
        highlight.exact,
        highlight.sought,
    )


def causes(claim: Claim | None) -> list[str]:
    return list(StaleFlag.objects.filter(claim=claim, cleared_at=None).values_list("cause", flat=True))


def test_words_that_stand_there_become_a_draft_claim() -> None:
    person, article = a_person(), the_article()
    annotation = made(a_document(quoting("made 28 crossings", "The ferry ")), person, slug="Mine, truly")
    claim = annotation.claim
    assert claim is not None
    assert (annotation.name, annotation.outcome, annotation.article_id, annotation.version) == (
        "mine-truly",
        "anchored",
        article.pk,
        1,
    )
    assert (claim.text, claim.type, claim.language, claim.state, claim.created_by_id) == (
        "made 28 crossings",
        "quantity",
        "en",
        "draft",
        person.pk,
    )
    assert place_of(annotation.highlight) == ("live", "made", 10, 27, "made 28 crossings", "")
    assert causes(claim) == []
    [event] = Event.objects.filter(verb="annotation.made")
    assert (event.stream, event.actor_id, event.after["claim"]) == (
        f"article:{article.pk}",
        person.pk,
        claim.pk,
    )


def test_the_document_is_kept_and_its_own_name_becomes_via() -> None:
    the_article()
    document = a_document(quoting("28 crossings"), id="urn:uuid:1") | {"x:mine": [1, {"a": None}]}
    annotation = made(document)
    assert (annotation.iri, annotation.document) == (
        "urn:uuid:1",
        {name: value for name, value in document.items() if name != "id"},
    )
    assert sent_document(annotation, "https://w/annotations/") == {
        **document,
        "id": f"https://w/annotations/{annotation.name}",
        "via": "urn:uuid:1",
    }


@pytest.mark.parametrize(
    ("selector", "outcome", "sought"),
    [
        (quoting("Nobody was hurt"), "ambiguous", "Nobody was hurt"),
        (
            quoting("The ferry made 31 crossings on Monday.", suffix=" Nobody was hurt, the office said."),
            "changed",
            "The ferry made 31 crossings on Monday.",
        ),
        (quoting("Twelve cows grazed beside the mill"), "orphaned", "Twelve cows grazed beside the mill"),
        ({"type": "XPathSelector", "value": "/html/body/p[2]"}, "orphaned", ""),
    ],
)
def test_words_that_do_not_stand_there_wait_for_a_person(selector: Any, outcome: str, sought: str) -> None:
    the_article()
    annotation = made(a_document(selector))
    highlight = annotation.highlight
    assert highlight is not None and annotation.outcome == "queued"
    assert (highlight.state, highlight.outcome, highlight.sought) == ("queued", outcome, sought)
    assert causes(annotation.claim) == ["WORDS_CHANGED"]
    assert (highlight.start is None) == (outcome == "orphaned")


def test_the_next_text_may_settle_what_waits() -> None:
    article = the_article()
    annotation = made(a_document(quoting("Twelve cows grazed beside the mill")))
    add_revision(
        article_id=article.pk,
        canonical=from_plain(f"{TEXT}\n\nTwelve cows grazed beside the mill on that day."),
        origin=Origin.PASTE,
        actor=a_person(),
    )
    reanchor_article(article_id=article.pk)
    assert [row.outcome for row in Highlight.objects.order_by("pk")] == ["orphaned", "unchanged"]
    assert causes(annotation.claim) == []


@pytest.mark.parametrize(
    "selectors",
    [
        (),
        ({"type": "SvgSelector", "value": "<svg/>"},),
        (
            {
                "type": "FragmentSelector",
                "value": "xywh=1,2,3,4",
                "conformsTo": "http://www.w3.org/TR/media-frags/",
            },
        ),
    ],
)
def test_what_marks_no_words_is_only_kept(selectors: Any) -> None:
    the_article()
    annotation = made(a_document(*selectors))
    assert (annotation.outcome, annotation.claim, annotation.highlight) == ("kept", None, None)
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["{own}/articles/{pk}/", "{own}/articles/{pk}", "{own}/articles/{pk}/revisions/1/"]
)
def test_our_own_addresses_name_the_article(address: str) -> None:
    article = the_article(url="")
    source = address.format(own="https://workbench.example", pk=article.pk)
    annotation = made(
        a_document(quoting("28 crossings"), source=source), addresses=("https://workbench.example",)
    )
    assert (annotation.article_id, annotation.outcome) == (article.pk, "anchored")


def test_the_scope_names_the_article() -> None:
    article = the_article()
    document = a_document(quoting("28 crossings"))
    document["target"] |= {"source": "https://cdn.example/part.html", "scope": f"{PAGE}?utm_source=mail"}
    assert made(document).article_id == article.pk


def test_a_foreign_target_is_refused_by_its_address() -> None:
    with pytest.raises(Invalid) as refusal:
        made(a_document(quoting("28 crossings"), source="https://elsewhere.example/"))
    assert (refusal.value.rule, refusal.value.details) == (
        "foreign-target",
        {"target": "https://elsewhere.example/"},
    )


def test_the_article_that_is_given_is_meant_unless_the_target_names_another() -> None:
    pasted, published = the_article(url=""), the_article()
    foreign = a_document(quoting("28 crossings"), source="https://elsewhere.example/")
    assert made(foreign, article_id=pasted.pk).article_id == pasted.pk
    unsaid = a_document(quoting("28 crossings"), source="urn:x-tool:document-4")
    assert made(unsaid, article_id=published.pk).article_id == published.pk
    for document, given in ((foreign, published), (a_document(quoting("28 crossings")), pasted)):
        with pytest.raises(Invalid) as refusal:
            made(document, article_id=given.pk)
        assert refusal.value.rule == "foreign-target"


def test_an_article_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        made(a_document(source="urn:x"), article_id=999)


def test_a_position_counts_in_the_text_it_was_made_on() -> None:
    article = the_article()
    first = article.revisions.get()
    add_revision(
        article_id=article.pk, canonical=from_plain(f"News!\n\n{TEXT}"), origin=Origin.PASTE, actor=a_person()
    )
    document = a_document({"type": "TextPositionSelector", "start": 10, "end": 27})
    document["target"]["state"] = {"type": "TimeState", "workbench:sha256": first.sha256}
    assert place_of(made(document).highlight) == ("live", "made", 16, 33, "made 28 crossings", "")


def test_elements_are_followed_in_the_markup() -> None:
    markup = f"<html><body><h1>News</h1><p id='a'>{TEXT[:38]}</p></body></html>"
    an_article(canonical=from_html(markup), markup=markup, url=PAGE)
    annotation = made(a_document({"type": "CssSelector", "value": "#a"}))
    assert annotation.highlight is not None and annotation.highlight.exact == TEXT[:38]


def test_the_same_annotation_again_changes_nothing() -> None:
    the_article()
    for document in (
        a_document(quoting("28 crossings"), id="urn:uuid:1"),
        a_document(quoting("28 crossings")),
    ):
        first = create_annotation(document=document, actor=a_person())
        again = create_annotation(document=document, actor=a_person())
        assert (first.is_new, again.is_new, again.annotation.pk) == (True, False, first.annotation.pk)
    assert (Annotation.objects.count(), Claim.objects.count(), Highlight.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize("slug", ["highlight-12", "taken", "Tâken", '"taken"', "%74aken"])
def test_a_slug_that_is_taken_gets_a_tail(slug: str) -> None:
    the_article()
    made(a_document(id="urn:1"), slug="taken")
    name = made(a_document(id="urn:2"), slug=slug).name
    assert name != slug and name.rpartition("-")[0] in ("taken", "highlight-12")


@pytest.mark.parametrize("slug", ["", "   ", "../..", "日本", "/"])
def test_a_slug_that_says_nothing_is_ignored(slug: str) -> None:
    the_article()
    assert len(made(a_document(), slug=slug).name) == 16


def test_long_words_are_cut_to_what_a_claim_may_be() -> None:
    words = "The ferry crossed. " * 200
    an_article(text=words, url=PAGE)
    claim = made(a_document(quoting(words.strip()))).claim
    assert claim is not None and len(claim.text) in (1_999, 2_000) and claim.text.endswith("…")


def test_only_a_reviewer_sends_in() -> None:
    the_article()
    with pytest.raises(NotAllowed):
        made(a_document(), a_person(role=Role.READER))


# --- Replacing


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
