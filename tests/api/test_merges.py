"""Merging through the API, and what a program is told of what was merged away."""

from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import Publisher, Source
from tests.api.calling import Program, made, problem_of
from tests.factories import a_publisher, a_source, some_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Program:
    return Program(role=Role.ADMINISTRATOR)


def merged(program: Program, kept: Source, absorbed: Source) -> dict[str, Any]:
    body = {"kept_id": kept.pk, "absorbed_id": absorbed.pk, "reason": "One report."}
    return made(program.post("source-merges", body))


def test_two_sources_become_one_and_two_again(administrator: Program) -> None:
    kept, absorbed = a_source(), a_source()
    link = some_evidence(source=absorbed)
    merge = merged(administrator, kept, absorbed)
    assert (merge["kept_id"], merge["absorbed_id"], merge["undone_at"]) == (kept.pk, absorbed.pk, None)
    assert made(administrator.get(f"evidence/{link.pk}"), 200)["source_id"] == kept.pk
    assert made(administrator.get(f"sources/{absorbed.pk}"), 200)["merged_into_id"] == kept.pk
    listed = made(administrator.get("source-merges", kept=kept.pk, is_undone="false"), 200)["results"]
    assert [one["id"] for one in listed] == [merge["id"]]
    undone = made(administrator.post(f"source-merges/{merge['id']}/undo", {"reason": "Two."}), 200)
    assert undone["undone_at"] is not None
    assert made(administrator.get(f"evidence/{link.pk}"), 200)["source_id"] == absorbed.pk
    again = administrator.post(f"source-merges/{merge['id']}/undo")
    assert problem_of(again) == (409, "unmerged-already", None)


def test_two_publishers_become_one_and_two_again(administrator: Program) -> None:
    kept, absorbed = a_publisher(), a_publisher()
    body = {"kept_id": kept.pk, "absorbed_id": absorbed.pk, "reason": "One paper."}
    merge = made(administrator.post("publisher-merges", body))
    assert [one["id"] for one in made(administrator.get("publishers"), 200)["results"]] == [kept.pk]
    assert made(administrator.get(f"publisher-merges/{merge['id']}"), 200) == merge
    made(administrator.post(f"publisher-merges/{merge['id']}/undo"), 200)
    assert Publisher.objects.filter(merged_into=None).count() == 2


def test_what_was_merged_away_is_changed_by_nobody(administrator: Program) -> None:
    kept, absorbed, other = a_source(), a_source(), a_source()
    merged(administrator, kept, absorbed)
    tag = administrator.get(f"sources/{absorbed.pk}")["ETag"]
    outlets = [a_publisher(), a_publisher()]
    body = {"kept_id": outlets[0].pk, "absorbed_id": outlets[1].pk, "reason": "One paper."}
    made(administrator.post("publisher-merges", body))
    at, gone = f"sources/{absorbed.pk}", outlets[1].pk
    outlet_tag = administrator.get(f"publishers/{gone}")["ETag"]
    relation = {"second_id": other.pk, "kind": "same_work", "reason": "x"}
    refusals = [
        administrator.patch(at, {"note": "x"}, headers={"If-Match": tag}),
        administrator.post(f"{at}/state", {"state": "retracted", "reason": "x"}),
        administrator.post(f"{at}/derivations", {"origin_id": other.pk, "kind": "cites"}),
        administrator.post(f"sources/{other.pk}/derivations", {"origin_id": absorbed.pk, "kind": "cites"}),
        administrator.post(f"{at}/relations", relation),
        administrator.post("captures", {"source_id": absorbed.pk, "text": "Words."}),
        administrator.post(f"{at}/protect", {"reason": "x"}),
        administrator.patch(f"publishers/{gone}", {"note": "x"}, headers={"If-Match": outlet_tag}),
        administrator.post(f"publishers/{gone}/grades", {"grade": "A", "reason": "x"}),
        administrator.post(
            f"publishers/{gone}/relations",
            {"second_id": other.publisher_id, "kind": "independent", "reason": "x"},
        ),
        administrator.post("sources", {"publisher_id": gone, "title": "x"}),
        administrator.post("publishers", {"name": "x", "kind": "newspaper", "owner_id": gone}),
    ]
    assert [answer.json()["rule"] for answer in refusals] == ["merged-away"] * 12
    assert [answer.json()["id"] for answer in refusals] == [kept.pk] * 7 + [outlets[0].pk] * 5
