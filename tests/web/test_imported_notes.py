"""What other tools said about a claim, on its page."""

from typing import Any

import pytest
from django.test import Client

from annotations.actions.annotations import create_annotation, delete_annotation
from annotations.models import Annotation
from tests.factories import a_person, an_article

pytestmark = pytest.mark.django_db


def an_imported_claim(**given: Any) -> Annotation:
    an_article(text="The ferry stopped.", url="https://harbour.example/ferry")
    document = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "id": "https://notes.example/7",
        "creator": {"type": "Person", "name": "Ada"},
        "created": "2026-05-04T10:00:00Z",
        "body": [
            {"type": "TextualBody", "value": "Says <b>who</b>?"},
            {"type": "TextualBody", "value": "figure", "purpose": "tagging"},
        ],
        "target": {
            "source": "https://harbour.example/ferry",
            "selector": {"type": "TextQuoteSelector", "exact": "ferry stopped"},
        },
        **given,
    }
    return create_annotation(document=document, actor=a_person()).annotation


def page_of(annotation: Annotation) -> str:
    client = Client()
    client.force_login(a_person(), backend="annotations.queries.sessions.PersonBackend")
    return str(client.get(f"/claims/{annotation.claim_id}/").content.decode())


def test_an_imported_note_stands_on_the_claims_page() -> None:
    shown = page_of(an_imported_claim())
    for words in (
        "Imported note",
        "Says &lt;b&gt;who&lt;/b&gt;?",
        "figure",
        "Ada",
        'href="https://notes.example/7"',
    ):
        assert words in shown


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_out_of_the_calendar_is_not_shown(moment: str) -> None:
    shown = page_of(an_imported_claim(created=moment))
    assert "Imported note" in shown and "0001" not in shown and "9999" not in shown


def test_only_addresses_of_the_web_become_links() -> None:
    assert "javascript:" not in page_of(an_imported_claim(id="javascript:alert(1)"))


def test_a_deleted_annotation_is_not_shown() -> None:
    annotation = an_imported_claim()
    delete_annotation(name=annotation.name, actor=annotation.made_by)
    assert "Imported note" not in page_of(annotation)
