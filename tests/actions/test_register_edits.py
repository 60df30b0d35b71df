"""Many rows of the register changed at once, each with its own history, and taken back."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.publishers import grade_publisher
from annotations.actions.register_edits import edit_together, undo_edits
from annotations.actions.sources import edit_source
from annotations.domain.errors import Invalid, NotAllowed
from annotations.domain.vocabulary import Role
from annotations.models import Event, Publisher, Source
from annotations.queries.register_edits import MOST_AT_ONCE, SharedEdit
from tests.factories import a_person, a_publisher, a_source, the_administrator
from tests.register import a_claim_on, changed_inputs

pytestmark = pytest.mark.django_db


def kept(model: Any, *names: str) -> list[tuple[Any, ...]]:
    return list(model.objects.order_by("pk").values_list(*names))


def test_every_row_is_changed_once_and_tells_it_in_its_own_history() -> None:
    actor = a_person()
    sources = [a_source(tags=["old", "both"]), a_source(tags=["new"], kind="page", language="de"), a_source()]
    edit = SharedEdit(add_tags=("New",), remove_tags=("old",), kind="page", language="de")
    events = edit_together(noun="sources", ids=[source.pk for source in sources], edit=edit, actor=actor)
    assert kept(Source, "tags", "kind", "language", "version") == [
        (["both", "new"], "page", "de", 2),
        (["new"], "page", "de", 1),
        (["new"], "page", "de", 2),
    ]
    assert [(event.stream, event.verb, event.actor, event.before, event.after) for event in events] == [
        (
            f"source:{sources[0].pk}",
            "source.edited",
            actor,
            {"tags": ["both", "old"], "kind": "report", "language": "und"},
            {"tags": ["both", "new"], "kind": "page", "language": "de"},
        ),
        (
            f"source:{sources[2].pk}",
            "source.edited",
            actor,
            {"tags": [], "kind": "report", "language": "und"},
            {"tags": ["new"], "kind": "page", "language": "de"},
        ),
    ]


def test_it_is_taken_back_but_not_what_somebody_changed_since() -> None:
    actor, first, second = a_person(), a_source(tags=["old"]), a_source()
    edit = SharedEdit(add_tags=("new",))
    events = edit_together(noun="sources", ids=[first.pk, second.pk], edit=edit, actor=actor)
    ids = [event.pk for event in events]
    edit_source(source_id=second.pk, values={"tags": ["other"]}, actor=a_person())
    assert undo_edits(noun="sources", event_ids=ids, actor=a_person()) == []
    undone = undo_edits(noun="sources", event_ids=ids, actor=actor)
    assert [(event.stream, event.after) for event in undone] == [(f"source:{first.pk}", {"tags": ["old"]})]
    assert kept(Source, "tags") == [(["old"],), (["other"],)]
    assert undo_edits(noun="sources", event_ids=ids, actor=actor) == []


def test_another_kind_of_publisher_is_another_default_grade_for_its_claims() -> None:
    changed, graded, same = (a_publisher(kind="unknown") for _ in range(3))
    grade_publisher(publisher_id=graded.pk, grade="B", reason="Held.", actor=the_administrator())
    claims = [a_claim_on(a_source(publisher=publisher)) for publisher in (changed, same)]
    edit = SharedEdit(kind="wire", language="hy")
    edit_together(noun="publishers", ids=[changed.pk, graded.pk], edit=edit, actor=the_administrator())
    assert changed_inputs(*claims) == [True, False]
    assert kept(Publisher, "kind", "languages") == [("wire", ["hy"]), ("wire", ["hy"]), ("unknown", [])]


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (SharedEdit(), "nothing-to-change"),
        (SharedEdit(add_tags=(" ",)), "nothing-to-change"),
        (SharedEdit(kind="novel"), "unknown-kind"),
        (SharedEdit(language="English!"), "invalid"),
        (SharedEdit(add_tags=("a,b",)), "tags-unusable"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(edit: SharedEdit, rule: str) -> None:
    source = a_source(tags=["old"])
    with pytest.raises(Invalid) as refused:
        edit_together(noun="sources", ids=[source.pk], edit=edit, actor=a_person())
    assert (refused.value.rule, kept(Source, "tags", "version")) == (rule, [(["old"], 1)])


def test_too_many_rows_and_too_many_tags_are_refused() -> None:
    source = a_source(tags=[f"tag {number}" for number in range(20)])
    attempts = [range(1, MOST_AT_ONCE + 2), [source.pk]]
    rules = []
    for ids in attempts:
        with pytest.raises(Invalid) as refused:
            edit_together(noun="sources", ids=ids, edit=SharedEdit(add_tags=("new",)), actor=a_person())
        rules.append(refused.value.rule)
    assert rules == ["too-many-rows", "tags-unusable"]


def test_what_was_merged_into_another_stays_as_it_was() -> None:
    source, merged = a_source(), a_source()
    Source.objects.filter(pk=merged.pk).update(merged_into=source)
    events = edit_together(
        noun="sources", ids=[source.pk, merged.pk], edit=SharedEdit(add_tags=("new",)), actor=a_person()
    )
    assert ([event.subject_id for event in events], kept(Source, "tags")) == (
        [source.pk],
        [(["new"],), ([],)],
    )


def test_publishers_are_for_administrators_and_nothing_is_for_readers() -> None:
    edit, office, source = SharedEdit(add_tags=("new",)), a_publisher(), a_source()
    for noun, row, role in (("publishers", office, Role.EDITOR), ("sources", source, Role.READER)):
        with pytest.raises(NotAllowed):
            edit_together(noun=noun, ids=[row.pk], edit=edit, actor=a_person(role=role))
    assert not Event.objects.filter(verb__endswith=".edited").exists()


def test_a_hundred_rows_cost_what_one_costs() -> None:
    actor, sources = a_person(), [a_source() for _ in range(30)]

    def statements(ids: list[int], tag: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            edit_together(noun="sources", ids=ids, edit=SharedEdit(add_tags=(tag,)), actor=actor)
        return len(asked)

    ids = [source.pk for source in sources]
    assert (statements(ids[:1], "one"), statements(ids, "many")) == (7, 7)


def test_only_what_many_rows_may_be_given_is_taken_back() -> None:
    source = a_source(published_on=date(2024, 1, 1))
    actor = the_administrator()
    edit_source(source_id=source.pk, values={"published_on": date(2024, 5, 1)}, actor=actor)
    event = Event.objects.get(verb="source.edited")
    assert undo_edits(noun="sources", event_ids=[event.pk], actor=actor) == []
    source.refresh_from_db()
    assert source.published_on == date(2024, 5, 1)
