"""The seeds are loaded through the actions, once, and show every part of the vocabulary at work."""

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from annotations.domain.passages import find_passage
from annotations.domain.quantities import find_quantities
from annotations.domain.times import Tense, resolve_time
from annotations.domain.vocabulary import (
    AttributionMode,
    ClaimState,
    ClaimType,
    Grade,
    PublicationKind,
    PublisherRelationKind,
    Role,
    SourceState,
    Stance,
    Status,
    VerdictState,
)
from annotations.management.commands.load_seeds import FOLDER, report
from annotations.management.seeding import LoadedStory, load_seeds
from annotations.management.seeding_files import SeedError, read_people
from annotations.models import (
    Article,
    Assessment,
    Capture,
    Claim,
    ClaimSet,
    ClaimSetMember,
    Event,
    Evidence,
    GoldLink,
    Highlight,
    Publication,
    Publisher,
    PublisherRelation,
    Quantity,
    ReviewRules,
    SecondLook,
    Source,
    TimeScope,
    User,
    Verdict,
)
from annotations.queries.claims import attribution_stack
from annotations.queries.organisation import profile_in_force
from annotations.queries.policies import default_grades
from tests.management.designed_statuses import DESIGNED
from workbench.launch.sign_ins import demo_sign_ins

SECONDS = 15
RECORD = "Nagorno-Karabakh: what stands in the public record"
FICTION = "Three minutes at Skerrow pier"
SIGNED = (ClaimState.SIGNED, ClaimState.PUBLISHED, ClaimState.CORRECTED)
REVISED = "The winter timetable of the Skerrow ferry"


@dataclass
class FirstLoad:
    """What the first run brought, and how long this process worked for it."""

    people: list[str]
    stories: list[LoadedStory]
    seconds: float


@pytest.fixture(scope="module")
def first_load(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[FirstLoad]:
    """The seeds, loaded once for all tests of this module and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.process_time()
        people, stories = load_seeds(FOLDER)
        yield FirstLoad(people, stories, time.process_time() - began)
        transaction.set_rollback(True)


def run(*words: str) -> str:
    """What the command prints."""
    output = StringIO()
    call_command("load_seeds", *words, stdout=output)
    return output.getvalue()


def rows() -> dict[str, list[Any]]:
    """Everything that is stored, by table."""
    models = (
        User,
        Article,
        Publisher,
        Source,
        Capture,
        Claim,
        Evidence,
        Assessment,
        Verdict,
        ClaimSet,
        Event,
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def _within(inner: tuple[int, int, int], outer: tuple[int, int, int]) -> bool:
    return outer[1] <= inner[1] and inner[2] <= outer[2]


@pytest.mark.usefixtures("first_load")
class TestLoaded:
    """What stands in the database after one run."""

    def test_second_readings_stand_in_every_state(self) -> None:
        looks = SecondLook.objects.filter(gold=None).values_list("state", flat=True)
        assert Counter(looks) == {"open": 1, "agreed": 1, "disputed": 1, "settled": 1}
        states = Claim.objects.filter(evidence__second_looks__isnull=False).values_list("text", "state")
        assert {text[:12]: state for text, state in states} == {
            "Resolution 8": "in_review",
            "The Petrel s": "agreed",
            "Dozens of pa": "disputed",
        }
        rules = ReviewRules.objects.get()
        assert (rules.number, rules.sampled_percent, rules.gold_percent) == (1, 0, 5)
        assert set(GoldLink.objects.values_list("stance", flat=True)) == set(Stance)

    def test_every_claim_has_the_status_it_was_designed_for(self, first_load: FirstLoad) -> None:
        assert {story.headline: story.statuses for story in first_load.stories} == {
            headline: {key: status for status, keys in by_status.items() for key in keys.split()}
            for headline, by_status in DESIGNED.items()
        }

    def test_no_claim_is_told_twice(self) -> None:
        texts = Counter(Claim.objects.values_list("text", flat=True))
        assert [text for text, count in texts.items() if count > 1] == []

    def test_nothing_is_left_to_assess(self) -> None:
        assert list(Claim.objects.to_assess()) == []

    def test_every_status_occurs(self) -> None:
        assert set(Claim.objects.values_list("status", flat=True)) == set(Status)

    def test_every_type_mode_and_stance_occurs(self) -> None:
        found = (
            set(Claim.objects.values_list("type", flat=True)),
            set(Claim.objects.exclude(mode="").values_list("mode", flat=True)),
            set(Evidence.objects.values_list("stance", flat=True)),
        )
        assert found == (set(ClaimType), set(AttributionMode), set(Stance))

    def test_every_passage_stands_in_its_capture_at_its_place(self) -> None:
        amiss = [
            link.pk
            for link in Evidence.objects.select_related("capture")
            if link.capture.text[link.start : link.end] != link.passage
            or find_passage(link.capture.text, link.passage) is None
        ]
        assert amiss == []

    def test_every_highlight_stands_on_its_words(self) -> None:
        amiss = [
            mark.pk
            for mark in Highlight.objects.select_related("revision").exclude(outcome="orphaned")
            if mark.revision.text[mark.start : mark.end] != mark.exact
        ]
        assert amiss == []

    def test_a_later_text_leaves_highlights_of_every_kind(self) -> None:
        lines = Highlight.objects.filter(revision__article__headline=REVISED, is_current=True)
        told = lines.order_by("claim").values_list("outcome", "state", "changes", "exact")
        assert list(told) == [
            ("unchanged", "live", [], "It begins on 1 December."),
            ("changed", "queued", ["number"], "The ferry will make 396 crossings a month"),
            ("unchanged", "live", [], "eleven more than last winter"),
            ("changed", "queued", ["negation"], "The night boat will run before March"),
            ("changed", "live", [], "the pier at Skerrow is still under repair"),
            ("orphaned", "queued", [], ""),
            ("moved", "live", [], "The crossing takes 35 minutes in calm weather."),
        ]

    def test_highlights_overlap_nest_and_coincide(self) -> None:
        rows = Highlight.objects.order_by("pk").values_list("revision", "start", "end")
        spans = [(revision, start or 0, end or 0) for revision, start, end in rows]
        pairs = [
            (a, b)
            for i, a in enumerate(spans)
            for b in spans[i + 1 :]
            if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
        ]
        same = [pair for pair in pairs if pair[0] == pair[1]]
        nested = [(a, b) for a, b in pairs if a != b and (_within(a, b) or _within(b, a))]
        assert (len(same) > 0, len(nested) > 0, len(pairs) > len(same) + len(nested)) == (True, True, True)

    def test_nobody_real_is_graded_but_for_records_and_everything_real_is_a_summary(self) -> None:
        graded_now = Publisher.objects.with_grade(default_grades())
        real: list[Any] = list(graded_now.filter(is_fictional=False).order_by("pk"))
        graded = {publisher.name: publisher.graded for publisher in real if publisher.graded}
        below = [publisher.name for publisher in real if publisher.grade in (Grade.D, Grade.E)]
        quoted = Capture.objects.filter(source__publisher__is_fictional=False, is_summary=False).count()
        assert (graded, below, quoted) == (
            {"United Nations Security Council": "A", "United Nations General Assembly": "A"},
            [],
            0,
        )

    def test_the_made_up_story_is_marked_and_lives_at_made_up_addresses(self) -> None:
        articles = dict(Article.objects.values_list("headline", "is_fictional"))
        addresses = (
            Source.objects.filter(publisher__is_fictional=True).exclude(url="").values_list("url", flat=True)
        )
        elsewhere = [url for url in addresses if not url.split("/")[2].endswith(".example")]
        assert (articles, elsewhere) == (
            {FICTION: True, RECORD: False, REVISED: True},
            [],
        )

    def test_an_attribution_has_three_layers_around_its_content(self) -> None:
        content = Claim.objects.get(
            text="The bow thruster of the Guillemot had been out of order since October."
        )
        stack = [(claim.asserter, claim.mode, claim.status) for claim in attribution_stack(content)]
        assert stack == [
            ("The Northbank Mail", "indirect", "SUPPORTED"),
            ("Radio Estuary", "indirect", "SUPPORTED"),
            ("Unnamed crew members", "anonymous", "LEANS_SUPPORTED"),
            ("", "", "LEANS_SUPPORTED"),
        ]

    def test_the_register_shows_owners_sides_retractions_and_unnamed_origins(self) -> None:
        found = {
            "owned": set(Publisher.objects.exclude(owner=None).values_list("name", flat=True)),
            "sides": set(Publisher.objects.exclude(party_memberships=None).values_list("name", flat=True)),
            "regraded": [p.name for p in Publisher.objects.order_by("pk") if p.grade_changes.count() > 1],
            "relations": set(PublisherRelation.objects.values_list("kind", flat=True)),
            "retracted": list(
                Source.objects.filter(state=SourceState.RETRACTED).values_list("title", flat=True)
            ),
            "unnamed": Source.objects.filter(is_anonymous=True).count(),
            "only known": Source.objects.filter(captures=None).count(),
        }
        assert found == {
            "owned": {"Wend Crossings", "The Northbank Mail", "Radio Estuary", "The Skerrow Tide"},
            "sides": {"Wend Crossings", "Harbour Workers' Association"},
            "regraded": ["The Northbank Mail"],
            "relations": {PublisherRelationKind.INDEPENDENT},
            "retracted": ["Engineer's notebook records engine failure before impact"],
            "unnamed": 1,
            "only known": 4,
        }

    def test_several_scripts_are_read_in_their_direction(self) -> None:
        revision = Article.objects.get(headline=FICTION).revisions.get()
        directions = Counter(
            (block["language"], block["direction"]) for block in revision.blocks if block["language"]
        )
        claims = Claim.objects.exclude(language="en").values_list("language", flat=True)
        assert (directions, sorted(claims)) == ({("ar", "rtl"): 2, ("el", "ltr"): 1}, ["ar", "ka"])

    def test_verdicts_are_signed_by_fresh_eyes_and_two_lapsed(self) -> None:
        states = Counter(Verdict.objects.values_list("state", flat=True))
        lapsed = Verdict.objects.filter(state=VerdictState.LAPSED).order_by("pk")
        under = [(one.claim.text, one.status, one.claim.status) for one in lapsed]
        assert (states, under) == (
            {VerdictState.LIVE: 13, VerdictState.LAPSED: 2},
            [
                (
                    "The Guillemot sailed with six crew although the company's safety plan asks for nine.",
                    Status.SUPPORTED,
                    Status.SUPPORTED,
                ),
                (
                    "The port engine stopped about three minutes before the impact.",
                    Status.SUPPORTED,
                    Status.LEANS_SUPPORTED,
                ),
            ],
        )
        claims = Counter(Claim.objects.values_list("state", flat=True))
        assert [claims[one] for one in (*SIGNED, ClaimState.DISPUTED)] == [3, 4, 1, 1]

    def test_readers_see_what_was_published(self) -> None:
        said = Publication.objects.order_by("pk").values_list("kind", flat=True)
        assert (profile_in_force().has_public_pages, Counter(said)) == (
            True,
            {PublicationKind.PUBLISHED: 5, PublicationKind.CORRECTED: 1},
        )

    def test_the_frozen_set_holds_every_signed_claim(self) -> None:
        kinds = dict(ClaimSet.objects.values_list("name", "kind"))
        members = ClaimSetMember.objects.filter(claim_set__name="Signed claims, first edition")
        assert (kinds, set(members.values_list("claim", flat=True))) == (
            {
                "Signed claims": "live",
                "Signed claims, first edition": "frozen",
                "High risk, not signed yet": "live",
            },
            set(Claim.objects.filter(state__in=SIGNED).values_list("pk", flat=True)),
        )

    def test_dates_are_those_that_the_rules_read(self) -> None:
        """But for "that night", which a person settled."""
        read = [
            (time, resolve_time(time.text, time.anchored_on, tense=Tense.PAST, anchor_kind=time.anchor_kind))
            for time in TimeScope.objects.exclude(rule="")
        ]
        assert [(t.starts_on, t.ends_on, t.granularity, t.rule) for t, _ in read] == [
            (scope.start, scope.end, scope.granularity, scope.rule) for _, scope in read
        ]

    def test_figures_are_bounded_as_the_rules_bound_them(self) -> None:
        figures = list(Quantity.objects.order_by("pk"))
        read = [find_quantities(figure.text)[0].quantity for figure in figures]
        assert [(q.low, q.high, q.comparator) for q in figures] == [
            (q.low, q.high, q.comparator) for q in read
        ]

    def test_everybody_signs_in_with_the_password_of_the_file(self) -> None:
        wrong = [
            row["username"]
            for row in read_people(FOLDER)
            if not User.objects.get(username=row["username"]).check_password(row["password"])
        ]
        roles = Counter(User.objects.values_list("role", flat=True))
        assert (wrong, roles) == (
            [],
            {Role.ADMINISTRATOR: 1, Role.EDITOR: 1, Role.REVIEWER: 4, Role.READER: 1},
        )

    def test_every_row_was_made_by_an_action(self) -> None:
        made: dict[str, Any] = {
            "article.imported": Article,
            "claim.created": Claim,
            "evidence.attached": Evidence,
            "capture.added": Capture,
            "verdict.signed": Verdict,
            "person.created": User,
        }
        events = Counter(Event.objects.filter(verb__in=made).values_list("verb", flat=True))
        assert events == {verb: model.objects.count() for verb, model in made.items()}

    def test_a_second_run_changes_nothing(self) -> None:
        before = rows()
        said = run()
        assert (rows(), said.splitlines()) == (
            before,
            [
                "People: all there already.",
                f"“{RECORD}”: there already, left as it is.",
                f"“{FICTION}”: there already, left as it is.",
                f"“{REVISED}”: there already, left as it is.",
            ],
        )

    def test_what_people_did_since_is_left_alone(self) -> None:
        with transaction.atomic():
            Article.objects.filter(headline=FICTION).update(headline="Renamed", url="", canonical_url="")
            before = rows()
            run()
            after = rows()
            transaction.set_rollback(True)
        assert after == before


def test_it_says_what_it_loaded(first_load: FirstLoad) -> None:
    assert report(first_load.people, first_load.stories).splitlines() == [
        "People: agnes, bruno, celia, dariusz, emeka, farah, greta added.",
        f"“{RECORD}”: 5 publishers, 9 sources, 9 captures, 13 claims, 14 pieces of evidence.",
        "  SUPPORTED 7, NOT_CHECKABLE 3, LEANS_SUPPORTED 3",
        f"“{FICTION}”: 28 publishers, 39 sources, 35 captures, 63 claims, 107 pieces of evidence.",
        "  SUPPORTED 23, LEANS_SUPPORTED 12, NOT_ENOUGH_EVIDENCE 9, NOT_CHECKABLE 8, REFUTED 5, "
        "CONFLICTING 2, LEANS_REFUTED 2, MIXED 1, PENDING_EVENT 1",
        f"“{REVISED}”: 0 publishers, 0 sources, 0 captures, 7 claims, 0 pieces of evidence.",
        "  NOT_ENOUGH_EVIDENCE 7",
    ]


def test_it_is_done_soon(first_load: FirstLoad) -> None:
    assert first_load.seconds < SECONDS


def test_it_refuses_where_others_reach_the_service(first_load: FirstLoad, settings: Any) -> None:
    settings.DEMO_DATA_ALLOWED = False
    with pytest.raises(CommandError, match="--yes-demo-data"):
        run()
    assert run("--yes-demo-data").startswith("People: all there already.")


def test_demo_data_are_allowed_nowhere_by_default() -> None:
    base = (FOLDER.parent / "workbench" / "settings" / "base.py").read_text(encoding="utf-8")
    assert "\nDEMO_DATA_ALLOWED = False\n" in base


def test_the_launcher_tells_every_sign_in() -> None:
    said = [line.split() for line in demo_sign_ins().splitlines()]
    assert said == [[row["username"], *row["password"].split(), row["role"]] for row in read_people(FOLDER)]


@pytest.mark.django_db
def test_a_mistake_in_the_files_is_named_and_nothing_of_its_story_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("skerrow-crossing"))
    claims = folder / "stories" / "public-record" / "claims.toml"
    claims.write_text(
        claims.read_text(encoding="utf-8").replace(
            'quote = "Whether the arrangement', 'quote = "If the arrangement'
        ),
        encoding="utf-8",
    )
    with pytest.raises(SeedError, match="“If the arrangement will hold” occurs 0 times in the article"):
        load_seeds(folder)
    assert (Article.objects.count(), Claim.objects.count(), User.objects.count()) == (0, 0, 7)
