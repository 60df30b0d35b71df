"""Annotations that are sent in, replaced and deleted over the protocol."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from annotations.models import Annotation, Article, Claim, Highlight
from tests.api.webannotations.wire import CONTAINER, JSON_LD, PAGE, TEXT, Answer, Wire, an_annotation
from tests.factories import a_claim, a_person, an_article, some_evidence
from tests.services.live import LiveWorkbench

# --- POST


def test_an_annotation_that_is_sent_in_is_created(wire: Wire, article: Article) -> None:
    answer = wire.post(an_annotation("28 crossings"))
    place = answer.header("Location")
    assert (answer.status, answer.header("Content-Type")) == (201, JSON_LD)
    assert place.startswith(f"{wire.address}{CONTAINER}") and "/" not in place.removeprefix(
        f"{wire.address}{CONTAINER}"
    )
    read = wire.get(place)
    assert (read.document, read.header("ETag")) == (answer.document, answer.header("ETag"))
    assert read.document == {**an_annotation("28 crossings"), "id": place}
    assert Claim.objects.get().text == "28 crossings"


def test_the_server_names_it_and_the_clients_name_is_kept_as_via(wire: Wire, article: Article) -> None:
    document = an_annotation(id="https://notes.example/1", canonical="urn:uuid:7", via="urn:first")
    answer = wire.post(document)
    assert answer.document == {
        **document,
        "id": answer.header("Location"),
        "via": ["urn:first", "https://notes.example/1"],
    }


def test_unknown_properties_come_back(wire: Wire, article: Article) -> None:
    mood = {"deep": [1, 2.5, None, True, "\u202e\U0001f600"]}
    document = an_annotation(rights="urn:r") | {"ex:mood": mood}
    place = wire.made(document)
    assert wire.get(place).document == {**document, "id": place}


def test_a_slug_names_the_annotation(wire: Wire, article: Article) -> None:
    container = f"{wire.address}{CONTAINER}"
    assert (
        wire.made(an_annotation(id="urn:1"), Slug="my_first_annotation") == f"{container}my_first_annotation"
    )
    second = wire.made(an_annotation(id="urn:2"), Slug='"my_first_annotation"')
    assert second.startswith(f"{container}my_first_annotation-")
    assert wire.made(an_annotation(id="urn:3"), Slug="../articles").startswith(f"{container}articles")
    reserved = wire.made(an_annotation(id="urn:4"), Slug="verdict-1")
    assert reserved != f"{container}verdict-1" and wire.get(reserved).status == 200


def test_the_name_of_a_deleted_annotation_is_not_used_again(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation(id="urn:1"), Slug="mine")
    wire.delete(place)
    assert wire.made(an_annotation(id="urn:2"), Slug="mine") != place


def test_the_same_annotation_again_is_the_one_that_is_there(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation("28 crossings"))
    again = wire.post(an_annotation("28 crossings"))
    assert (again.status, again.header("Location")) == (200, place)
    assert Annotation.objects.count() == Claim.objects.count() == 1


def test_a_plain_json_body_is_read_too(wire: Wire, article: Article) -> None:
    answer = wire.post(an_annotation(), Content_Type="application/json")
    assert answer.status == 201


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"target": None}, "annotation-target-missing"),
        ({"bodyValue": "Both"}, "body-and-body-value"),
        ({"id": "not an iri"}, "id-not-an-iri"),
        ({"target": "https://elsewhere.example/"}, "foreign-target"),
        ({"type": "Note"}, "type-not-annotation"),
        ({"@context": "http://www.w3.org/ns/ldp.jsonld"}, "context-missing"),
        ({"body": "\ud800"}, "characters-not-storable"),
        ({"body": "\u0000"}, "characters-not-storable"),
    ],
)
def test_what_is_no_annotation_of_ours_is_refused_by_a_rule(
    wire: Wire, article: Article, changed: dict[str, Any], rule: str
) -> None:
    assert wire.post({**an_annotation(), **changed}).problem == (400, rule)
    assert Annotation.objects.count() == 0


def test_an_id_that_fits_no_index_is_refused(wire: Wire, article: Article) -> None:
    assert wire.post(an_annotation(id="urn:x:" + "海" * 1_900)).problem == (400, "id-not-an-iri")


def test_what_is_nested_without_end_is_refused(wire: Wire, article: Article) -> None:
    body = b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    for media_type in (JSON_LD, "application/json"):
        answer = wire.ask("POST", body=body, headers={"Content-Type": media_type})
        assert answer.problem == (400, "too-deep")


def test_another_annotation_with_the_same_id_is_refused(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation(id="urn:1"))
    assert wire.post(an_annotation(id="urn:1", body="urn:other")).problem == (409, "annotation-differs")
    again = wire.post(an_annotation(id="urn:1"))
    assert (again.status, again.header("Location"), again.document) == (200, place, wire.get(place).document)


def test_words_that_wait_are_said_wherever_the_annotation_is(wire: Wire, article: Article) -> None:
    answer = wire.post(an_annotation("Twelve cows grazed beside the mill"))
    place = answer.header("Location")
    assert answer.document["workbench:stale"] == "WORDS_CHANGED"
    read = wire.get(place)
    assert (read.document, read.header("ETag")) == (answer.document, answer.header("ETag"))
    assert wire.get().document["first"]["items"] == [read.document]
    put = wire.put(place, read.document, If_Match=read.header("ETag"))
    assert (put.document, put.header("ETag")) == (read.document, read.header("ETag"))
    assert Annotation.objects.get().document == an_annotation("Twelve cows grazed beside the mill")


def at_once(wire: Wire, documents: list[Any], **headers: str) -> list[Answer]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda document: wire.post(document, **headers), documents))


def test_a_name_wished_for_by_several_at_once_goes_to_one(wire: Wire, article: Article) -> None:
    documents = [an_annotation("28 crossings", id=f"urn:{number}") for number in range(8)]
    answers = at_once(wire, documents, Slug="mine")
    assert [answer.status for answer in answers] == [201] * 8
    names = {answer.header("Location").rpartition("/")[2] for answer in answers}
    assert len(names) == 8 and "mine" in names and all(name.startswith("mine") for name in names)


@pytest.mark.parametrize("given", [{"id": "urn:1"}, {}])
def test_the_same_annotation_sent_at_once_is_made_once(
    wire: Wire, article: Article, given: dict[str, str]
) -> None:
    answers = at_once(wire, [an_annotation("28 crossings", **given)] * 8)
    assert [answer.status for answer in answers].count(201) == 1
    others = [answer for answer in answers if answer.status != 201]
    assert {answer.status if answer.status == 200 else answer.problem for answer in others} <= {
        200,
        (409, "annotation-is-kept-once"),
        (409, "annotation-without-id-is-kept-once"),
    }
    assert Annotation.objects.count() == Claim.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"null", b'{"a": NaN}', b"\xff"])
def test_what_is_no_json_object_is_refused(wire: Wire, article: Article, body: bytes) -> None:
    assert wire.ask("POST", body=body).problem[0] == 400


@pytest.mark.parametrize("media_type", ["text/turtle", "text/plain", "multipart/form-data; boundary=x"])
def test_what_is_in_another_format_is_not_read(wire: Wire, article: Article, media_type: str) -> None:
    answer = wire.ask("POST", body=b"<a> <b> <c>.", headers={"Content-Type": media_type})
    assert answer.problem == (415, "media-type-unsupported")


def test_what_is_too_large_is_refused(wire: Wire, article: Article) -> None:
    assert wire.post(an_annotation(note="x" * 3_000_000)).problem == (413, "too-large")


def test_an_annotation_sent_to_an_article_is_about_it(wire: Wire, article: Article) -> None:
    pasted = an_article(text=TEXT)
    document = an_annotation("28 crossings", source="urn:x-tool:page")
    answer = wire.post(document, f"{CONTAINER}?article={pasted.pk}")
    assert (answer.status, Annotation.objects.get().article_id) == (201, pasted.pk)
    assert answer.header("Location").rpartition("/")[0] == f"{wire.address}/annotations"


# --- PUT


def test_putting_replaces_the_annotation(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation("28 crossings"))
    before = wire.get(place)
    changed = {**before.document, "body": {"type": "TextualBody", "value": "Seen."}}
    answer = wire.put(place, changed, If_Match=before.header("ETag"))
    assert (answer.status, answer.header("Content-Type"), answer.document) == (200, JSON_LD, changed)
    after = wire.get(place)
    assert (after.document, after.header("ETag")) == (changed, answer.header("ETag"))
    assert after.header("ETag") != before.header("ETag")


def test_putting_another_target_moves_the_mark(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation("28 crossings"))
    assert wire.put(place, an_annotation("on Monday"), If_Match="*").status == 200
    rows = Highlight.objects.order_by("pk").values_list("exact", "state")
    assert list(rows) == [("28 crossings", "retired"), ("on Monday", "live")]


def test_nothing_is_overwritten_unseen(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    seen = wire.get(place).header("ETag")
    changed = an_annotation(body="urn:b")
    assert wire.put(place, changed, If_Match=seen).status == 200
    for answer in (
        wire.put(place, an_annotation(body="urn:c"), If_Match=seen),
        wire.delete(place, If_Match=seen),
        wire.delete(place, If_Match='W/"2-0000000000000000"'),
        wire.delete(place, If_Match="nonsense"),
        wire.delete(place, If_Match='"2-0000000000000000"'),
        wire.put(place, an_annotation(body="urn:c"), If_Match='"2"'),
    ):
        assert answer.problem == (412, "stale")
    present = wire.get(place)
    answer = wire.put(place, an_annotation(body="urn:c"), If_Match=seen)
    assert (answer.header("ETag"), answer.document["current"]) == (present.header("ETag"), present.document)


def test_without_a_tag_the_history_keeps_what_was_replaced(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    assert wire.put(place, an_annotation(body="urn:b")).status == 200
    events = wire.get(f"/api/v1/history?stream=article:{article.pk}", Accept="application/json").document
    [replaced] = [one for one in events["results"] if one["verb"] == "annotation.replaced"]
    assert replaced["before"]["document"]["body"] == an_annotation()["body"]


@pytest.mark.parametrize("name", ["canonical", "via"])
def test_where_it_comes_from_never_changes(wire: Wire, article: Article, name: str) -> None:
    place = wire.made(an_annotation(**{name: "urn:first"}))
    present = wire.get(place)
    refused = wire.put(place, {**present.document, name: "urn:other"}, If_Match=present.header("ETag"))
    assert refused.problem == (409, f"{name}-changed")
    left_out = wire.put(place, an_annotation(), If_Match=present.header("ETag"))
    assert (left_out.status, left_out.document[name]) == (200, "urn:first")


def test_an_annotation_keeps_its_name(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    assert wire.put(place, an_annotation(id="urn:other")).problem == (409, "id-changed")
    assert wire.put(place, an_annotation(id=place)).status == 200


def test_what_is_not_there_cannot_be_put(wire: Wire, article: Article) -> None:
    assert wire.put(f"{CONTAINER}mine", an_annotation()).problem == (404, "not-found")


# --- DELETE


def test_a_deleted_annotation_is_gone(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation("28 crossings"))
    answer = wire.delete(place, If_Match=wire.get(place).header("ETag"))
    assert (answer.status, answer.content) == (204, b"")
    for later in (wire.get(place), wire.put(place, an_annotation()), wire.delete(place)):
        assert later.problem == (410, "gone")
    assert wire.ask("HEAD", place).status == 410
    assert wire.get().document["total"] == 0


# --- What follows the work


def test_our_own_annotations_are_read_but_not_replaced(wire: Wire, article: Article) -> None:
    claim = a_claim(words="28 crossings", article=article)
    evidence = some_evidence(claim=claim)
    highlight = claim.highlights.get()
    allowed = {
        f"{CONTAINER}highlight-{highlight.pk}": {"GET", "HEAD", "OPTIONS", "DELETE"},
        f"{CONTAINER}evidence-{evidence.pk}": {"GET", "HEAD", "OPTIONS"},
    }
    for place, methods in allowed.items():
        answer = wire.get(place)
        assert (answer.status, answer.document["id"]) == (200, f"{wire.address}{place}")
        assert answer.listed("Allow") == methods
        refused = wire.put(place, an_annotation())
        assert refused.problem == (405, "method-not-allowed") and refused.listed("Allow") == methods
    assert wire.delete(f"{CONTAINER}evidence-{evidence.pk}").problem == (405, "method-not-allowed")


def test_deleting_our_own_highlight_retires_it(
    wire: Wire, article: Article, live_workbench: LiveWorkbench
) -> None:
    highlight = a_claim(words="28 crossings", article=article).highlights.get()
    live_workbench.wait_for(lambda: not Claim.objects.to_assess().exists())
    place = f"{CONTAINER}highlight-{highlight.pk}"
    assert wire.delete(place, If_Match='"9-0000000000000000"').problem == (412, "stale")
    assert wire.delete(place, If_Match=wire.get(place).header("ETag")).status == 204
    highlight.refresh_from_db()
    assert (highlight.state, wire.get(place).problem) == ("retired", (410, "gone"))


def test_a_highlight_says_its_words_its_place_and_the_text_it_was_checked_on(
    wire: Wire, article: Article
) -> None:
    highlight = a_claim(words="28 crossings", article=article).highlights.get()
    revision = article.revisions.get()
    target = wire.get(f"{CONTAINER}highlight-{highlight.pk}").document["target"]
    assert target["source"] == PAGE
    assert target["selector"] == [
        {
            "type": "TextQuoteSelector",
            "exact": "28 crossings",
            "prefix": "The ferry made ",
            "suffix": highlight.suffix,
        },
        {"type": "TextPositionSelector", "start": 15, "end": 27},
    ]
    assert target["state"] == {
        "type": "TimeState",
        "sourceDate": revision.made_at.isoformat().replace("+00:00", "Z"),
        "cached": f"{wire.address}/articles/{article.pk}/revisions/1/",
        "workbench:sha256": revision.sha256,
    }


def test_what_goes_out_comes_in_again_at_the_same_place(wire: Wire, article: Article) -> None:
    highlight = a_claim(words="28 crossings", article=article).highlights.get()
    document = wire.get(f"{CONTAINER}highlight-{highlight.pk}").document
    place = wire.made(json.loads(json.dumps({**document, "id": "urn:copy"})))
    made = Annotation.objects.get(name=place.rpartition("/")[2])
    assert made.highlight is not None
    assert (made.highlight.start, made.highlight.end, made.outcome) == (15, 27, "anchored")


def test_a_person_who_only_reads_changes_nothing(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    reader = Wire(wire.address, a_person(role="reader"))
    assert reader.get(place).status == reader.get().status == 200
    assert reader.post(an_annotation(id="urn:1")).problem == (403, "annotation.import")
    assert reader.put(place, an_annotation()).problem == (403, "annotation.replace")
    assert reader.delete(place).problem == (403, "annotation.delete")
