"""Second readings and disputes in the states that pages show: read and settled, waiting, being settled."""

from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.second_looks import answer_look, ask_for_look, release_look, take_look
from annotations.domain.vocabulary import SecondLookState
from annotations.models import GoldLink, SecondLook, User
from tests.reviewed import a_counted_link


def second_readings(reader: User) -> None:
    """One that this administrator read otherwise and somebody settled, one that waits for them, and a
    dispute that they took.
    """
    editor, reviewer = (User.objects.get(username=name) for name in ("bruno", "celia"))
    read, _ = _given_to(reader, editor), _given_to(reader, editor)
    answer_look(look_id=read.pk, stance="context", reason="Another day.", actor=reader)
    take_dispute(look_id=read.pk, actor=reviewer)
    settle_dispute(look_id=read.pk, stance="context", reason="The day differs.", actor=reviewer)
    disputed = ask_for_look(evidence_id=a_counted_link(actor=editor).pk, actor=editor)
    assert disputed.reader is not None
    answer_look(look_id=disputed.pk, stance="contradicts", actor=disputed.reader)
    take_dispute(look_id=disputed.pk, actor=reader)


def rows_of_review() -> dict[str, int]:
    """A row for each variable of an address about review."""
    settled = SecondLook.objects.filter(state=SecondLookState.SETTLED).latest("pk")
    return {"look_id": settled.pk, "gold_id": GoldLink.objects.latest("pk").pk}


def of_review() -> list[str]:
    """Addresses of what waits for the person, and of what they are settling."""
    waiting = SecondLook.objects.filter(state=SecondLookState.OPEN).latest("pk")
    disputed = SecondLook.objects.filter(state=SecondLookState.DISPUTED, settler__isnull=False).latest("pk")
    return [f"/second-looks/{waiting.pk}/", f"/disputes/{disputed.pk}/"]


def _given_to(person: User, author: User) -> SecondLook:
    """Whoever was found first gives it back, until nobody is left and the person may take it."""
    look = ask_for_look(evidence_id=a_counted_link(actor=author).pk, actor=author)
    while look.reader is not None:
        look = release_look(look_id=look.pk, actor=person)
        look.refresh_from_db()
    return take_look(look_id=look.pk, actor=person)
