"""Annotations that are sent in: kept, and made into draft claims."""

from typing import Any

import pytest

from annotations.actions.annotations import (
    create_annotation,
    replace_annotation,
)
from annotations.actions.articles import add_revision
from annotations.actions.reanchoring import reanchor_article
from annotations.domain.canonical import from_html, from_plain
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Annotation, Article, Claim, Event, Highlight, StaleFlag, User
from annotations.queries.annotation_documents import sent_document, sent_rows
from tests.factories import a_person, an_article

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
    assert sent_document(sent_rows(Annotation.objects.all()).get(), "https://w/annotations/") == {
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


def test_the_next_text_may_hold_the_very_words_that_were_missing() -> None:
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


def targets_of(*words: str, group: str = "") -> dict[str, Any]:
    targets = [{"source": PAGE, "selector": quoting(one)} for one in words]
    return {**a_document(), "target": {"type": group, "items": targets} if group else targets}


def places_of(claim: Claim | None) -> list[tuple[str, str, str]]:
    rows = Highlight.objects.filter(claim=claim).order_by("pk")
    return list(rows.values_list("state", "exact", "sought"))


def test_every_target_is_a_highlight_of_the_one_claim() -> None:
    the_article()
    document = targets_of("28 crossings", "Twelve cows grazed beside the mill", "on Monday", "28 crossings")
    document["target"] += [PAGE, "https://elsewhere.example/"]
    kept = create_annotation(document=document, actor=a_person())
    claim = Claim.objects.get()
    assert places_of(claim) == [
        ("live", "28 crossings", ""),
        ("queued", "", "Twelve cows grazed beside the mill"),
        ("live", "on Monday", ""),
    ]
    assert (kept.annotation.outcome, claim.text, causes(claim)) == (
        "anchored",
        "28 crossings",
        ["WORDS_CHANGED"],
    )
    assert kept.remarks == (
        "Of its further places 1 wait for a decision.",
        "Target 6 is on another page and was left alone: https://elsewhere.example/.",
    )


def test_of_a_choice_the_first_is_taken() -> None:
    the_article()
    kept = create_annotation(
        document=targets_of("28 crossings", "on Monday", group="Choice"), actor=a_person()
    )
    assert places_of(kept.annotation.claim) == [("live", "28 crossings", "")]
    assert kept.remarks == ("Target 2 is another choice and was left alone.",)


def test_what_is_here_with_other_words_is_not_taken_for_the_same() -> None:
    the_article()
    person = a_person()
    first = made(a_document(quoting("28 crossings"), id="urn:1"), person)
    with pytest.raises(Conflict) as refusal:
        made(a_document(quoting("on Monday"), id="urn:1"), person)
    assert (refusal.value.rule, refusal.value.details) == (
        "annotation-differs",
        {"name": first.name, "claim": first.claim_id},
    )
    changed = a_document(quoting("28 crossings"), body="urn:b")
    replace_annotation(name=first.name, document=changed, actor=person)
    for document in (changed, a_document(quoting("28 crossings"))):
        assert made({**document, "id": "urn:1"}, person).pk == first.pk


def test_what_is_here_for_another_article_says_so() -> None:
    article, pasted = the_article(), the_article(url="")
    document = a_document(quoting("28 crossings"), source="urn:x-tool:page", id="urn:1")
    made(document, article_id=article.pk)
    again = create_annotation(document=document, article_id=pasted.pk, actor=a_person())
    assert again.remarks == (f"It is here as an annotation of article {article.pk}.",)


@pytest.mark.parametrize("name", ["highlight-12", "some-name"])
def test_what_was_fetched_from_here_is_not_taken_in_again(name: str) -> None:
    the_article()
    document = a_document(quoting("28 crossings"), id=f"https://w.example/annotations/{name}")
    with pytest.raises(Conflict) as refusal:
        create_annotation(document=document, addresses=("https://w.example",), actor=a_person())
    assert refusal.value.rule == "annotation-is-ours"
    assert not Annotation.objects.exists()
