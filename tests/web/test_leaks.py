"""Nobody who is not named for a protected source learns who it is: every address there is, read as others.

The addresses are found in the configuration; one that is added is read from then on. Secret are words that
stand nowhere but in the identity, in the copies, and in what was written down before a source was protected.
"""

import io
import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from annotations.actions.assessments import assess_claims
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.evidence import attach_evidence
from annotations.actions.exports import request_export, run_export
from annotations.actions.protection import protect_source, register_protected_source
from annotations.actions.register_notices import notify_of_changed_register
from annotations.actions.sources import change_source_state, derive_source, edit_source
from annotations.actions.verdicts import sign_verdict
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import ExportFormat, Origin, Role, VisitReason, VisitState
from annotations.gateways import files
from annotations.models import (
    ArchivedCopy,
    Capture,
    Claim,
    Derivation,
    Event,
    Evidence,
    Export,
    Notice,
    Publisher,
    RegisterImport,
    RegisterImportRow,
    Source,
    SourceVisit,
    SourceWatch,
    StaleFlag,
    User,
)
from tests.api.calling import Program
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
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
    "Wolframite",  # the title of one that was protected later
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
        edit_source(source_id=source.pk, values={"title": "Second memo on Wolframite"}, actor=actor)
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
            "reason": VisitReason.ASKED if hasattr(VisitReason, "ASKED") else VisitReason.values[0],
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
    for format_ in ("csl", "json", "bibtex", "ris", "text", "formatted"):
        yield f"/sources/citations/?ids={ids}&format={format_}"
        yield f"/api/v1/sources/citations?ids={ids}&format={format_}"
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
    text = body.decode(errors="replace") + str(dict(answer.items()))
    assert answer.status_code != 500, address
    return [secret for secret in secrets if secret.lower() in text.lower()]


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
