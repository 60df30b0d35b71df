"""Who says what: speakers before and behind their verbs, and sentences in which nobody reports anything."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.proposals import propose

MONDAY = date(2021, 3, 1)
Layers = list[tuple[str, str, str]]


def read(sentence: str) -> tuple[Layers, str]:
    found = propose(sentence, sentence, MONDAY)
    return [(layer.asserter, layer.verb, layer.mode) for layer in found.layers], found.text


def one(asserter: str, verb: str = "said", mode: str = "indirect") -> Layers:
    return [(asserter, verb, mode)]


FAILED = "Nine pumps had failed."
OPEN = "The sluice had been left open."
SAFE = "The bridge was safe."


@pytest.mark.parametrize(
    ("sentence", "layers", "text"),
    [
        # Behind what is told.
        ("Nine pumps had failed, the river board said.", one("the river board"), FAILED),
        ("Nine pumps had failed, the river board said on Monday.", one("the river board"), FAILED),
        ("Nine pumps had failed, the board admitted in a written statement.", one("the board"), FAILED),
        ("Nine pumps had failed, the board told reporters on Monday.", one("the board"), FAILED),
        ("Nine pumps had failed, officials said.", one("officials"), FAILED),
        # Behind it and inverted.
        ("Nine pumps had failed, said the river board.", one("the river board"), FAILED),
        ("Nine pumps had failed, said Tom Aldous on Monday.", one("Tom Aldous"), FAILED),
        (
            "Nine pumps had failed, said Tom Aldous, a spokesman for Harrow Grain.",
            one("Tom Aldous (spokesman for Harrow Grain)"),
            FAILED,
        ),
        ("“The bridge was safe,” said the mayor.", one("the mayor", mode="direct_quote"), SAFE),
        ("“The bridge was safe,” confirmed Ann Lee.", one("Ann Lee", mode="direct_quote"), SAFE),
        # Inserted.
        ("The bridge, the mayor said, was safe.", one("the mayor"), SAFE),
        ("The bridge, according to the mayor, was safe.", one("the mayor"), SAFE),
        (
            "Nine pumps had failed, the river board said, and two were lost.",
            one("the river board"),
            "Nine pumps had failed, and two were lost.",
        ),
        # According to.
        ("According to Harrow Grain, nine pumps had failed.", one("Harrow Grain"), FAILED),
        ("Nine pumps had failed, according to Harrow Grain.", one("Harrow Grain"), FAILED),
        (
            "According to Ann Lee, the mill's manager, nine pumps had failed.",
            one("Ann Lee (manager of the mill)"),
            FAILED,
        ),
        # A name, and what the named is.
        (
            "Harrow Grain's spokesman, Tom Aldous, admitted that the sluice had been left open.",
            one("Tom Aldous (spokesman of Harrow Grain)"),
            OPEN,
        ),
        (
            "The sluice had been left open, Harrow Grain’s spokesman, Tom Aldous, admitted.",
            one("Tom Aldous (spokesman of Harrow Grain)"),
            OPEN,
        ),
        (
            "The mill owner, Harrow Grain, denied that the sluice had been left open.",
            one("Harrow Grain", "denied"),
            OPEN,
        ),
        (
            "But the chair of the board, Ann Lee, has confirmed that nine pumps had failed.",
            one("Ann Lee (chair of the board)"),
            FAILED,
        ),
        ("On Monday, the mayor, Ana Ruiz, said that the bridge was safe.", one("Ana Ruiz"), SAFE),
        (
            "The board's lawyer, Ann Lee, says the bridge was safe.",
            one("Ann Lee (lawyer of the board)"),
            SAFE,
        ),
        # Told to somebody.
        ("The mayor told reporters that the bridge was safe.", one("The mayor"), SAFE),
        ("Mayor Ruiz told the council on Monday that the bridge was safe.", one("Mayor Ruiz"), SAFE),
        ("The mayor told journalists the bridge was safe.", one("The mayor"), SAFE),
        # Other verbs.
        ("The board confirmed that nine pumps had failed.", one("The board"), FAILED),
        ("The board announced that nine pumps had failed.", one("The board"), FAILED),
        ("The board reported that nine pumps had failed.", one("The board", "reported"), FAILED),
        ("The board insisted nine pumps had failed.", one("The board"), FAILED),
        ("The board alleged that nine pumps had failed.", one("The board", "claimed"), FAILED),
        ("The board claims that nine pumps had failed.", one("The board", "claimed"), FAILED),
        ("The board argued that nine pumps had failed.", one("The board", "claimed"), FAILED),
        (
            "The miller denied having left the gate open.",
            one("The miller", "denied"),
            "The miller had left the gate open.",
        ),
        (
            "The board said more than nine pumps had failed.",
            one("The board"),
            "More than nine pumps had failed.",
        ),
        ("The board said nothing was wrong.", one("The board"), "Nothing was wrong."),
        ("The board said no pump had failed.", one("The board"), "No pump had failed."),
        # Several, and nobody.
        (
            "Ruiz said the board had claimed that nine pumps had failed.",
            [*one("Ruiz"), *one("the board", "claimed")],
            FAILED,
        ),
        (
            "Meridian reported that the mayor said that the bridge was safe.",
            [*one("Meridian", "reported"), *one("the mayor")],
            SAFE,
        ),
        ("It was reported that nine pumps had failed.", one("", "reported", "hedged"), FAILED),
    ],
)
def test_a_report_gives_its_speaker_and_what_is_told(sentence: str, layers: Layers, text: str) -> None:
    assert read(sentence) == (layers, text)


@pytest.mark.parametrize(
    "sentence",
    [
        "He said nothing.",
        "It goes without saying that the bridge is old.",
        "The board paid the said amount in full.",
        "She said a few words and left.",
        "The mayor said goodbye to the crew.",
        "That said, the bridge is old.",
        "All things said and done, the bridge held.",
        "Easier said than done.",
        "Needless to say, the bridge held.",
        "The report says a lot about the flood.",
        "Nobody said that the bridge was safe.",
        "No one claimed that the bridge was safe.",
        "The board did not say that the bridge was safe.",
        "The mayor never said that the bridge was safe.",
        "He refused to say that the pumps had failed.",
        "Did the mayor say that the bridge was safe?",
        "If the mayor says that the bridge is safe, crews will return.",
        "What the mayor said was wrong.",
        "Everything the board said was wrong.",
        "The flood claimed nine lives.",
        "The club claimed victory on Sunday.",
        "The miller claimed compensation for the flood.",
        "The board reported nine broken pumps.",
        "The annual reports list nine broken pumps.",
        "Two reports that the dam had burst were wrong.",
        "The claims were settled in March.",
        "The states signed the treaty.",
        "Everything went according to plan.",
        "The crates were sorted according to size.",
        "Bids are ranked according to the rules.",
        "The plan was announced on Monday.",
        "On Monday, the winner was announced.",
        "After the vote, the result was confirmed.",
        "The deal was confirmed by the board.",
        "The board maintained the bridge for years.",
        "The mill denied access to inspectors.",
        "The judge dismissed the case.",
        "The boat, said to be broke, sank.",
        "The board cut jobs, announced losses and closed.",
        "The mayor told the truth.",
        "She added two spoons of salt.",
        "The mayor explained the plan.",
    ],
)
def test_a_sentence_without_a_report_keeps_its_words_and_gets_no_layer(sentence: str) -> None:
    assert read(sentence) == ([], sentence)


SPEAKERS = st.sampled_from(["the board", "Tom Aldous", "Harrow Grain's", "it", "a spokesman for", "who"])
VERBS = st.sampled_from(["said", "told", "denied", "reports", "according to", "was", "nine pumps failed"])
JOINTS = st.sampled_from([",", "“", "”", ".", "that", "and", "on Monday"])
SPEAKERS = st.sampled_from(["the board", "Tom Aldous", "Harrow Grain's", "it", "a spokesman for", "who"])
VERBS = st.sampled_from(["said", "told", "denied", "reports", "according to", "was", "nine pumps failed"])
JOINTS = st.sampled_from([",", "“", "”", ".", "that", "and", "on Monday"])
WORDS = st.one_of(SPEAKERS, VERBS, JOINTS)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_order_of_such_words_can_be_read(sentence: str) -> None:
    found = propose(sentence, sentence, MONDAY)
    assert all(layer.asserter in ("", layer.asserter.strip()) for layer in found.layers)
