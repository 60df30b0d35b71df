"""What a closed desk owns is told to nobody else: every address there is, read and written by others."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import resolve

from annotations.actions.article_checks import schedule_checks
from annotations.actions.assessments import assess_claims
from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.claims import create_claim, edit_claim
from annotations.actions.comments import write_comment
from annotations.actions.desk_property import own_source
from annotations.actions.desks import make_desk
from annotations.actions.evidence import attach_evidence
from annotations.actions.export_runs import run_export
from annotations.actions.exports import request_export
from annotations.actions.sources import derive_source, edit_source
from annotations.api.naming import named_in_address
from annotations.domain.vocabulary import ExportFormat, Role
from annotations.exports import FORMATS
from annotations.models import (
    AnnotationImport,
    Claim,
    DerivationSuggestion,
    Event,
    Notice,
    SourceVisit,
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
from tests.revised import revised
from tests.web.every_address import addresses, answer_of, told_by
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = (
    "Nightjarling",  # the desk
    "purposezephyr",
    "Quillonheadline",  # its article
    "bylinemarrow",
    "addresspomelo",
    "Wolfsbaneclaim",  # its claims
    "oldwordscapybara",
    "topicgossamer",
    "Isinglassmemo",  # its source
    "tagvermilion",
    "passagekestrel",  # the copy, the link
    "notetamarind",
    "commentbasilisk",
    "reasonmarzipan",  # a signature
    "worknotewalrus",
    "langsecretum",
)
OTHERS = (Role.READER, Role.REVIEWER, Role.EDITOR)
TEXT = "Wolfsbaneclaim: the ferry stopped at noon.\n\nNobody was hurt at the pier."


class World:
    """A closed desk with an article, a claim under work, a source and all that hangs on them, beside work of
    others at the same publisher and on the same open source.
    """

    def __init__(self, outsider: User) -> None:
        self.admin = the_administrator()
        self.keeper = a_person(display_name="Kim Keeper", role=Role.EDITOR)
        self.publisher = a_publisher(name="The Lapwing Courier")
        self.open_source = a_source(publisher=self.publisher, title="Open report")
        self.open_claim = a_claim(words="The ferry stopped.", article=an_article())
        some_evidence(claim=self.open_claim, source=self.open_source)
        self.desk = make_desk(
            name="Nightjarling", purpose="purposezephyr", visibility="closed",
            editor_ids=[self.keeper.pk], actor=self.admin,
        )  # fmt: skip
        self.article = an_article(
            text=TEXT,
            headline="Quillonheadline",
            byline="bylinemarrow",
            url="https://news.example/addresspomelo",
            publisher_id=self.publisher.pk,
            language="zu",
            desk_id=self.desk.pk,
        )
        self.claim = a_claim(
            words="Wolfsbaneclaim: the ferry stopped at noon.",
            article=self.article,
            topic="topicgossamer",
            actor=self.keeper,
        )
        edit_claim(
            claim_id=self.claim.pk, values={"text": "Wolfsbaneclaim oldwordscapybara."}, actor=self.keeper
        )
        self.part = create_claim(
            text="Wolfsbaneclaim in part.", type="event", part_of_id=self.claim.pk, actor=self.keeper
        )
        self.source = a_source(
            publisher=self.publisher, title="Isinglassmemo", tags=["tagvermilion"], language="xh",
            url="https://news.example/isinglassmemo",
        )  # fmt: skip
        own_source(source_id=self.source.pk, desk_id=self.desk.pk, actor=self.admin)
        self._linked()
        self._worked_on()
        self._told(outsider)
        self._exported(outsider)

    def _linked(self) -> None:
        self.capture = a_capture(source=self.source, text="The passagekestrel was early.", actor=self.keeper)
        self.evidence = attach_evidence(
            claim_id=self.claim.pk, capture_id=self.capture.pk, passage="The passagekestrel was early.",
            stance="corroborates", proximity="primary", sourcing="own", note="notetamarind",
            actor=self.keeper,
        )  # fmt: skip
        some_evidence(claim=self.claim, source=self.open_source, actor=self.keeper)
        self.derivation = derive_source(
            source_id=self.source.pk, origin_id=self.open_source.pk, kind="cites", actor=self.keeper
        )
        edit_source(source_id=self.source.pk, values={"note": "notetamarind"}, actor=self.keeper)
        DerivationSuggestion.objects.create(
            source=self.source, origin=a_source(), kind="republishes", score=80, signals=["headline"],
            matches=[{"signal": "headline", "headline": "Isinglassmemo", "origin_headline": "x"}],
        )  # fmt: skip
        SourceVisit.objects.create(
            source=self.source, url=self.source.url, host="news.example", reason="asked",
            requested_by=self.keeper,
        )  # fmt: skip
        schedule_checks(article_id=self.article.pk, every_hours=24, actor=self.keeper)
        AnnotationImport.objects.create(
            article=self.article, content="[]", file_name="Quillonheadline.json", format="hypothesis",
            rows_total=1, requested_by=self.keeper,
        )  # fmt: skip

    def _worked_on(self) -> None:
        write_comment(claim_id=self.claim.pk, text="commentbasilisk", actor=self.keeper)
        write_comment(article_id=self.article.pk, text="commentbasilisk", actor=self.keeper)
        assess_claims(claim_ids=list(Claim.objects.values_list("pk", flat=True)))
        revised(self.article, f"{TEXT.replace('noon', 'dawn')}\n\nMore.")

    def _told(self, outsider: User) -> None:
        """What somebody was told while they belonged to it, or before it was theirs."""
        kinds = {"article": self.article, "claim": self.claim, "source": self.source, "desk": self.desk}
        for kind, (name, row) in zip(
            ("text_replaced", "assigned", "source_changed", "joined_desk"), kinds.items(), strict=True
        ):
            Notice.objects.create(
                person=outsider,
                kind=kind,
                detail={"because": {"1": "Isinglassmemo was retracted"}},
                **{name: row},
            )

    def _exported(self, outsider: User) -> None:
        self.live = create_claim_set(name="All", criteria={}, actor=self.admin)
        self.by_article = create_claim_set(
            name="Of an article", criteria={"article": [str(self.article.pk)]}, actor=self.admin
        )
        self.frozen = freeze_claim_set(claim_set_id=self.live.pk, name="Kept", actor=self.admin)
        for chosen, format_ in itertools.product((self.live, self.frozen), ExportFormat.values):
            for actor in (self.admin, outsider):
                asked = request_export(
                    claim_set_id=chosen.pk, format=format_, actor=actor,
                    include_unsigned=format_ != ExportFormat.CLAIMREVIEW,
                )  # fmt: skip
                run_export(export_id=asked.pk, formats=FORMATS)

    @property
    def hidden(self) -> dict[str, list[int]]:
        """The ids that only its members know, by noun."""
        claims = [self.claim.pk, self.part.pk]
        return {
            "article": [self.article.pk],
            "revision": list(self.article.revisions.values_list("pk", flat=True)),
            "claim": claims,
            "source": [self.source.pk],
            "capture": [self.capture.pk],
            "file": [self.capture.pk],
            "picture": [self.capture.pk],
            "later": [self.capture.pk],
            "evidence": [self.evidence.pk],
            "highlight": list(self.claim.highlights.values_list("pk", flat=True)),
            "assessment": list(self.claim.assessments.values_list("pk", flat=True)),
            "derivation": [self.derivation.pk],
            "comment": list(self.claim.comments.values_list("pk", flat=True)),
            "desk": [self.desk.pk],
            "import": list(self.article.annotation_imports.values_list("pk", flat=True)),
            "visit": list(self.source.visits.values_list("pk", flat=True)),
        }

    def searches(self) -> Iterator[str]:
        """Beginnings of words find what whole words find, and do not come back as what was typed."""
        for word in ("Nightjarlin", "Quillonhead", "Wolfsban", "Isinglassm", "passagekest", "addresspom"):
            yield from (
                f"/search/?words={word}",
                f"/articles/?words={word}",
                f"/claims/?words={word}",
                f"/claims/choices/article/?find={word}",
                f"/sources/?words={word}",
                f"/sources/choices/?origin_words={word}",
                f"/sources/alike/?title={word}",
                f"/claims/{self.open_claim.pk}/evidence/sources/?words={word}",
                f"/api/v1/sources?words={word}",
                f"/api/v1/articles?words={word}",
                f"/api/v1/claims?words={word}",
            )
        yield from (
            "/sources/alike/?url=https://news.example/isinglassmemo",
            f"/claims/?article={self.article.pk}",
            f"/claims/?publisher={self.publisher.pk}",
            f"/articles/?publisher={self.publisher.pk}",
            f"/sources/?publisher={self.publisher.pk}",
            f"/sources/citations/?ids={self.source.pk}",
            f"/sources/citations/?article={self.article.pk}",
            f"/api/v1/sources/citations?ids={self.source.pk}",
            f"/claims/{self.open_claim.pk}/evidence/new/?source={self.source.pk}",
            f"/claims/new/?revision={self.article.revisions.latest('number').pk}&start=0&end=14",
            f"/live/claims?ids={self.claim.pk}",
            f"/live/claims?article={self.article.pk}",
            f"/api/v1/highlights?article={self.article.pk}",
            f"/api/v1/evidence?source={self.open_source.pk}",
            f"/api/v1/evidence?claim={self.claim.pk}",
            "/register/sources/export/",
            f"/sources/{self.open_source.pk}/rests/?format=csv",
            f"/publishers/{self.publisher.pk}/rests/?format=csv",
            f"/annotations/?article={self.article.pk}",
            "/annotations/?page=0",
        )
        for noun, ids in self.hidden.items():
            yield from (f"/api/v1/history?stream={noun}:{pk}" for pk in ids)
        yield "/api/v1/history"
        for kind, pk in itertools.product(("highlight", "evidence", "verdict"), range(1, 12)):
            yield f"/annotations/{kind}-{pk}"


@pytest.mark.parametrize("role", OTHERS)
def test_no_address_tells_others_of_it(role: str) -> None:
    outsider = a_person(role=role)
    world, client = World(outsider), visitor(outsider)
    asked = dict.fromkeys([*addresses(), *addresses(world.hidden), *world.searches()])
    told = {address: found for address in asked if (found := told_by(client, address, SECRETS))}
    assert told == {}


def test_a_program_of_others_learns_as_little() -> None:
    program = Program(role=Role.EDITOR)
    world = World(program.person)
    asked = dict.fromkeys([*addresses(), *addresses(world.hidden), *world.searches()])
    told = {
        address: found
        for address in asked
        if address.startswith(("/api/", "/annotations/"))
        and (found := told_by(program.client, address, SECRETS))
    }
    assert told == {}


def test_its_members_and_administrators_read_it() -> None:
    world = World(a_person())
    for person in (world.keeper, world.admin):
        client = visitor(person)
        read = [
            f"/articles/{world.article.pk}/",
            f"/claims/{world.claim.pk}/",
            f"/sources/{world.source.pk}/",
        ]
        assert [answer_of(client, address)[0] for address in read] == [200, 200, 200]
        told: set[str] = set()
        for address in [
            *read,
            f"/desks/{world.desk.pk}/",
            "/sources/",
            f"/claims/{world.claim.pk}/evidence/new/",
        ]:
            told |= set(told_by(client, address, SECRETS))
        assert {"Quillonheadline", "Wolfsbaneclaim", "Isinglassmemo", "passagekestrel"} <= told


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_writes_on_it(role: str) -> None:
    outsider = a_person(role=role)
    world, client, program = World(outsider), visitor(outsider), Program(outsider).client
    before = Event.objects.count()
    wrong = {}
    for address in dict.fromkeys(addresses(world.hidden)):
        if not names_something_hidden(address, world):
            continue
        for method in ("POST", "PATCH", "PUT", "DELETE"):
            sender = program if address.startswith(("/api/", "/annotations/")) else client
            answer = sender.generic(method, address, b"{}", "application/json")
            if answer.status_code not in (403, 404, 405):
                wrong[method, address] = answer.status_code
    assert wrong == {}
    assert Event.objects.count() == before


def names_something_hidden(address: str, world: World) -> bool:
    """Whether the address leads to something that only the desk's people see."""
    ids = resolve(address).kwargs
    named = [(name.removesuffix("_id"), value) for name, value in ids.items()]
    named += named_in_address(address, ids)
    return any(value in world.hidden.get(noun, ()) for noun, value in named)


def test_what_names_it_in_a_request_is_refused() -> None:
    program = Program(role=Role.REVIEWER)
    world = World(program.person)
    linked = {"passage": "x", "stance": "context"}
    alike = {"second_id": world.source.pk, "kind": "same_work", "reason": "Alike."}
    place = {"revision_id": world.article.revisions.latest("number").pk, "start": 0, "end": 14}
    claim = {"text": "A claim.", "type": "event"}
    sent: list[tuple[str, dict[str, Any]]] = [
        ("evidence", {**linked, "claim_id": world.claim.pk, "capture_id": a_capture().pk}),
        ("evidence", {**linked, "claim_id": world.open_claim.pk, "capture_id": world.capture.pk}),
        ("captures", {"source_id": world.source.pk, "text": "More."}),
        (f"sources/{world.open_source.pk}/derivations", {"origin_id": world.source.pk, "kind": "cites"}),
        (f"sources/{world.open_source.pk}/relations", alike),
        (f"claims/{world.open_claim.pk}/parts", {"part_id": world.claim.pk}),
        ("claims", {**claim, "part_of_id": world.claim.pk}),
        ("claims", {**claim, "highlight": {**place, "exact": "Wolfsbaneclaim"}}),
    ]
    before = Event.objects.count()
    assert [(address, program.post(address, body).status_code) for address, body in sent] == [
        (address, 404) for address, _ in sent
    ]
    assert Event.objects.count() == before


def test_that_it_is_there_already_is_said_and_no_more() -> None:
    program = Program(role=Role.REVIEWER)
    world = World(program.person)
    article = {"text": "Other words.", "headline": "Other", "url": world.article.url}
    source = {"title": "Other", "publisher_id": world.publisher.pk, "url": world.source.url}
    for address, body in (("articles", article), ("sources", source)):
        answer = program.post(address, body)
        assert (answer.status_code, "at a desk to which you do not belong" in answer.json()["detail"]) == (
            409,
            True,
        )
        assert "id" not in answer.json()
    same_text = program.post("articles", {"text": TEXT, "headline": "Other"})
    assert (same_text.status_code, "Quillon" in same_text.content.decode()) == (201, False)
