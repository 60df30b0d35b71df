"""The seeded defects stay applicable: each passage stands in the source once, and its successor compiles."""

import pytest

from tests.domain.verification.defects import PROJECT, seeded
from tests.domain.verification.seeded import DEFECTS, Defect


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.rule)
def test_a_defect_can_be_seeded(defect: Defect) -> None:
    source = (PROJECT / defect.path).read_text(encoding="utf-8")
    compile(seeded(source, defect), defect.path, "exec")


def test_a_passage_that_is_gone_is_told() -> None:
    with pytest.raises(ValueError, match="stands there 0 times"):
        seeded("", DEFECTS[0])


def test_every_rule_is_broken_once() -> None:
    assert len({defect.rule for defect in DEFECTS}) == len(DEFECTS) >= 20
