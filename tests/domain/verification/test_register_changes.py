"""Changes of the register, put on a claim's inputs as if they had been recorded."""

from dataclasses import replace
from datetime import date

import pytest

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PublisherInput,
    RelationInput,
)
from annotations.domain.verification.changed_inputs import applied
from annotations.domain.verification.register_changes import (
    BlocJoined,
    Derived,
    MembershipChanged,
    OwnerChanged,
    PublishersMerged,
    PublishersRelated,
    PublishersUnrelated,
    RegisterChange,
    Regraded,
    SourcesMerged,
    SourcesRelated,
    SourcesUnrelated,
    StateChanged,
    Underived,
)
from annotations.domain.vocabulary import Stance

DAY = date(2026, 5, 4)
STANDING = BlocMembership("company")
FIRST = PublisherInput("first", grade="B", owner_group="first", blocs=(STANDING,))
SECOND = PublisherInput("second", grade="C", owner_group="second")
WIRE = ItemInput("wire", "first")
PAPER = ItemInput("paper", "second", derivations=(DerivationInput("wire", "cites"),))
DISTINCT = RelationInput("distinct", "paper", "wire")
DEPENDENT = RelationInput("not_independent", "first", "second")
INPUTS = Inputs(
    node=NodeInput(1, asserter="second", host_items=("paper",)),
    links=(LinkInput("a", "paper", Stance.CORROBORATES, relies_on=("wire",)),),
    items=(WIRE, PAPER),
    publishers=(FIRST, SECOND),
    item_relations=(DISTINCT,),
    publisher_relations=(DEPENDENT,),
)


def with_first(**changed: object) -> Inputs:
    return replace(INPUTS, publishers=(replace(FIRST, **changed), SECOND))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "then"),
    [
        (Regraded("first", "E"), with_first(grade="E")),
        (StateChanged("wire", "retracted"), replace(INPUTS, items=(replace(WIRE, state="retracted"), PAPER))),
        (
            BlocJoined("first", "union", DAY, None),
            with_first(blocs=(STANDING, BlocMembership("union", DAY, None))),
        ),
        (
            MembershipChanged("first", STANDING, None, DAY),
            with_first(blocs=(BlocMembership("company", None, DAY),)),
        ),
        (OwnerChanged("first", "second", frozenset({"first"}), "second"), with_first(owner_group="second")),
        (PublishersUnrelated(DEPENDENT), replace(INPUTS, publisher_relations=())),
        (SourcesUnrelated(RelationInput("distinct", "wire", "paper")), replace(INPUTS, item_relations=())),
        (
            Derived("wire", "paper", "quotes"),
            replace(INPUTS, items=(replace(WIRE, derivations=(DerivationInput("paper", "quotes"),)), PAPER)),
        ),
        (Underived("paper", "wire"), replace(INPUTS, items=(WIRE, replace(PAPER, derivations=())))),
    ],
)
def test_a_change_is_put_on_what_it_concerns(change: RegisterChange, then: Inputs) -> None:
    assert applied(change, INPUTS) == then


@pytest.mark.parametrize(
    "change",
    [
        Regraded("first", "B"),
        Regraded("somebody else", "E"),
        StateChanged("wire", "active"),
        PublishersRelated(RelationInput("independent", "second", "first")),
        SourcesRelated(RelationInput("same_work", "wire", "paper")),
        Derived("paper", "wire", "quotes"),
        Underived("wire", "paper"),
        PublishersUnrelated(RelationInput("independent", "first", "second")),
    ],
)
def test_what_is_on_record_or_refused_changes_nothing(change: RegisterChange) -> None:
    assert applied(change, INPUTS) == INPUTS


def test_of_two_sources_that_are_merged_one_is_left_with_what_was_said_of_both() -> None:
    merged = applied(SourcesMerged(kept="wire", absorbed="paper"), INPUTS)
    assert merged == replace(
        INPUTS,
        node=replace(INPUTS.node, host_items=("wire",)),
        links=(replace(INPUTS.links[0], item="wire", relies_on=("wire",)),),
        items=(WIRE,),
        item_relations=(),
    )


def test_of_two_publishers_that_are_merged_one_is_left_with_what_was_said_of_both() -> None:
    change = PublishersMerged(kept="second", absorbed="first", groups=(("second", "second"),))
    assert applied(change, INPUTS) == replace(
        INPUTS,
        items=(replace(WIRE, publisher="second"), PAPER),
        publishers=(replace(SECOND, blocs=(STANDING,)),),
        publisher_relations=(),
    )
