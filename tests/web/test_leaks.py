"""Nobody who is not named for a protected source learns who it is: every address there is, read as others.

The addresses are found in the configuration; one that is added is read from then on. Secret are words that
stand nowhere but in the identity, in the copies, and in what was written down before a source was protected.
"""

import itertools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from annotations.actions.assessments import assess_claims
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.evidence import attach_evidence
from annotations.actions.export_runs import run_export
from annotations.actions.exports import request_export
from annotations.actions.protection import (
    drop_confidant,
    edit_identity,
    name_confidant,
    protect_source,
    register_protected_source,
)
from annotations.actions.register_notices import notify_of_changed_register
from annotations.actions.sources import change_source_state, derive_source, edit_source
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import ExportFormat, Origin, Role, VisitReason, VisitState
from annotations.exports import FORMATS
from annotations.models import (
    ArchivedCopy,
    ArchiveRequest,
    Capture,
    Claim,
    Event,
    Evidence,
    Notice,
    Publisher,
    RegisterImport,
    RegisterImportRow,
    Source,
    SourceVisit,
    SourceWatch,
    StaleFlag,
)
from annotations.web.citations import FORMATS as CITED
from tests.api.calling import Program
from tests.exports.opened import opened
from tests.exports.signed_claims import content
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    the_administrator,
)
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = (
    "Zebulon",  # the title of one that was protected from the beginning
    "Quartzine",  # its publisher
    "Ysolde",  # its author
    "zqseventeen",  # its address
    "midnightnote",
    "Wolframite",  # the titles of one that was protected later
    "Ytterbium",
    "Zirconia",  # its title since it was protected
    "Jackanapes",  # its author
    "ibexhorn",  # its address
    "doivelvet",
    "retractword",
    "tagvermilion",
    "noteperiwinkle",
    "quillfish",  # names of files
    "xylophones",  # the texts of copies
    "headerocelot",
)
PASSAGE = "The lowtide was early."
OUTLET = "The Lapwing Courier"
"""Who published the later one. It stands in the register for all to see, but not beside that source."""

OTHERS = (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)


class World:
    """Two protected sources under one claim each, and everything that hangs on them."""

    def __init__(self) -> None:
        self.keeper = a_person(display_name="Kim Keeper")
        self.program = Program(self.keeper)
        self.article = an_article(text="It was early. It was late.")
        self.claim = a_claim(words="It was early.", article=self.article)
        self.other_claim = a_claim(words="It was late.", article=self.article)
        self.from_the_start = self._from_the_start()
        self.later = self._open_for_now()
        self._computed()
        self._signed()
        self._worked_on()
        self.open_id = self.later.pk
        protect_source(source_id=self.later.pk, reason="They asked us to.", actor=self.keeper)
        edit_identity(source_id=self.later.pk, values={"title": "Memo on Zirconia"}, actor=self.keeper)
        self.later.refresh_from_db()

    def _from_the_start(self) -> Source:
        source = register_protected_source(
            title="Letter of Zebulon",
            publisher_name="Quartzine and Daughters",
            publisher_kind="eyewitness",
            authors="Ysolde",
            url="https://quay.example/zqseventeen",
            note="midnightnote",
            published_on=date(2026, 2, 3),
            actor=self.keeper,
        )
        self._copied(source, self.claim)
        return source

    def _copied(self, source: Source, claim: Claim) -> None:
        capture = a_capture(
            source=source,
            text=f"{PASSAGE} There were xylophones.",
            origin=Origin.UPLOAD,
            origin_name="quillfish.pdf",
            final_url="https://ibexhorn.example/quillfish",
            http_headers={"X-From": "headerocelot"},
            metadata={"title": "xylophones"},
            actor=self.keeper,
        )
        attach_evidence(
            claim_id=claim.pk,
            capture_id=capture.pk,
            passage=PASSAGE,
            stance="corroborates",
            sourcing="own",
            actor=self.keeper,
        )

    def _open_for_now(self) -> Source:
        publisher = a_publisher(name=OUTLET)
        key = {"Idempotency-Key": "once"}
        self.body = {
            "publisher_id": publisher.pk,
            "title": "Memo on Wolframite",
            "url": "https://ibexhorn.example/memo",
            "authors": "Jackanapes",
            "identifiers": {"internal": "doivelvet"},
            "tags": ["tagvermilion"],
            "note": "noteperiwinkle",
            "published_on": "2026-02-03",
        }
        made = self.program.post("sources", self.body, headers=key).json()
        source = Source.objects.get(pk=made["id"])
        self.copy = {"source_id": source.pk, "text": "Of xylophones once more."}
        self.program.post("captures", self.copy, headers={"Idempotency-Key": "copy"})
        self._copied(source, self.other_claim)
        return source

    def _computed(self) -> None:
        assess_claims(claim_ids=[self.claim.pk, self.other_claim.pk])

    def _signed(self) -> None:
        held = Claim.objects.get(pk=self.other_claim.pk).current_assessment.assessment
        signer = a_person(role=Role.EDITOR)
        sign_verdict(claim_id=self.other_claim.pk, assessment_id=held.pk, reason="Read it.", actor=signer)

    def _worked_on(self) -> None:
        """What was written down about the later one while it was open."""
        source, actor = self.later, the_administrator()
        self.derivation = derive_source(
            source_id=source.pk, origin_id=a_source().pk, kind="cites", actor=actor
        )
        change_source_state(source_id=source.pk, state="retracted", reason="It was wrong.", actor=actor)
        self._computed()
        change_source_state(source_id=source.pk, state="active", reason="Stands again.", actor=actor)
        edit_source(source_id=source.pk, values={"title": "Second memo, on Ytterbium"}, actor=actor)
        self._computed()
        change_source_state(source_id=source.pk, state="retracted", reason="Says retractword.", actor=actor)
        self._computed()
        source.refresh_from_db()
        event = Event.objects.filter(verb="source.state_changed").latest("pk")
        sentence = f"“{source.title}” was marked as retracted"
        moved = {self.other_claim.pk: [event.pk]}
        with transaction.atomic():
            notify_of_changed_register(moved, {event.pk: event}, {event.pk: sentence})
        assert Notice.objects.exists() and StaleFlag.objects.filter(detail__contains="Wolframite").exists()
        capture = Capture.objects.filter(source=source).latest("pk")
        SourceWatch.objects.create(
            source=source, every_hours=0, moved_to="https://ibexhorn.example/new", set_by=actor
        )
        visit: dict[str, Any] = {
            "source": source,
            "url": source.url,
            "host": "ibexhorn.example",
            "reason": VisitReason.ASKED,
            "requested_by": actor,
        }
        SourceVisit.objects.create(
            **visit,
            state=VisitState.DONE,
            final_url="https://ibexhorn.example/new",
            problem="ibexhorn.example slept.",
            capture=capture,
            finished_at=timezone.now(),
        )
        SourceVisit.objects.create(**visit)
        ArchivedCopy.objects.create(
            source=source,
            url="https://archive.example/https://ibexhorn.example/memo",
            archived_at=timezone.now(),
            noted_by=actor,
        )
        ArchiveRequest.objects.create(source=source, url=source.url, saves=True, requested_by=actor)
        self.register_import = RegisterImport.objects.create(
            noun="sources", sha256="0" * 64, requested_by=actor, rows_total=2, rows_done=2, state="done",
            finished_at=timezone.now(), counts={"new": 1, "refused": 1},
        )  # fmt: skip
        row: dict[str, Any] = {"register_import": self.register_import, "name": source.title}
        RegisterImportRow.objects.create(**row, number=1, line=2, outcome="new", source=source)
        RegisterImportRow.objects.create(
            **row,
            number=2,
            line=3,
            outcome="refused",
            message=f"Registered already: “{source.title}”.",
            values={"title": source.title, "url": source.url},
        )

    @property
    def sources(self) -> list[Source]:
        return [self.from_the_start, self.later]


@pytest.fixture
def world() -> World:
    return World()


def names_of(world: World) -> dict[str, list[Any]]:
    """For each variable of an address the rows that may tell."""
    sources = [source.pk for source in world.sources]
    captures = list(Capture.objects.filter(source__in=sources).values_list("pk", flat=True))
    streams = [f"source:{pk}" for pk in sources]
    claims = [world.claim.pk, world.other_claim.pk]
    return {
        "source_id": sources,
        "capture_id": captures,
        "publisher_id": list(Publisher.objects.filter(sources__in=sources).values_list("pk", flat=True)),
        "claim_id": claims,
        "article_id": [world.article.pk],
        "revision_id": [world.article.revisions.get().pk],
        "number": [1],
        "old": [1],
        "new": [1],
        "evidence_id": list(Evidence.objects.values_list("pk", flat=True)),
        "event_id": list(Event.objects.filter(stream__in=streams).values_list("pk", flat=True)),
        "derivation_id": [world.derivation.pk],
        "import_id": [world.register_import.pk],
        "noun": ["sources", "publishers"],
        "facet": ["publisher", "owner", "tag", "language", "country", "kind", "status"],
        "rule": ["merged-away"],
        "name": ["x"],
        "rest": ["x"],
        "app_label": ["annotations"],
        "content_type_id": [1],
        "url": ["x"],
        "object_id": sources,
    }  # fmt: skip


def addresses(world: World) -> Iterator[str]:
    """Every address of the project, each with every row that may tell."""
    names = names_of(world)
    for route in _routes(get_resolver().url_patterns):
        found = re.findall(r"<(?:\w+:)?(\w+)>", route)
        if found == ["pk"]:
            rows = _rows_of(route, names)
            yield from (route.replace("<int:pk>", str(pk)) for pk in rows)
            continue
        for values in itertools.product(*(names.get(name, [1]) for name in found)):
            address = route
            for value in values:
                address = re.sub(r"<(?:\w+:)?\w+>", str(value), address, count=1)
            yield address
    yield from (f"/api/v1/history?stream={noun}:{pk}" for noun, pk in _histories(names))
    yield from _searches(names)


def _routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, here)
        elif "^" not in here and "(?P" not in here:
            yield here


def _rows_of(route: str, names: dict[str, list[Any]]) -> list[Any]:
    noun = route.split("/")[3]
    kinds = {
        "sources": "source_id",
        "captures": "capture_id",
        "publishers": "publisher_id",
        "claims": "claim_id",
        "evidence": "evidence_id",
        "articles": "article_id",
        "register-imports": "import_id",
        "derivations": "derivation_id",
    }
    if noun == "assessments":
        return list(Claim.objects.values_list("assessments__pk", flat=True))
    return names[kinds[noun]] if noun in kinds else [1, 2, 3]


def _histories(names: dict[str, list[Any]]) -> Iterator[tuple[str, int]]:
    for noun in ("source", "publisher", "claim", "article"):
        yield from ((noun, pk) for pk in names[f"{noun}_id"])


def _searches(names: dict[str, list[Any]]) -> Iterator[str]:
    """Whole words would come back as what was typed; their beginnings find as much."""
    for word in ("Zebulo", "Wolframit", "Quartzin", "Ysold", "Jackanape", "xylophone", "quillfis", "velve"):
        yield from (
            f"/search/?words={word}",
            f"/sources/?words={word}",
            f"/publishers/?words={word}",
            f"/sources/choices/?origin_words={word}",
            f"/publishers/options/?publisher={word}",
            f"/sources/alike/?title={word}",
            f"/claims/?words={word}",
            f"/claims/{names['claim_id'][0]}/evidence/sources/?words={word}",
            f"/api/v1/sources?words={word}",
            f"/api/v1/publishers?words={word}",
            f"/admin/annotations/source/?q={word}",
            f"/admin/annotations/publisher/?q={word}",
            f"/admin/autocomplete/?app_label=annotations&model_name=derivation&field_name=origin&term={word}",
        )
    ids = ",".join(map(str, names["source_id"]))
    yield f"/sources/citations/?ids={ids}"
    yield f"/api/v1/sources/citations?ids={ids}"
    yield from (f"/sources/citations/?ids={ids}&format={name}" for name in CITED)
    for source in names["source_id"]:
        yield from (f"/claims/{claim}/evidence/new/?source={source}" for claim in names["claim_id"])
        yield f"/api/v1/captures?source={source}"
        yield f"/api/v1/evidence?source={source}"
    yield from ("/register/sources/export/", "/register/sources/export/?protected=yes")
    yield "/annotations/?page=0"
    yield "/annotations/?iris=0"


def told_by(client: Client, address: str, secrets: tuple[str, ...]) -> list[str]:
    """The secret words in an answer, its headers included."""
    answer: Any = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = (body.decode(errors="replace") + str(dict(answer.items()))).lower()
    assert answer.status_code != 500, address
    return [secret for secret in secrets if secret.lower() in text]


@pytest.mark.parametrize("role", OTHERS)
def test_no_address_tells_others_who_it_is(world: World, role: str, capfd: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    client = visitor(role=role)
    told = {}
    for address in addresses(world):
        if found := told_by(client, address, SECRETS):
            told[address] = found
    assert told == {}
    logged = caplog.text + "".join(capfd.readouterr())
    assert [secret for secret in SECRETS if secret in logged] == []


def test_others_with_a_token_learn_as_little(world: World) -> None:
    client = Program(role=Role.ADMINISTRATOR).client
    told = {
        address: found
        for address in addresses(world)
        if address.startswith(("/api/", "/annotations/")) and (found := told_by(client, address, SECRETS))
    }
    assert told == {}


def test_who_published_it_is_not_told_beside_it(world: World) -> None:
    client = visitor(role=Role.EDITOR)
    names = names_of(world)
    beside = [
        *(f"/claims/{pk}/{part}" for pk in names["claim_id"] for part in ("", "panel/", "links/", "try/")),
        *(f"/claims/{pk}/{part}/" for pk in names["claim_id"] for part in ("assessment", "independence")),
        *(f"/sources/{pk}/" for pk in names["source_id"]),
        *(f"/api/v1/assessments/{pk}" for pk in Claim.objects.values_list("assessments__pk", flat=True)),
        *(f"/api/v1/history?stream=claim:{pk}" for pk in names["claim_id"]),
        *(f"/api/v1/claims/{pk}" for pk in names["claim_id"]),
        f"/articles/{world.article.pk}/",
    ]
    assert [address for address in beside if told_by(client, address, (OUTLET,))] == []
    assess_claims(claim_ids=[world.other_claim.pk])
    assert [address for address in beside if told_by(client, address, (OUTLET,))] == []


def test_the_people_named_read_who_it_is_and_the_copies(world: World) -> None:
    client = visitor(world.keeper)
    told: set[str] = set()
    for source in world.sources:
        page = client.get(f"/sources/{source.pk}/")
        assert "no-store" in page["Cache-Control"]
        told |= set(told_by(client, f"/sources/{source.pk}/", SECRETS))
        told |= set(told_by(client, f"/api/v1/history?stream=source:{source.pk}", SECRETS))
        identity = world.program.get(f"sources/{source.pk}/identity")
        assert (identity.status_code, identity["Cache-Control"]) == (200, "no-store")
    for capture in names_of(world)["capture_id"]:
        told |= set(told_by(client, f"/captures/{capture}/", SECRETS))
        told |= set(told_by(world.program.client, f"/api/v1/captures/{capture}", SECRETS))
    assert set(SECRETS) - told == set()


def test_no_export_holds_it_nor_its_passages(world: World) -> None:
    claim_set = create_claim_set(name="All", criteria={}, actor=world.keeper)
    for format_ in ExportFormat.values:
        asked = request_export(
            claim_set_id=claim_set.pk,
            format=format_,
            include_unsigned=format_ != ExportFormat.CLAIMREVIEW,
            actor=world.keeper,
        )
        done = run_export(export_id=asked.pk, formats=FORMATS)
        assert done is not None and done.state == "done", format_
        text = opened(content(done))
        assert text or format_ == ExportFormat.BIBTEX
        assert [word for word in (*SECRETS, "lowtide", OUTLET) if word in text] == [], format_


def test_a_program_that_repeats_its_request_gets_the_mask(world: World) -> None:
    drop = {"source_id": world.later.pk, "person_id": world.keeper.pk}
    name_confidant(source_id=world.later.pk, person_id=a_person().pk, actor=world.keeper)
    drop_confidant(**drop, actor=world.keeper)
    for path, body, key in (("sources", world.body, "once"), ("captures", world.copy, "copy")):
        again = world.program.post(path, body, headers={"Idempotency-Key": key})
        assert again["Idempotency-Replayed"] == "true"
        assert [word for word in (*SECRETS, OUTLET) if word in again.content.decode()] == []


def test_a_visit_that_was_under_way_brings_nothing(world: World) -> None:
    states = set(SourceVisit.objects.filter(source=world.later).values_list("state", "url", "final_url"))
    assert states == {("done", "", ""), ("failed", "", "")}
    assert SourceWatch.objects.get(source=world.later).moved_to == ""
    assert "archive.example" in world.later.identity.note
