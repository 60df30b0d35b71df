"""Tags are spelt so that equal ones compare equal."""

import pytest

from annotations.domain.errors import Invalid
from annotations.domain.tags import checked_tags, tags_in


def test_tags_are_small_sorted_and_there_once() -> None:
    assert checked_tags([" Port  Authority ", "harbour", "HARBOUR", ""]) == ["harbour", "port authority"]
    assert tags_in("Harbour, ferry,, harbour ,") == ["ferry", "harbour"]


@pytest.mark.parametrize("tags", ["harbour", ["a,b"], ["x" * 51], [str(number) for number in range(21)]])
def test_what_is_no_list_of_tags_is_refused(tags: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        checked_tags(tags)
    assert (refused.value.field, refused.value.rule) == ("tags", "tags-unusable")
