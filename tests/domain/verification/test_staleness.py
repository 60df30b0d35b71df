"""When a status is due for another look (3.7)."""

from dataclasses import replace
from datetime import date

import pytest

from annotations.domain.verification import (
    Inputs,
    Pace,
    assess,
    causes_in,
    makes_stale,
    pace_of,
    recheck_due,
)
from annotations.domain.vocabulary import StaleCause
from tests.domain.verification.scenes import item, own_reports, pro, publisher, scene

DAY = date(2021, 1, 1)


@pytest.mark.parametrize(
    ("claim_type", "breaking", "pace", "due"),
    [
        ("event", True, Pace.BREAKING, date(2021, 1, 2)),
        ("event", False, Pace.DEVELOPING, date(2021, 1, 8)),
        ("causal", False, Pace.DEVELOPING, date(2021, 1, 8)),
        ("media", False, Pace.DEVELOPING, date(2021, 1, 8)),
        ("quantity", False, Pace.STATISTIC, date(2021, 4, 1)),
        ("comparison", False, Pace.STATISTIC, date(2021, 4, 1)),
        ("attribution", False, Pace.SETTLED, date(2022, 1, 1)),
        ("historical", False, Pace.SETTLED, date(2022, 1, 1)),
        ("law", False, Pace.SETTLED, date(2022, 1, 1)),
    ],
)
def test_how_long_a_status_stays_fresh(claim_type: str, breaking: bool, pace: Pace, due: date) -> None:
    assert pace_of(claim_type, is_breaking=breaking) is pace
    assert recheck_due(pace, DAY) == due


def test_a_statistic_waits_for_its_next_release() -> None:
    assert recheck_due(Pace.STATISTIC, DAY, date(2021, 2, 15)) == date(2021, 2, 15)
    assert recheck_due(Pace.STATISTIC, DAY, date(2020, 12, 15)) == date(2021, 4, 1)
    assert recheck_due(Pace.SETTLED, DAY, date(2021, 2, 15)) == date(2022, 1, 1)


def test_only_a_change_around_an_intact_passage_merely_informs() -> None:
    assert [cause for cause in StaleCause if not makes_stale(cause)] == [StaleCause.SOURCE_CHANGED]


def one(**changes: object) -> Inputs:
    inputs = scene(*own_reports("B"))
    return replace(inputs, links=(replace(inputs.links[0], **changes),))  # type: ignore[arg-type]


def test_causes_that_a_result_shows() -> None:
    assert causes_in(assess(one())) == ()
    assert causes_in(assess(one(passage="gone"))) == (StaleCause.QUOTE_GONE,)
    assert causes_in(assess(one(broken=True, captured=False))) == (StaleCause.LINK_BROKEN,)
    retracted = (publisher("p"), publisher("q"), item("i", "p", "j"), item("j", "q", state="retracted"))
    result = assess(scene(*retracted, pro("L", "i"), pro("M", "j")))
    assert causes_in(result) == (StaleCause.SOURCE_RETRACTED,)
