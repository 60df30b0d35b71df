"""The picture of independence: drawn, told and listed; and what it costs the database."""

import pytest

from annotations.actions.publishers import add_bloc, join_bloc
from annotations.actions.sources import change_source_state, derive_source
from annotations.models import Claim
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator
from tests.reasoned import a_reasoned_claim
from tests.web.test_claim_page import statements
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def address(claim: Claim) -> str:
    return f"/claims/{claim.pk}/independence/"


def test_who_rests_on_whom_is_drawn_and_told() -> None:
    found = a_reasoned_claim()
    answer = visitor().get(address(found.claim))
    page, markup = words_of(answer), answer.content.decode()
    assert "counted once: 60 points for it from Coast Wire; not added: Morning Ledger." in page
    assert "relies on Ferry aground" in page
    assert "Counted once 60 1 more not added" in page
    paper, wire = found.paper.source_id, found.wire.source_id
    assert f'data-kind="relies_on" data-from="{paper}" data-to="{wire}"' in markup
    assert [(shown.name, shown.kind) for shown in answer.context["items"]] == [
        ("Morning Ledger", "Passes on"),
        ("Coast Wire", "Origin"),
        ("Harbour Office", "Origin"),
        ("Quay Talk", "Origin"),
    ]


def test_every_box_leads_to_the_words_about_it_and_they_to_the_evidence() -> None:
    found = a_reasoned_claim()
    markup = visitor().get(address(found.claim)).content.decode()
    for link in (found.wire, found.paper, found.record, found.blog):
        assert f'href="#item-{link.source_id}"' in markup
        assert f'id="item-{link.source_id}"' in markup
        assert f'href="/claims/{found.claim.pk}/#evidence-{link.pk}"' in markup


def test_parties_circles_and_what_was_taken_back_are_named() -> None:
    found = a_reasoned_claim()
    person = the_administrator()
    bloc = add_bloc(name="The company", dispute="The crossing", actor=person)
    join_bloc(publisher_id=found.record.source.publisher_id, bloc_id=bloc.pk, actor=person)
    derive_source(source_id=found.wire.source_id, origin_id=found.blog.source_id, kind="quotes", actor=person)
    derive_source(source_id=found.blog.source_id, origin_id=found.wire.source_id, kind="quotes", actor=person)
    other = some_evidence(
        claim=found.claim, source=a_source(publisher=a_publisher(name="Withdrawn Weekly"), title="Not so")
    )
    change_source_state(source_id=other.source_id, state="retracted", reason="Not so.", actor=person)
    page = words_of(visitor().get(address(found.claim)))
    assert "Speaks for The company" in page
    assert "Withdrawn Weekly took a publication back" in page
    assert "Withdrawn Weekly Taken back" in page


def test_a_claim_without_evidence_says_what_will_be_here() -> None:
    page = words_of(visitor().get(address(assessed(a_claim()))))
    assert "Nothing is linked yet" in page


def copied() -> tuple[Claim, list[int]]:
    """A claim with one agency and three reprints of it; their sources."""
    person = the_administrator()
    wire = a_source(publisher=a_publisher(name="Coast Wire", kind="wire"))
    claim = a_claim()
    some_evidence(claim=claim, source=wire, sourcing="own")
    sources = [a_source(publisher=a_publisher(name=f"Reprint {number}")) for number in range(3)]
    for source in sources:
        derive_source(source_id=source.pk, origin_id=wire.pk, kind="republishes", actor=person)
        some_evidence(claim=claim, source=source)
    return assessed(claim), [source.pk for source in sources]


def test_copies_share_a_card_in_the_drawing_and_in_the_list() -> None:
    claim, sources = copied()
    answer = visitor().get(address(claim))
    page, markup = words_of(answer), answer.content.decode()
    assert [(card.name, len(card.items)) for _box, card in answer.context["boxes"]] == [
        ("3 copies of Coast Wire", 3),
        ("", 1),
    ]
    assert f'href="?unfold={sources[0]}#picture"' in markup
    assert "<summary><strong>3 copies of Coast Wire</strong>" in markup
    assert "not added: 3 copies of Coast Wire." in page
    assert all(f'id="item-{pk}"' in markup for pk in sources)


def test_a_card_opens_and_folds_again() -> None:
    claim, sources = copied()
    answer = visitor().get(f"{address(claim)}?unfold={sources[0]}&unfold=nothing&unfold=٣")
    assert [(card.name, len(card.items)) for _box, card in answer.context["boxes"]] == [("", 1)] * 4
    assert "Fold again: 3 copies of Coast Wire" in words_of(answer)


def test_what_does_not_count_says_why_beside_it() -> None:
    claim = a_claim()
    some_evidence(claim=claim, source=a_source(publisher=a_publisher(name="Quiet Paper", kind="unknown")))
    page = words_of(visitor().get(address(assessed(claim))))
    assert "Not counted Reliability not graded yet" in page
    assert "One origin, Quiet Paper, gives nothing that counts: reliability not graded yet." in page


def test_an_unnamed_origin_stays_unnamed() -> None:
    publisher = a_publisher(name="Hidden Hand")
    talk = a_source(publisher=publisher, title="What they said", is_anonymous=True)
    claim = a_claim()
    some_evidence(claim=claim, sourcing="relies_on", relies_on=[talk.pk])
    page = words_of(visitor().get(address(assessed(claim))))
    assert "Unnamed Origin What they said" in page
    assert "Hidden Hand" not in page


def test_words_of_people_are_escaped() -> None:
    claim = a_claim(text="<script>alert(1)</script>")
    some_evidence(claim=claim, source=a_source(title="<b>bold</b>", publisher=a_publisher(name="<i>Eye</i>")))
    page = visitor().get(address(assessed(claim))).content.decode()
    assert not {"<script>alert", "<b>bold", "<i>Eye"} & set(page.split('"'))
    assert ("<script>alert" in page, "<b>bold" in page, "<i>Eye" in page) == (False, False, False)


def test_the_picture_costs_the_same_with_one_link_and_with_twenty() -> None:
    person = the_administrator()
    counted = []
    for number in (1, 20):
        claim = a_claim()
        for _ in range(number):
            some_evidence(claim=claim, sourcing="own")
        counted.append(statements(address(assessed(claim)), person))
    assert counted == [24, 24]


def test_a_claim_that_is_not_there_is_said_to_be_missing() -> None:
    assert visitor().get("/claims/987654/independence/").status_code == 404
