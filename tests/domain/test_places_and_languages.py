"""Codes of countries and languages."""

import pytest

from annotations.domain.places_and_languages import COUNTRIES, country_meant, is_language_tag


def test_every_country_has_two_letters_and_a_name_of_its_own() -> None:
    assert len(COUNTRIES) == len(set(COUNTRIES.values())) == 252
    assert all(len(code) == 2 and code.isupper() and name for code, name in COUNTRIES.items())
    assert (COUNTRIES["CF"], COUNTRIES["KR"], COUNTRIES["XK"]) == (
        "Central African Republic",
        "Korea, South",
        "Kosovo",
    )


@pytest.mark.parametrize(
    ("typed", "meant"), [("Sweden", "SE"), ("sweden", "SE"), ("SE", "SE"), ("Atlantis", "Atlantis"), ("", "")]
)
def test_a_country_may_be_named(typed: str, meant: str) -> None:
    assert country_meant(typed) == meant


@pytest.mark.parametrize(
    ("tag", "is_one"),
    [
        ("sv", True),
        ("pt-BR", True),
        ("und", True),
        ("zh-Hant-TW", True),
        ("sh", True),
        ("Swedish", False),
        ("xx", False),
        ("s", False),
        ("sv_SE", False),
        ("", False),
    ],
)
def test_a_language_is_one_that_there_is(tag: str, is_one: bool) -> None:
    assert is_language_tag(tag) is is_one
