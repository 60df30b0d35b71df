"""One annotation for each section of the Web Annotation Data Model that shows a shape of its own.

They are about a harbour and its ferry, and always there; the recommendation's own examples are not.
"""

from typing import Any

from tests.domain.webannotations.documents import PAGE, expression, position, quote

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def _of(section: str, **properties: Any) -> dict[str, Any]:
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": f"https://notes.example/{section.replace(' ', '-')}",
        "type": "Annotation",
        "target": PAGE,
        **properties,
    }


def _part(section: str, selector: Any, **properties: Any) -> dict[str, Any]:
    return _of(section, target={"source": PAGE, "selector": selector, **properties})


def _text(value: str, **properties: Any) -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, **properties}


_CLERK = {
    "id": "https://people.example/clerk",
    "type": "Person",
    "name": "Harbour clerk",
    "nickname": "clerk",
    "email_sha1": "0" * 40,
    "homepage": "https://people.example/clerk/home",
}
_TIMETABLE = "https://harbour.example/timetable.csv"
_MAP = "https://harbour.example/map.png"
_DOCUMENTS = (
    _of("3.1 annotations", body="https://replies.example/1"),
    _of(
        "3.2.2 classes and formats",
        body={
            "id": "https://recordings.example/horn.ogg",
            "type": "Sound",
            "format": "audio/ogg",
            "language": ["fr", "en"],
            "processingLanguage": "fr",
            "textDirection": "ltr",
        },
        target={"id": _MAP, "type": "Image", "format": "image/png"},
    ),
    _of("3.2.3 segments", target=f"{_MAP}#xywh=10,20,30,40", body=f"{_TIMETABLE}#row=4"),
    _of("3.2.4 embedded text", body=_text("<p>Ask the crew.</p>", format="text/html", language="en")),
    _of("3.2.5 string body", bodyValue="Ask the crew."),
    _of("3.2.6 cardinality", body=[], target=[PAGE, _MAP]),
    _of(
        "3.2.7 choice",
        body={"type": "Choice", "items": [_text("Late", language="en"), _text("En retard", language="fr")]},
        target={"type": "Choice", "items": [PAGE, "https://mirror.example/harbour"]},
    ),
    _of(
        "3.3.1 lifecycle",
        creator=_CLERK,
        created="2024-02-29T23:59:60Z",
        generator={"id": "https://tools.example/4", "type": "Software", "name": "Notebook"},
        generated="2024-03-01T00:00:10Z",
        modified="2024-03-01T08:00:00+01:00",
        body=_text("Ten past.", creator=_CLERK["id"], created="2024-02-29T20:00:00Z"),
    ),
    _of("3.3.2 agents", creator=[_CLERK, {"type": "Organization", "name": "The harbour office"}]),
    _of(
        "3.3.3 audience",
        audience={
            "id": "https://schools.example/crew",
            "type": "schema:EducationalAudience",
            "schema:educationalRole": "pupil",
        },
    ),
    _of(
        "3.3.4 accessibility",
        target={
            "id": "https://recordings.example/trip.webm",
            "type": "Video",
            "accessibility": ["captions", "signLanguage"],
        },
    ),
    _of(
        "3.3.5 motivation and purpose",
        motivation=["questioning", "oa:tagging"],
        body=[_text("Who counted?", purpose="questioning"), _text("figure", purpose="tagging")],
    ),
    _of(
        "3.3.6 rights",
        rights="https://licences.example/free",
        body={"id": "https://replies.example/2", "rights": "https://licences.example/ask"},
    ),
    _of(
        "3.3.7 other identities",
        canonical="urn:uuid:4f9c2b1e-7a55-4d0e-9d2b-1f3c5a7b9d10",
        via=["https://archive.example/a", "https://archive.example/b"],
    ),
    _of(
        "4.1 specific resources",
        body={"type": "SpecificResource", "source": "https://places.example/quay", "purpose": "identifying"},
    ),
    _part(
        "4.2.1 fragment selector",
        expression("Fragment", "t=3,9", conformsTo="http://www.w3.org/TR/media-frags/"),
    ),
    _part("4.2.2 css selector", expression("Css", "main > p.lead")),
    _part("4.2.3 xpath selector", expression("XPath", "/html/body/main/p[2]")),
    _part("4.2.4 text quote selector", quote("28 crossings", "made ", " on")),
    _part("4.2.5 text position selector", position(15, 27)),
    _part("4.2.6 data position selector", {"type": "DataPositionSelector", "start": 64, "end": 128}),
    _part("4.2.7 svg selector", {"type": "SvgSelector", "value": "<svg><circle r='4'/></svg>"}),
    _part(
        "4.2.8 range selector",
        {
            "type": "RangeSelector",
            "startSelector": expression("XPath", "//td[1]"),
            "endSelector": expression("XPath", "//td[3]"),
        },
    ),
    _part(
        "4.2.9 refinement",
        expression("Fragment", "lead", refinedBy=quote("28", suffix=" crossings")),
    ),
    _of(
        "4.3.1 time state",
        target={
            "source": PAGE,
            "state": {
                "type": "TimeState",
                "sourceDateStart": "2024-03-01T00:00:00Z",
                "sourceDateEnd": "2024-03-02T00:00:00Z",
                "cached": "https://archive.example/harbour",
            },
        },
    ),
    _of(
        "4.3.2 request header state",
        target={"source": PAGE, "state": {"type": "HttpRequestState", "value": "Accept: application/pdf"}},
    ),
    _of(
        "4.3.3 refinement of states",
        target={
            "source": PAGE,
            "state": {
                "type": "TimeState",
                "sourceDate": "2024-03-01T12:00:00Z",
                "refinedBy": {
                    "type": "HttpRequestState",
                    "value": "Accept: application/pdf",
                    "refinedBy": expression("Fragment", "page=2"),
                },
            },
        },
    ),
    _of(
        "4.4 styles",
        stylesheet={"type": "CssStylesheet", "value": ".wrong { color: teal }"},
        target={"source": PAGE, "styleClass": "wrong"},
    ),
    _of(
        "4.5 rendering",
        target={"source": PAGE, "renderedVia": {"id": "https://tools.example/view", "type": "Software"}},
    ),
    _of("4.6 scope", target={"source": _MAP, "scope": PAGE}),
    _of(
        "a composite",
        body={"type": "Composite", "items": ["https://replies.example/3", "https://replies.example/4"]},
        target={"type": "List", "items": [{"source": PAGE, "selector": quote("28 crossings")}, _MAP]},
    ),
    _of("independents", target={"type": "Independents", "items": [PAGE, _MAP]}),
)
OF_EACH_SECTION: dict[str, dict[str, Any]] = {
    document["id"].rpartition("/")[2]: document for document in _DOCUMENTS
}
