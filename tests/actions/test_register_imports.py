"""Files of publishers and sources: tried, then carried out, row by row."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from annotations.actions import register_imports
from annotations.actions.publishers import edit_publisher, grade_publisher, register_publisher
from annotations.actions.register_imports import (
    carry_out_import,
    request_register_import,
    run_register_import,
    sweep_register_imports,
)
from annotations.actions.sources import register_source
from annotations.domain.errors import Invalid, NotAllowed
from annotations.domain.tables import csv_lines
from annotations.domain.vocabulary import Role
from annotations.models import Event, Publisher, RegisterImport, RegisterImportRow, Source, User
from annotations.queries.register_exports import exported_columns, exported_rows
from annotations.queries.register_imports import refused_columns, refused_rows, report_rows
from tests.factories import a_person, a_publisher, a_source, the_administrator

pytestmark = pytest.mark.django_db


def asked(noun: str, content: str | bytes, actor: User | None = None) -> RegisterImport:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return request_register_import(
        noun=noun, stream=stream, file_name="list.csv", actor=actor or the_administrator()
    )


def tried(noun: str, content: str | bytes) -> RegisterImport:
    found = run_register_import(import_id=asked(noun, content).pk)
    assert found is not None
    return found


def read(noun: str, content: str | bytes) -> RegisterImport:
    row = tried(noun, content)
    carry_out_import(import_id=row.pk, actor=the_administrator())
    found = run_register_import(import_id=row.pk)
    assert found is not None
    return found


def outcomes(row: RegisterImport) -> list[tuple[Any, ...]]:
    return list(row.rows.order_by("number").values_list("outcome", "field", "rule"))


SOURCES = (
    "title,publisher,url,published_on,kind,doi,isbn,tags,is_anonymous,note\n"
    "Log of March,Harbour Office,HTTPS://Harbour.example/log?utm_source=x,2024-03-31,Record,"
    'https://doi.org/10.1000/A,3-16-148410-X,"Ferry, harbour",no,"Two\nlines"\n'
)


def test_a_dry_run_changes_nothing_and_the_real_one_does_what_it_said() -> None:
    office = a_publisher(name="Harbour Office")
    row = tried("sources", SOURCES)
    assert (row.state, row.dry_run, row.counts, Source.objects.count()) == ("done", True, {"new": 1}, 0)
    carry_out_import(import_id=row.pk, actor=the_administrator())
    run_register_import(import_id=row.pk)
    row.refresh_from_db()
    source = Source.objects.get()
    assert (row.state, row.dry_run, row.counts, row.rows.get().source) == ("done", False, {"new": 1}, source)
    kept = {name: getattr(source, name) for name in (*READ_PLAINLY, "publisher", "identifiers", "tags")}
    assert kept == {
        "title": "Log of March",
        "url": "HTTPS://Harbour.example/log?utm_source=x",
        "canonical_url": "https://harbour.example/log",
        "published_on": date(2024, 3, 31),
        "kind": "record",
        "is_anonymous": False,
        "note": "Two\nlines",
        "publisher": office,
        "identifiers": {"doi": "10.1000/a", "isbn": "9783161484100"},
        "tags": ["ferry", "harbour"],
    }


READ_PLAINLY = ("title", "url", "canonical_url", "published_on", "kind", "is_anonymous", "note")


def test_the_same_file_again_changes_nothing() -> None:
    a_publisher(name="Harbour Office")
    read("sources", SOURCES)
    events = Event.objects.filter(verb__startswith="source.").count()
    again = read("sources", SOURCES)
    assert (again.counts, Source.objects.count()) == ({"known": 1}, 1)
    assert Event.objects.filter(verb__startswith="source.").count() == events


def test_what_stands_in_a_row_is_corrected_and_what_has_no_column_stays() -> None:
    source = a_source(
        title="Log",
        identifiers={"doi": "10.1000/1", "notice": "7"},
        tags=["old"],
        note="Kept.",
        language="de",
    )
    row = read("sources", f"id,title,isbn,tags\n{source.pk},Log of March,9783161484100,new\n")
    source.refresh_from_db()
    assert (row.counts, row.rows.get().message) == ({"changed": 1}, "identifiers, tags, title.")
    assert (source.title, source.identifiers, source.tags, source.note, source.language) == (
        "Log of March",
        {"doi": "10.1000/1", "isbn": "9783161484100", "notice": "7"},
        ["new"],
        "Kept.",
        "de",
    )


def test_rows_are_known_by_id_by_address_and_by_identifier() -> None:
    office = a_publisher(name="Office")
    a_source(publisher=office, url="https://a.example/1", title="A")
    a_source(publisher=office, identifiers={"doi": "10.1000/1"}, title="B")
    content = (
        "title,url,doi,publisher\n"
        "A,http://A.example:80/1,,Office\n"
        "A,https://a.example/1#top,,Office\n"
        "B,,doi:10.1000/1,office\n"
    )
    row = tried("sources", content)
    told = list(row.rows.order_by("number").values_list("outcome", "message"))
    assert told == [("new", ""), ("changed", "url."), ("known", "")]


REFUSED = [
    ("title,publisher\n,Office\n", ("title", "required")),
    ("title\nLog\n", ("publisher", "required")),
    ("title,publisher\nLog,Nobody\n", ("publisher", "unknown-publisher")),
    ("title,publisher\nLog,Twice\n", ("publisher", "several-publishers")),
    ("title,publisher_id\nLog,999999\n", ("publisher_id", "unknown-publisher")),
    ("title,publisher_id\nLog,x\n", ("publisher_id", "invalid")),
    ("id,title\n999999,Log\n", ("id", "unknown-id")),
    ("title,publisher,url\nLog,Office,javascript:alert(1)\n", ("url", "url-scheme")),
    ("title,publisher,url\nLog,Office,harbour\n", ("url", "url-scheme")),
    ("title,publisher,published_on\nLog,Office,31.3.2024\n", ("published_on", "invalid")),
    ("title,publisher,kind\nLog,Office,novel\n", ("kind", "unknown-kind")),
    ("title,publisher,isbn\nLog,Office,9783161484101\n", ("isbn", "isbn-check-digit")),
    ("title,publisher,other_identifiers\nLog,Office,what\n", ("other_identifiers", "identifier-unclear")),
    ("title,publisher,is_anonymous\nLog,Office,perhaps\n", ("is_anonymous", "invalid")),
    ("title,publisher,language\nLog,Office,???\n", ("language", "invalid")),
    ("title,publisher,tags\nLog,Office," + "x" * 51 + "\n", ("tags", "tags-unusable")),
    ("title,publisher\nLog,Office,more,cells\n", ("", "row-too-long")),
    ("title,publisher\n" + "x" * 501 + ",Office\n", ("title", "too-long")),
    (f"title,publisher,note\nLog,Office,{'x' * 131_073}\n", ("note", "cell-too-long")),
    ("title,publisher_id\nLog,{merged}\n", ("publisher_id", "merged-away")),
    ("title,publisher_id\nLog,{masked}\n", ("publisher_id", "protected")),
]


@pytest.mark.parametrize(("content", "because"), REFUSED)
def test_what_is_wrong_with_a_row_is_told_by_field_and_rule(content: str, because: tuple[str, str]) -> None:
    office, *_ = [
        a_publisher(name=name, country=country)
        for name, country in (("Office", ""), ("Twice", "DE"), ("Twice", "FR"))
    ]
    merged, masked = a_publisher(name="Old"), a_publisher(name="Mask")
    Publisher.objects.filter(pk=merged.pk).update(merged_into=office)
    Publisher.objects.filter(pk=masked.pk).update(is_protected=True)
    content = content.replace("{merged}", str(merged.pk)).replace("{masked}", str(masked.pk))
    assert outcomes(tried("sources", content)) == [("refused", *because)]
    row = read("sources", content)
    assert outcomes(row) == [("refused", *because)]
    assert (row.rows.get().message != "", Source.objects.count()) == (True, 0)


def test_what_cannot_be_one_row_is_refused() -> None:
    office = a_publisher(name="Office")
    first = a_source(publisher=office, url="https://a.example/1")
    second = a_source(publisher=office, identifiers={"doi": "10.1000/1"})
    merged, protected = a_source(url="https://a.example/3"), a_source(url="https://a.example/4")
    Source.objects.filter(pk=merged.pk).update(merged_into=first)
    Source.objects.filter(pk=protected.pk).update(is_protected=True)
    content = (
        "id,title,publisher,publisher_id,url,doi\n"
        f",Both,Office,,https://a.example/1,10.1000/1\n"
        f"{second.pk},Other,Post,{office.pk},,10.1000/9\n"
        f",Merged,Office,,https://a.example/3,\n"
        f"{protected.pk},Known,Office,,,\n"
        f",New,Office,,https://a.example/5,\n"
        f",Again,Office,,http://a.example/6,10.1000/7\n"
        f",Again,Office,,,10.1000/7\n"
    )
    assert outcomes(tried("sources", content)) == [
        ("refused", "", "fits-several"),
        ("refused", "publisher", "publisher-differs"),
        ("refused", "", "merged-away"),
        ("refused", "", "is-protected"),
        ("new", "", ""),
        ("new", "", ""),
        ("refused", "", "row-repeats-another"),
    ]


def test_of_a_cell_that_is_too_long_the_column_and_the_limit_are_told() -> None:
    office = a_publisher(name="Office")
    longest = "x" * 131_072
    content = f"title,publisher,note,colour\nLog,Office,{longest},{longest}y\nPlan,Office,{longest}y,\n"
    row = read("sources", content)
    assert list(row.rows.order_by("number").values_list("outcome", "field", "rule", "message")) == [
        ("new", "", "", ""),
        (
            "refused",
            "note",
            "cell-too-long",
            "This cell has more than 131,072 characters. Shorten it.",
        ),
    ]
    assert (office.sources.get().note, row.state) == (longest, "done")


def test_what_is_registered_by_a_file_is_what_is_registered_by_hand() -> None:
    office = a_publisher(name="Office")
    read("sources", f"title,publisher,url,doi\nLog,Office,https://a.example/1?utm_source=x,10.1000/1\n{BARE}")
    read("publishers", "name,wikidata_id\nHarbour Post,q42\n")
    imported = told_of(Source), told_of(Publisher, name="Harbour Post")
    RegisterImport.objects.all().delete()
    Source.objects.all().delete()
    Publisher.objects.filter(name="Harbour Post").delete()
    by_hand: Any = {"publisher_id": office.pk, "actor": the_administrator()}
    register_source(
        title="Log", url="https://a.example/1?utm_source=x", identifiers={"doi": "10.1000/1"}, **by_hand
    )
    register_source(title="Plan", **by_hand)
    register_publisher(name="Harbour Post", kind="unknown", wikidata_id="q42", actor=the_administrator())
    assert (told_of(Source), told_of(Publisher, name="Harbour Post")) == imported


BARE = "Plan,Office,,\n"


def told_of(model: Any, **criteria: Any) -> list[Any]:
    """Rows and their latest events without what differs from one moment to the next."""
    rows = list(model.objects.filter(**criteria).order_by("pk"))
    events = [
        Event.objects.filter(subject_type=model.__name__.lower(), subject_id=row.pk).get() for row in rows
    ]
    passing = ("id", "registered_at")
    return [
        (
            {
                name: value
                for name, value in model.objects.values().get(pk=row.pk).items()
                if name not in passing
            },
            (event.verb, event.actor, event.before, event.after, event.note, event.position),
        )
        for row, event in zip(rows, events, strict=True)
    ]


@pytest.mark.parametrize(
    "brought",
    [{"url": "https://a.example/1"}, {"identifiers": {"doi": "10.1000/1"}}],
)
def test_what_somebody_registers_between_look_and_deed_is_refused_alone(
    brought: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = a_publisher(name="Office")
    row = tried(
        "sources", "title,publisher,url,doi\nLog,Office,https://a.example/1,10.1000/1\nPlan,Office,,\n"
    )
    carry_out_import(import_id=row.pk, actor=the_administrator())
    whole = register_imports.judged_rows

    def overtaken(*given: Any) -> Any:
        judged = whole(*given)
        a_source(publisher=office, title="First", **brought)
        return judged

    monkeypatch.setattr(register_imports, "judged_rows", overtaken)
    run_register_import(import_id=row.pk)
    rule = "source-registered-already" if "url" in brought else "identifier-registered-already"
    field = "url" if "url" in brought else "identifiers"
    assert outcomes(row) == [("refused", field, rule), ("new", "", "")]
    assert sorted(Source.objects.values_list("title", flat=True)) == ["First", "Plan"]


class BatchesCounted:
    """Statements of each batch, which ends with the one that writes its progress down."""

    def __init__(self) -> None:
        self.counts = [0]

    def __call__(self, execute: Any, sql: str, *further: Any) -> Any:
        self.counts[-1] += 1
        if sql.startswith('UPDATE "annotations_registerimport"') and '"rows_done"' in sql:
            self.counts.append(0)
        return execute(sql, *further)


def test_three_thousand_rows_take_as_many_statements_a_batch_as_two_hundred() -> None:
    for number in range(20):
        a_publisher(name=f"Office {number}")
    rows = "".join(
        f"Log {number},Office {number % 20},https://a.example/{number},10.1000/{number}\n"
        for number in range(3_000)
    )
    row = asked("sources", "title,publisher,url,doi\n" + rows)
    counted = {}
    for dry_run in (True, False):
        if not dry_run:
            carry_out_import(import_id=row.pk, actor=the_administrator())
        batches = BatchesCounted()
        with connection.execute_wrapper(batches):
            run_register_import(import_id=row.pk)
        counted[dry_run] = batches.counts[1:-1]
    assert counted == {True: [7] * 14, False: [13] * 14}
    row.refresh_from_db()
    assert (row.counts, row.rows_done, Source.objects.count()) == ({"new": 3_000}, 3_000, 3_000)


def test_who_goes_on_behind_many_rows_keeps_the_import_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    a_publisher(name="Office")
    monkeypatch.setattr(register_imports, "BATCH_ROWS", 2)
    row = asked("sources", "title,publisher\n" + "".join(f"Log {number},Office\n" for number in range(6)))
    RegisterImport.objects.filter(pk=row.pk).update(rows_done=4)
    leases = []

    def looked_at(*given: Any) -> None:
        leases.append(str(RegisterImport.objects.get(pk=row.pk).leased_until))

    monkeypatch.setattr(register_imports, "remembered", looked_at)
    run_register_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.rows_done, leases[0] < leases[1]) == ("done", 6, True)


PUBLISHERS = """Name;Kind;Country;Languages;Owner;Wikidata id;Tags;Is fictional;Note
Harbour Post;Newspaper;de;"de, en";Harbour Group;q42;local;yes;=1+1
Harbour Wire;wire;;;;;;;
;wire;;;;;;;
Harbour Mail;;DE;;;;;;
Harbour Group;;;;Harbour Daughter;;;;
"""


def test_publishers_are_read_with_their_owners() -> None:
    group = a_publisher(name="Harbour Group", kind="unknown", is_fictional=False)
    mail = a_publisher(name="HARBOUR MAIL", country="DE", is_fictional=False)
    daughter = a_publisher(name="Harbour Daughter", owner_id=group.pk)
    row = read("publishers", PUBLISHERS)
    assert outcomes(row) == [
        ("new", "", ""),
        ("new", "", ""),
        ("refused", "name", "required"),
        ("changed", "", ""),
        ("refused", "owner", "owner-circle"),
    ]
    post = Publisher.objects.get(name="Harbour Post")
    assert (post.kind, post.country, post.languages, post.owner, post.wikidata_id, post.tags) == (
        "newspaper",
        "DE",
        ["de", "en"],
        group,
        "Q42",
        ["local"],
    )
    assert (post.note, post.is_fictional, daughter.owner) == ("=1+1", True, group)
    assert (Publisher.objects.get(pk=mail.pk).name, Publisher.objects.get(pk=group.pk).owner) == (
        "Harbour Mail",
        None,
    )
    assert "Its separator is a semicolon." in row.notes


def exported(noun: str) -> str:
    return "".join(csv_lines(exported_columns(noun), exported_rows(noun, {}, the_administrator())))


@pytest.mark.parametrize("spreadsheet", [lambda text: text, lambda text: text.replace("\r\n", "\n")])
def test_what_is_exported_and_read_again_changes_nothing(spreadsheet: Callable[[str], str]) -> None:
    owner = a_publisher(name="=cmd|' /C calc'!A0", country="DE", tags=["local"], note="'+1")
    owned = a_publisher(
        name="Harbour, “Post”; Daily\t!",
        owner_id=owner.pk,
        languages=["hy", "pt-BR"],
        homepage="https://post.example/",
        wikidata_id="Q42",
    )
    grade_publisher(publisher_id=owned.pk, grade="B", reason="Held.", actor=the_administrator())
    a_source(publisher=owned, title="-5 degrees", note="One\n=two\n'three", url="https://a.example/?q=a,b;c")
    a_source(
        publisher=owner,
        title="'=1",
        authors="@A, +B",
        published_on=date(2024, 2, 29),
        language="pt-BR",
        identifiers={
            "doi": "10.1000/a,b;c",
            "isbn": "9783161484100",
            "notice": "=7",
            "symbol": "S/RES/822 (1993)",
        },
        tags=["ferry", "port authority"],
        is_anonymous=True,
        kind="dataset",
    )
    before = [list(model.objects.order_by("pk").values()) for model in (Publisher, Source)]
    for noun, count in (("publishers", 2), ("sources", 2)):
        row = read(noun, spreadsheet(exported(noun)))
        assert (row.counts, row.notes) == ({"known": count}, [])
    assert [list(model.objects.order_by("pk").values()) for model in (Publisher, Source)] == before


def test_protected_and_merged_rows_are_not_exported() -> None:
    shown, merged, protected = a_source(title="Shown"), a_source(title="Merged"), a_source(title="Protected")
    Source.objects.filter(pk=merged.pk).update(merged_into=shown)
    Source.objects.filter(pk=protected.pk).update(is_protected=True)
    assert [row[1] for row in exported_rows("sources", {}, the_administrator())] == ["Shown"]
    assert [row[1] for row in exported_rows("sources", {"merged": ["yes"]}, the_administrator())] == []


def test_a_password_is_taken_out_of_an_address_and_said() -> None:
    a_publisher(name="Office")
    row = read("sources", "title,publisher,url\nLog,Office,https://anna:secret@a.example/1\n")
    assert (Source.objects.get().url, row.rows.get().message) == (
        "https://a.example/1",
        "The user name and password were taken out of the address.",
    )


def test_the_report_and_the_refused_rows_are_tables() -> None:
    office = a_publisher(name="Office")
    row = read("sources", "title,publisher,kind\nLog,Office,\nPlan,Office,novel\n")
    source = Source.objects.get()
    assert list(report_rows(row)) == [
        (1, 2, "new", "Log", "", "", "", source.pk),
        (2, 3, "refused", "Plan", "kind", "unknown-kind", row.rows.get(number=2).message, None),
    ]
    assert list(report_rows(row, outcome="new")) == [(1, 2, "new", "Log", "", "", "", source.pk)]
    (refused,) = refused_rows(row)
    told = dict(zip(refused_columns(row), refused, strict=True))
    assert {name: cell for name, cell in told.items() if cell} == {
        "title": "Plan",
        "publisher": office.name,
        "kind": "novel",
        "refused_field": "kind",
        "refused_rule": "unknown-kind",
        "refused_because": row.rows.get(number=2).message,
    }
    corrected = "".join(csv_lines(refused_columns(row), [refused])).replace("novel", "page", 1)
    assert read("sources", corrected).counts == {"new": 1}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file-empty"),
        (b"colour\nred\n", "no-known-column"),
        (b"title\n" + b"x\n" * 30, "file-too-large"),
    ],
)
def test_what_is_no_file_for_the_register_is_refused_as_a_whole(
    content: bytes, rule: str, settings: LazySettings
) -> None:
    settings.IMPORT_BYTES_MAX = 50
    with pytest.raises(Invalid) as refused:
        asked("sources", content)
    assert (refused.value.rule, refused.value.field, RegisterImport.objects.count()) == (rule, "file", 0)


def test_only_administrators_read_files_in() -> None:
    for role in (Role.READER, Role.REVIEWER, Role.EDITOR):
        with pytest.raises(NotAllowed):
            asked("sources", SOURCES, actor=a_person(role=role))
    row = tried("sources", SOURCES)
    with pytest.raises(NotAllowed):
        carry_out_import(import_id=row.pk, actor=a_person())


def test_a_worker_that_was_killed_is_followed_by_one_that_goes_on_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_publisher(name="Office")
    monkeypatch.setattr(register_imports, "BATCH_ROWS", 2)
    rows = "".join(f"Log {number},Office,https://a.example/{number % 5}\n" for number in range(7))
    row = tried("sources", "title,publisher,url\n" + rows)
    carry_out_import(import_id=row.pk, actor=the_administrator())
    whole, batches = register_imports._bring_in, []

    def killed_in_the_third(*given: Any) -> None:
        batches.append(given)
        if len(batches) == 3:
            raise KeyboardInterrupt
        whole(*given)

    monkeypatch.setattr(register_imports, "_bring_in", killed_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        run_register_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.rows_done, row.state, Source.objects.count()) == (4, "running", 4)
    monkeypatch.setattr(register_imports, "_bring_in", whole)
    assert (run_register_import(import_id=row.pk), sweep_register_imports()) == (None, 0)
    RegisterImport.objects.filter(pk=row.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert sweep_register_imports() == 1
    run_register_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.counts, row.rows_done) == ("done", {"new": 5, "refused": 2}, 7)
    assert [rule for *_, rule in outcomes(row)] == ["", "", "", "", "", *["row-repeats-another"] * 2]


def test_who_lost_the_import_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a_publisher(name="Office")
    row = tried("sources", "title,publisher\nLog,Office\n")
    carry_out_import(import_id=row.pk, actor=the_administrator())
    whole = register_imports.judged_rows

    def slow(*given: Any) -> Any:
        RegisterImport.objects.filter(pk=row.pk).update(leased_until=timezone.now() + timedelta(hours=1))
        return whole(*given)

    monkeypatch.setattr(register_imports, "judged_rows", slow)
    assert run_register_import(import_id=row.pk) is None
    assert (Source.objects.count(), RegisterImportRow.objects.count()) == (0, 0)


def test_what_kills_every_worker_is_given_up() -> None:
    row = asked("sources", "title\nLog\n")
    RegisterImport.objects.filter(pk=row.pk).update(attempts=5)
    run_register_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "It was begun 5 times and came no further than row 0.")


def test_carrying_out_twice_is_carrying_out_once() -> None:
    a_publisher(name="Office")
    row = read("sources", "title,publisher,url\nLog,Office,https://a.example/\n")
    carry_out_import(import_id=row.pk, actor=the_administrator())
    assert (run_register_import(import_id=row.pk), Source.objects.count()) == (None, 1)


def test_a_publisher_that_changed_between_the_two_is_judged_anew() -> None:
    office = a_publisher(name="Office")
    row = tried("publishers", f"id,name,note\n{office.pk},Office,New\n")
    edit_publisher(publisher_id=office.pk, values={"note": "New"}, actor=the_administrator())
    carry_out_import(import_id=row.pk, actor=the_administrator())
    run_register_import(import_id=row.pk)
    row.refresh_from_db()
    assert row.counts == {"known": 1}
