"""The pages that tell what rests on a publisher, a source or a capture."""

import csv
from io import StringIO
from typing import Any

import pytest

from annotations.actions.sources import derive_source
from annotations.models import Claim
from tests.factories import a_claim, a_source, an_article, some_evidence, the_administrator
from tests.register import many_claims_on
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def test_the_counts_come_first_and_each_leads_to_its_list() -> None:
    origin, wire = a_source(title="The statement"), a_source(title="The wire")
    derive_source(source_id=wire.pk, origin_id=origin.pk, kind="quotes", actor=the_administrator())
    claim = a_claim(words="Two boats", article=an_article(headline="Boats in May"))
    some_evidence(claim=claim, source=wire)
    client = visitor()
    page = client.get(f"/sources/{origin.pk}/rests/")
    words = words_of(page)
    assert "1 claim in all" in words and "1 by derivation" in words and "1 article" in words
    assert "It links a passage of “The wire”, which quotes “The statement”." in words
    for one in page.context["sums"]:
        assert client.get(f"/sources/{origin.pk}/rests/{one['address']}").status_code == 200
    assert "Boats in May" in words_of(client.get(f"/sources/{origin.pk}/rests/?list=articles"))
    assert "Nothing rests on it" in words_of(client.get(f"/sources/{a_source().pk}/rests/"))


@pytest.mark.parametrize("noun", ["publishers", "sources", "captures"])
def test_each_of_the_three_has_its_page(noun: str) -> None:
    link = some_evidence()
    ids = {
        "publishers": link.source.publisher_id,
        "sources": link.source_id,
        "captures": link.capture_id,
    }
    page = visitor().get(f"/{noun}/{ids[noun]}/rests/")
    assert [row.claim.id for row in page.context["found"].rows] == [link.claim_id]
    assert visitor().get(f"/{noun}/999999/rests/").status_code == 404


def test_the_list_is_filtered_and_paged_by_fifty() -> None:
    source = a_source()
    claims = many_claims_on(source, 51)
    Claim.objects.filter(pk=claims[0].pk).update(status="REFUTED")
    client, address = visitor(), f"/sources/{source.pk}/rests/"
    assert len(client.get(address).context["found"].rows) == 50
    assert len(client.get(f"{address}?page=2").context["found"].rows) == 1
    refuted = client.get(f"{address}?status=REFUTED").context["found"].rows
    assert [row.claim.id for row in refuted] == [claims[0].pk]
    assert client.get(f"{address}?signed=yes").context["found"].rows == []
    for wrong in ("status=TRUE", "way=luck", "list=people"):
        assert client.get(f"{address}?{wrong}").status_code in (404, 422)


def test_the_claims_are_downloaded_as_a_table_that_no_spreadsheet_runs() -> None:
    source = a_source()
    claim = a_claim(text="=SUM(A1) boats sank.")
    some_evidence(claim=claim, source=source)
    claim.refresh_from_db()
    answer: Any = visitor().get(f"/sources/{source.pk}/rests/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["claim", "address", "text", "status", "state", "ways"],
        [
            str(claim.pk),
            f"http://testserver/claims/{claim.pk}/",
            "'=SUM(A1) boats sank.",
            "NOT_ENOUGH_EVIDENCE",
            claim.state,
            "direct",
        ],
    ]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="claims-resting-on-source-{source.pk}.csv"'
    )


@pytest.mark.parametrize("claims", [1, 30])
def test_the_page_costs_the_same_however_much_rests_on_it(
    claims: int, django_assert_num_queries: Any
) -> None:
    source, client = a_source(), visitor()
    many_claims_on(source, claims)
    client.get("/sources/")
    with django_assert_num_queries(21):
        client.get(f"/sources/{source.pk}/rests/")
