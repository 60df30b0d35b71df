"""Annotations and the container as they are read: what the protocol demands of each answer."""

import pytest

from annotations.models import Article
from tests.api.webannotations.wire import CONTAINER, JSON_LD, Wire, an_annotation
from tests.factories import a_claim

MINIMAL = "http://www.w3.org/ns/ldp#PreferMinimalContainer"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
BASIC = '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type"'
CONSTRAINED = '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'


def preferring(*iris: str) -> str:
    return f'return=representation;include="{" ".join(iris)}"'


# --- One annotation


def test_an_annotation_answers_get_head_and_options(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    answers = {method: wire.ask(method, place) for method in ("GET", "HEAD", "OPTIONS")}
    assert {method: answer.status for method, answer in answers.items()} == {
        "GET": 200,
        "HEAD": 200,
        "OPTIONS": 204,
    }
    assert (answers["HEAD"].content, answers["OPTIONS"].content) == (b"", b"")
    for answer in answers.values():
        assert answer.listed("Allow") == {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
        assert RESOURCE in answer.header("Link")
        assert {"Accept", "Authorization", "Cookie", "Origin"} <= answer.listed("Vary")
        assert answer.listed("Cache-Control") == {"private", "no-cache"}
    for name in ("ETag", "Content-Type", "Content-Length", "Link", "Allow", "Vary"):
        assert answers["HEAD"].header(name) == answers["GET"].header(name) != ""


def test_an_annotation_is_json_ld_in_the_profile(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    answer = wire.get(place)
    assert (answer.header("Content-Type"), answer.document["id"]) == (JSON_LD, place)
    assert answer.document["@context"] == "http://www.w3.org/ns/anno.jsonld"


def test_an_entity_tag_answers_whether_anything_changed(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    tag = wire.get(place).header("ETag")
    assert wire.get(place, If_None_Match=tag).status == 304
    assert wire.get(place, If_None_Match='"1-0000000000000000"').status == 200


def test_what_never_was_is_not_found(wire: Wire, article: Article) -> None:
    assert wire.get(f"{CONTAINER}nowhere").problem == (404, "not-found")
    assert wire.get(f"{CONTAINER}highlight-99").problem == (404, "not-found")
    assert wire.get(f"{CONTAINER}a/b").problem == (404, "not-found")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (JSON_LD, JSON_LD),
        ("application/ld+json", JSON_LD),
        ("application/json", "application/json"),
        ("text/html, */*;q=0.1", JSON_LD),
        ("application/*", JSON_LD),
        ("application/json, application/ld+json;q=0.5", "application/json"),
        ('application/ld+json; profile="http://iiif.io/api/presentation/3/context.json"', JSON_LD),
    ],
)
def test_the_representation_follows_accept(
    wire: Wire, article: Article, accept: str, media_type: str
) -> None:
    place = wire.made(an_annotation())
    for address in (place, CONTAINER):
        assert wire.get(address, Accept=accept).header("Content-Type") == media_type


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json;q=0", "image/*"])
def test_a_representation_that_there_is_not(wire: Wire, article: Article, accept: str) -> None:
    place = wire.made(an_annotation())
    for address in (place, CONTAINER):
        assert wire.get(address, Accept=accept).problem == (406, "not-acceptable")


def test_methods_that_there_are_not_name_those_that_there_are(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    for method, address, allowed in (
        ("PATCH", place, {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
        ("POST", place, {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}),
        ("DELETE", CONTAINER, {"GET", "HEAD", "OPTIONS", "POST"}),
        ("PUT", CONTAINER, {"GET", "HEAD", "OPTIONS", "POST"}),
        ("POST", f"{CONTAINER}?page=0", {"GET", "HEAD", "OPTIONS"}),
    ):
        answer = wire.ask(method, address, an_annotation())
        assert answer.problem == (405, "method-not-allowed")
        assert answer.listed("Allow") == allowed


# --- The container


def test_the_container_answers_get_head_and_options(wire: Wire, article: Article) -> None:
    wire.made(an_annotation())
    answers = {method: wire.ask(method) for method in ("GET", "HEAD", "OPTIONS")}
    for answer in answers.values():
        assert answer.status in (200, 204)
        assert answer.listed("Allow") == {"GET", "HEAD", "OPTIONS", "POST"}
        assert JSON_LD in answer.header("Accept-Post")
    assert answers["HEAD"].content == b""
    for name in ("ETag", "Content-Type", "Content-Location"):
        assert answers["HEAD"].header(name) == answers["GET"].header(name) != ""


def test_every_answer_of_the_container_says_what_it_is(wire: Wire, article: Article) -> None:
    answers = [
        wire.get(),
        wire.ask("HEAD"),
        wire.ask("OPTIONS"),
        wire.post(an_annotation()),
        wire.post({}),
        wire.ask("POST", body=b"no json"),
        wire.ask("POST", body=b"{}", headers={"Content-Type": "text/turtle"}),
        wire.ask("DELETE"),
        wire.ask("GET", is_known=False),
        wire.get(Accept="text/turtle"),
        wire.get(f"{CONTAINER}?colour=red"),
    ]
    assert [answer.status for answer in answers] == [200, 200, 204, 201, 400, 400, 415, 405, 401, 406, 400]
    for answer in answers:
        assert BASIC in answer.header("Link") and CONSTRAINED in answer.header("Link")
        assert answer.header("ETag").startswith('"')
        assert {"Accept", "Authorization", "Cookie", "Origin"} <= answer.listed("Vary")
        assert answer.listed("Cache-Control") == {"private", "no-cache"}


def test_the_container_is_json_ld_without_being_asked(wire: Wire) -> None:
    answer = wire.get()
    assert answer.header("Content-Type") == JSON_LD
    address = f"{wire.address}{CONTAINER}?iris=0"
    assert answer.document == {
        "@context": ["http://www.w3.org/ns/anno.jsonld", "http://www.w3.org/ns/ldp.jsonld"],
        "id": address,
        "type": ["BasicContainer", "AnnotationCollection"],
        "label": "Annotations in Workbench",
        "total": 0,
    }
    assert answer.header("Content-Location") == address


def test_without_a_preference_the_first_page_holds_descriptions(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    for headers in ({}, {"Prefer": preferring(DESCRIPTIONS)}, {"Prefer": "respond-async, wait=3; x"}):
        answer = wire.get(**headers)
        assert answer.document["first"]["type"] == "AnnotationPage"
        assert [one["id"] for one in answer.document["first"]["items"]] == [place]
        assert answer.document["first"]["items"][0]["body"]["value"] == "Look again."
        assert answer.document["total"] == 1
        assert answer.header("Preference-Applied") == (
            f'return=representation; include="{DESCRIPTIONS}"' if DESCRIPTIONS in str(headers) else ""
        )
        assert "Prefer" in answer.listed("Vary")


def test_who_prefers_iris_gets_iris(wire: Wire, article: Article) -> None:
    place = wire.made(an_annotation())
    answer = wire.get(Prefer=preferring(IRIS))
    collection = f"{wire.address}{CONTAINER}?iris=1"
    assert answer.header("Content-Location") == answer.document["id"] == collection
    assert answer.header("Preference-Applied") == f'return=representation; include="{IRIS}"'
    assert answer.document["first"] == {
        "id": f"{collection}&page=0",
        "type": "AnnotationPage",
        "partOf": {"id": collection, "type": "AnnotationCollection", "total": 1},
        "startIndex": 0,
        "items": [place],
    }
    assert answer.document["last"] == f"{collection}&page=0"


@pytest.mark.parametrize(("also", "number"), [((), 0), ((IRIS,), 1), ((DESCRIPTIONS,), 0)])
def test_a_minimal_container_holds_no_annotations(
    wire: Wire, article: Article, also: tuple[str, ...], number: int
) -> None:
    wire.made(an_annotation())
    answer = wire.get(Prefer=preferring(MINIMAL, *also, "urn:x-unknown"))
    collection = f"{wire.address}{CONTAINER}?iris={number}"
    assert (answer.document["id"], answer.document["first"]) == (collection, f"{collection}&page=0")
    assert "contains" not in answer.document and answer.document["total"] == 1


def test_preferences_that_exclude_each_other_are_not_followed(wire: Wire, article: Article) -> None:
    wire.made(an_annotation())
    answer = wire.get(Prefer=preferring(IRIS, DESCRIPTIONS))
    assert (answer.status, answer.header("Preference-Applied")) == (200, "")
    assert isinstance(answer.document["first"]["items"][0], dict)


# --- Pages


def walked(wire: Wire, first: str) -> list[dict[str, object]]:
    pages, place = [], first
    while place:
        answer = wire.get(place)
        assert (answer.status, answer.header("Content-Type")) == (200, JSON_LD)
        assert answer.document["id"] == place
        pages.append(answer.document)
        place = answer.document.get("next", "")
    return pages


def test_pages_lead_through_the_whole_container(wire: Wire, article: Article) -> None:
    claims = [a_claim(words="ferry", article=article) for _ in range(203)]
    container = wire.get(Prefer=preferring(MINIMAL, IRIS)).document
    pages = walked(wire, container["first"])
    collection = f"{wire.address}{CONTAINER}?iris=1"
    addresses = [f"{collection}&page={number}" for number in range(3)]
    assert [page["id"] for page in pages] == addresses and container["last"] == addresses[-1]
    assert [page.get("prev") for page in pages] == [None, *addresses[:-1]]
    assert [page.get("next") for page in pages] == [*addresses[1:], None]
    assert [page["startIndex"] for page in pages] == [0, 100, 200]
    assert all(
        page["partOf"] == {"id": collection, "type": "AnnotationCollection", "total": 203} for page in pages
    )
    items = [item for page in pages for item in page["items"]]  # type: ignore[attr-defined]
    places = [claim.highlights.get().pk for claim in claims]
    assert items == [f"{wire.address}{CONTAINER}highlight-{pk}" for pk in places]
    whole = walked(wire, f"{wire.address}{CONTAINER}?iris=0&page=0")
    assert [one["id"] for page in whole for one in page["items"]] == items  # type: ignore[attr-defined]


def test_a_page_holds_at_least_one_annotation(wire: Wire, article: Article) -> None:
    assert wire.get(f"{CONTAINER}?iris=1&page=0").problem == (404, "not-found")
    wire.made(an_annotation())
    assert wire.get(f"{CONTAINER}?iris=1&page=0").status == 200
    assert wire.get(f"{CONTAINER}?iris=1&page=1").problem == (404, "not-found")


@pytest.mark.parametrize(
    "query", ["page=-1", "page=x", "iris=2", "article=0", "article=x", "page=9" + "9" * 30, "limit=3"]
)
def test_a_reading_that_makes_no_sense(wire: Wire, query: str) -> None:
    assert wire.get(f"{CONTAINER}?{query}").status == 400


def test_one_article_is_a_reading_of_its_own(wire: Wire, article: Article) -> None:
    wire.made(an_annotation("28 crossings"))
    a_claim(words="boats")
    assert wire.get().document["total"] == 2
    answer = wire.get(f"{CONTAINER}?article={article.pk}", Prefer=preferring(MINIMAL))
    collection = f"{wire.address}{CONTAINER}?article={article.pk}&iris=0"
    assert (answer.document["id"], answer.document["total"], answer.document["first"]) == (
        collection,
        1,
        f"{collection}&page=0",
    )
