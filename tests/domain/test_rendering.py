"""What a format could not carry."""

from annotations.domain.rendering import IDS_NAMED, LeftOut


def test_what_is_left_out_is_counted_and_the_first_are_named() -> None:
    left_out = LeftOut()
    for claim_id in range(IDS_NAMED + 5):
        left_out.add("not-rated", claim_id)
    left_out.add("needs-short-claim", 7)
    assert left_out.described() == {
        "needs-short-claim": {"count": 1, "claims": [7]},
        "not-rated": {"count": IDS_NAMED + 5, "claims": list(range(IDS_NAMED))},
    }


def test_nothing_left_out_says_nothing() -> None:
    assert LeftOut().described() == {}
