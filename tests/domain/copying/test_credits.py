"""Lines by which a text is credited to an agency."""

import pytest

from annotations.domain.copying import Wire, credited_wires

WIRES = [
    Wire(1, "Reuters"),
    Wire(2, "Associated Press"),
    Wire(3, "Deutsche Presse-Agentur"),
    Wire(4, "Agence France-Presse"),
    Wire(5, "Xinhua News Agency"),
    Wire(6, "Northern Press"),
    Wire(7, "ТАСС"),
    Wire(8, "Kyodo News"),
]


@pytest.mark.parametrize(
    ("line", "credited"),
    [
        ("LONDON, Sept. 28 (Reuters) - Talks ended without a result.", {1}),
        ("HAMBURG (dpa/lno) – Ein Schiff ist gesunken.", {3}),
        ("(AFP)", {4}),
        ("The talks ended. (AP)", {2}),
        ("Talks will go on tomorrow — AP", {2}),
        ("By The Associated Press", {2}),
        ("By Jane Doe and Reuters", {1}),
        ("Source: AFP", {4}),
        ("Quelle: dpa", {3}),
        ("Fuente: AFP", {4}),
        ("Источник: ТАСС", {7}),
        ("来源：新华社", {5}),
        ("新华社北京9月28日电 记者从会上获悉", {5}),
        ("【共同】渡船停运", {8}),
        ("mit Material der dpa", {3}),
        ("Avec AFP", {4}),
        ("dpa/AFP", {3, 4}),
        ("Reuters/AP", {1, 2}),
        ("© 2024 The Associated Press", {2}),
        ("TOWN (Northern Press) - It rains.", {6}),
        ("A minister told Reuters that talks would go on.", set()),
        ("Reuters reported on Monday that talks had ended.", set()),
        ("REUTERS/John Smith", set()),
        ("Photo: Reuters", set()),
        ("Foto: dpa/Anna Muster", set()),
        ("The ministry (which nobody likes) said Reuters was wrong.", set()),
    ],
)
def test_usual_forms_are_credits_and_mentions_are_not(line: str, credited: set[int]) -> None:
    assert credited_wires(line, WIRES) == credited


def test_only_agencies_of_the_register_are_credited() -> None:
    assert credited_wires("LONDON (Reuters) - Talks ended.", [Wire(2, "Associated Press")]) == frozenset()


def test_an_agency_may_be_named_as_the_author() -> None:
    assert credited_wires("Talks ended.", WIRES, ["Jane Doe", " AFP "]) == {4}


def test_a_credit_stands_at_the_head_or_the_foot_of_a_text() -> None:
    long = "\n".join(["Line."] * 10)
    assert credited_wires(f"{long}\n(AFP)\n{long}", WIRES) == frozenset()
    assert credited_wires(f"{long}\n(AFP)", WIRES) == {4}
