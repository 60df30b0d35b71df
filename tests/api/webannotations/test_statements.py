"""What the container costs the database: the same for one annotation of each kind and for thousands."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions.annotations import create_annotation
from annotations.models import Annotation, Article, Claim, Highlight, User
from tests.api.webannotations.wire import PAGE, TEXT, an_annotation
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, a_person, a_token, an_article, some_evidence

pytestmark = pytest.mark.django_db

IRIS = {"Prefer": 'return=representation; include="http://www.w3.org/ns/oa#PreferContainedIRIs"'}


def program() -> Client:
    client = Client(headers={"Authorization": f"Bearer {a_token()[1]}"})
    # The use of a token is noted once a minute.
    client.get("/annotations/")
    return client


def statements(client: Client, address: str = "/annotations/", **given: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, **given)
    assert answer.status_code == 200
    return len(captured)


def one_of_each() -> Article:
    article = an_article(text=TEXT, url=PAGE)
    create_annotation(document=an_annotation(), actor=a_person())
    a_signed_claim(words="28 crossings", article=article)
    return article


def many(article: Article, person: User, count: int) -> None:
    """Rows as the actions would leave them, without the hours it would take."""
    revision = article.revisions.get()
    claims = Claim.objects.bulk_create(
        Claim(text=f"Claim {n}.", type="event", created_by=person) for n in range(count)
    )
    Highlight.objects.bulk_create(
        Highlight(
            claim=claim,
            revision=revision,
            start=4,
            end=9,
            exact="ferry",
            block="b0",
            block_offset=4,
            made_by=person,
        )
        for claim in claims
    )
    Annotation.objects.bulk_create(
        Annotation(
            name=f"sent-{n}",
            document=an_annotation(note=n),
            fingerprint=f"{n:064}",
            article=article,
            outcome="kept",
            made_by=person,
        )
        for n in range(count)
    )


def test_a_page_costs_nine_statements_however_full() -> None:
    article, client = one_of_each(), program()
    counts = [statements(client), statements(client, headers=IRIS)]
    for number in range(30):
        create_annotation(document=an_annotation(note=number), actor=a_person())
        some_evidence(claim=a_claim(words="ferry", article=article))
    assert [statements(client), statements(client, headers=IRIS)] == counts == [9, 4]


def test_one_annotation_costs_few_statements() -> None:
    article, client = one_of_each(), program()
    claim = a_claim(words="ferry", article=article)
    evidence = some_evidence(claim=claim)
    name = Annotation.objects.get().name
    counts = {
        address: statements(client, f"/annotations/{address}")
        for address in (name, f"highlight-{claim.highlights.get().pk}", f"evidence-{evidence.pk}")
    }
    assert list(counts.values()) == [3, 4, 6]


def test_pages_of_a_thousand_annotations_cost_no_more() -> None:
    article, client = one_of_each(), program()
    many(article, a_person(), 500)
    addresses = ("?iris=0", "?iris=0&page=5", "?iris=1&page=9", f"?article={article.pk}&iris=0&page=9")
    assert [statements(client, f"/annotations/{address}") for address in addresses] == [9, 6, 4, 4]
