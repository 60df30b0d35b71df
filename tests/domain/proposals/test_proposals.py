"""Prefilled forms: types, layers of attribution, risks and reasons to split, on invented sentences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.proposals import Proposal, propose

MONDAY = date(2021, 3, 1)


def read(sentence: str, selected: str | None = None) -> Proposal:
    return propose(selected or sentence, sentence, MONDAY)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Nineteen miners were rescued on Friday.", "quantity"),
        ("Talks between both ports broke down on Friday.", "event"),
        ("The harbour minister said the port would reopen.", "attribution"),
        ("It is by far the largest flood since 1954.", "comparison"),
        ("The dam burst because its gates had rusted.", "causal"),
        ("Under international law the strait is open to all.", "law"),
        ("The canal was opened in 1914.", "historical"),
        ("Footage showed ferries burning at the quay.", "media"),
        ("The strait could be closed for months.", "prediction"),
        ("This treaty is a shameful surrender.", "opinion"),
        ("Parliament must end this at once.", "normative"),
        ("Shame on them all!", "rhetoric"),
        ("I felt sick when it happened.", "personal_experience"),
        ("Who opened the gates?", "question"),
    ],
)
def test_guessed_type(sentence: str, kind: str) -> None:
    assert read(sentence).type == kind


@pytest.mark.parametrize(
    ("sentence", "layers"),
    [
        (
            "Harbour officials who run the port said it was closed.",
            [("Harbour officials", "said", "indirect")],
        ),
        ("Coast guards, who gave no names, said nine had died.", [("Coast guards", "said", "indirect")]),
        ("Islanders claimed to have sunk two boats.", [("Islanders", "claimed", "indirect")]),
        (
            "Mayor Ana Ruiz warned Sunday that water could run out.",
            [("Mayor Ana Ruiz", "warned", "indirect")],
        ),
        ("“The bridge is safe,” engineer Tom Hale said.", [("engineer Tom Hale", "said", "direct_quote")]),
        ("“The bridge is safe,” said Tom Hale.", [("Tom Hale", "said", "direct_quote")]),
        ("Asked about it, Mayor Ruiz simply said: “We shall see.”", [("Mayor Ruiz", "said", "direct_quote")]),
        ("According to the port authority, nine ships left.", [("the port authority", "said", "indirect")]),
        ("Nine ships left, according to unnamed pilots.", [("unnamed pilots", "said", "anonymous")]),
        ("The gates were reportedly left open.", [("", "reported", "hedged")]),
        (
            "Meridian cited unnamed envoys who said the talks had failed.",
            [("Meridian", "cited", "indirect"), ("unnamed envoys", "said", "anonymous")],
        ),
        (
            "Globe cited Professor Lena Ostrow at the Naval School: “Fish stocks have collapsed.”",
            [
                ("Globe", "cited", "direct_quote"),
                ("Professor Lena Ostrow at the Naval School", "said", "direct_quote"),
            ],
        ),
        (
            "The council, which has already announced that it plans a levy, met.",
            [("The council", "said", "indirect")],
        ),
        ("The ferry left at dawn.", []),
    ],
)
def test_proposed_layers(sentence: str, layers: list[tuple[str, str, str]]) -> None:
    assert [(layer.asserter, layer.verb, layer.mode) for layer in read(sentence).layers] == layers


def test_content_alone_keeps_the_layer_it_stands_under() -> None:
    sentence = "Coast guards said nine sailors had died."
    proposal = read(sentence, "nine sailors had died")
    assert (proposal.text, proposal.type) == ("Nine sailors had died.", "quantity")
    assert [layer.asserter for layer in proposal.layers] == ["Coast guards"]


def test_a_quotation_stands_under_its_speaker_and_counts_from_the_utterance() -> None:
    sentence = "“We sealed the dam yesterday,” Ruiz said."
    quoted = propose("We sealed the dam yesterday", sentence, MONDAY)
    assert [(layer.asserter, layer.mode) for layer in quoted.layers] == [("Ruiz", "direct_quote")]
    assert [(time.start, time.anchor_kind, time.state.value) for time in quoted.times] == [
        (None, "utterance", "NO_ANCHOR")
    ]
    dated = propose("We sealed the dam yesterday", sentence, MONDAY, uttered_on=date(2021, 2, 20))
    assert [time.start for time in dated.times] == [date(2021, 2, 19)]


@pytest.mark.parametrize(
    ("sentence", "risks"),
    [
        ("Nine sailors were killed.", ["CASUALTIES"]),
        ("The mayor stole the relief fund.", ["CRIME"]),
        ("The vaccine cures colds.", ["HEALTH"]),
        ("Ballots were thrown away.", ["ELECTION"]),
        ("The dam burst because of rust.", ["CAUSE_OR_MOTIVE"]),
        ("The gates were reportedly left open.", ["ANONYMOUS_ONLY"]),
        ("The ferry left at dawn.", []),
    ],
)
def test_suggested_risk(sentence: str, risks: list[str]) -> None:
    proposal = read(sentence)
    assert [reason.value for reason in proposal.risk_reasons] == risks
    assert proposal.risk == ("high" if risks else "normal")


@pytest.mark.parametrize(
    ("sentence", "splits"),
    [
        ("Nine sailors left.", {}),
        ("Guards lost 9 boats and 12 men.", {"SEVERAL_FIGURES": ("9", "12")}),
        ("Guards closed the port and burned the quay.", {"SEVERAL_PREDICATES": ("and burned",)}),
        ("The illegal 2003 sale was signed at sea.", {"LOADED_TERM": ("illegal",)}),
        (
            "The old island ferry sank after pilots reportedly ignored two warnings.",
            {"SEVERAL_SPEAKERS": ("reportedly",)},
        ),
        (
            "Norland, Sark and Vey issued statements of regret.",
            {"SEVERAL_SPEAKERS": ("Norland, Sark and Vey",)},
        ),
        ("This is a shameful sale.", {}),
        ("Two of the three pumps failed.", {}),
    ],
)
def test_reasons_to_split(sentence: str, splits: dict[str, tuple[str, ...]]) -> None:
    assert {split.reason.value: split.words for split in read(sentence).splits} == splits


def test_tense_follows_what_stands_before_the_date() -> None:
    assert read("Ruiz warned Sunday that water could run out.").times[0].start == date(2021, 2, 28)
    assert read("The port will reopen in April.").times[0].start == date(2021, 4, 1)


def test_other_languages_get_their_own_words_and_nothing_else() -> None:
    assert propose(
        "sagte er gestern", "Das, sagte er gestern, war alles.", MONDAY, language="de"
    ) == Proposal("Sagte er gestern.")


@pytest.mark.parametrize(
    ("sentence", "selected", "content"),
    [
        ("Harbour officials said they lost nine boats.", None, "Harbour officials lost nine boats."),
        ("Coast guards, who gave no names, said nine had died.", None, "Nine had died."),
        ("Coast guards, who gave no names, said nine had died.", "said nine had died", "Nine had died."),
        ("Islanders claimed to have sunk two boats.", None, "Islanders had sunk two boats."),
        ("Islanders claimed to hold the hill.", None, "Islanders claimed to hold the hill."),
        (
            "Mayor Ruiz warned Sunday that water could “run out in a month.”",
            None,
            "Water could “run out in a month.”",
        ),
        ("Mayor Ruiz told Governor Ana Hale that she will resign.", None, "Mayor Ruiz will resign."),
        ("“The bridge is safe,” engineer Tom Hale said.", None, "The bridge is safe."),
        ("Mayor Ruiz simply said: “We shall see.”", None, "We shall see."),
        ("According to the port authority, nine ships left.", None, "Nine ships left."),
        ("Nine ships left, according to unnamed pilots.", None, "Nine ships left."),
        ("Meridian cited unnamed envoys who said the talks had failed.", None, "The talks had failed."),
        ("The gates were reportedly left open.", None, "The gates were left open."),
        ("Mayor Ruiz dismissed all calls.", None, "Mayor Ruiz dismissed all calls."),
        ("“Two harbours, one port” is a principle.", None, "“Two harbours, one port” is a principle."),
    ],
)
def test_the_claim_is_what_is_asserted(sentence: str, selected: str | None, content: str) -> None:
    assert read(sentence, selected).text == content


def test_what_somebody_did_is_no_layer() -> None:
    assert read("Mayor Ruiz dismissed all calls.").layers == ()
    assert read("The port issued a warning after pilots left.", "pilots left").layers == ()


def test_the_claim_has_the_type_of_what_is_asserted() -> None:
    warned = read("Mayor Ruiz warned Sunday that water could run out.")
    assert (warned.type, warned.content_type) == ("attribution", "prediction")


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_selection_can_be_read(sentence: str, selected: str) -> None:
    assert bool(propose(selected, sentence, MONDAY).text) == bool(propose(selected, selected, MONDAY).text)
