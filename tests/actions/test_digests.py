"""Letters of unread notices, and being told of work that is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from annotations.actions.assignments import assign_work, edit_work
from annotations.actions.comments import write_comment
from annotations.actions.digests import send_digest, sweep_digests
from annotations.actions.notices import read_all_notices
from annotations.actions.people import change_own_profile
from annotations.actions.reminders import remind_of_due_work
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Digest, NoticeKind, Role
from annotations.models import Assignment, Claim, Notice, SecondLook, User
from tests.desks import a_desk
from tests.factories import a_claim, a_person, some_evidence

pytestmark = pytest.mark.django_db

NOON = datetime(2030, 5, 6, 12, 0, tzinfo=UTC)


def a_reader_of_letters(**given: Any) -> User:
    person = a_person(email="ines@harbour.example")
    values = {"digest": Digest.DAILY, "digest_sent_at": NOON - timedelta(days=1), **given}
    User.objects.filter(pk=person.pk).update(**values)
    return User.objects.get(pk=person.pk)


def the_letter() -> Any:
    """The one that went out."""
    [letter] = mail.outbox
    return letter


def commented(person: User, text: str = "The log says otherwise.") -> Claim:
    """A claim of the person on which somebody commented."""
    claim = a_claim(actor=person)
    write_comment(claim_id=claim.pk, text=text, actor=a_person(display_name="Paul Wren"))
    Notice.objects.filter(person=person).update(raised_at=NOON - timedelta(hours=6))
    return claim


def test_a_letter_tells_what_happened_and_nobodys_words() -> None:
    person = a_reader_of_letters()
    claim = commented(person)
    assert send_digest(person_id=person.pk, now=NOON)
    letter = the_letter()
    html = letter.alternatives[0][0]
    assert (letter.to, letter.subject) == (["ines@harbour.example"], "1 notice in Workbench")
    notice = Notice.objects.get(person=person)
    for body in (letter.body, html):
        assert [words in body for words in (claim.text, "Paul Wren commented.", "/profile/#digest")] == [
            True
        ] * 3
        assert f"/notices/#notice-{notice.pk}" in body
        assert "otherwise" not in body
    assert letter.extra_headers["List-Unsubscribe"] == "<http://localhost:8000/profile/#digest>"


def test_a_letter_never_goes_out_twice() -> None:
    person = a_reader_of_letters()
    commented(person)
    assert (sweep_digests(now=NOON), sweep_digests(now=NOON)) == (1, 1)
    assert [send_digest(person_id=person.pk, now=NOON) for _ in range(3)] == [True, False, False]
    assert sweep_digests(now=NOON) == 0
    # What was told of once is not told again the next morning, however long it stays unread.
    assert not send_digest(person_id=person.pk, now=NOON + timedelta(days=1))
    assert len(mail.outbox) == 1


@contextmanager
def a_mail_server(settings: Any, answer: str) -> Iterator[None]:
    """One that answers so when it is told who a letter is for."""

    class Talk(StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 harbour.example\r\n")
            for line in self.rfile:
                said = answer if line[:4].upper() == b"RCPT" else "250 so be it"
                self.wfile.write(f"{said}\r\n".encode())

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield
        server.shutdown()


@pytest.mark.parametrize(("answer", "tries"), [("450 later", 1), ("421 gone", 1), ("550 nobody", 0)])
def test_a_letter_that_the_mail_server_does_not_take_now_goes_out_later(
    answer: str, tries: int, settings: Any
) -> None:
    person = a_reader_of_letters()
    commented(person)
    usual = settings.EMAIL_BACKEND
    with a_mail_server(settings, answer):
        assert not send_digest(person_id=person.pk, now=NOON)
    settings.EMAIL_BACKEND = usual
    later = NOON + timedelta(minutes=15)
    assert sweep_digests(now=later) == tries
    assert [send_digest(person_id=person.pk, now=later) for _ in range(2)] == [bool(tries), False]
    assert len(mail.outbox) == tries


def test_nor_is_one_lost_when_there_is_no_mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    person = a_reader_of_letters()
    commented(person)
    assert not send_digest(person_id=person.pk, now=NOON)
    assert sweep_digests(now=NOON) == 1


def test_there_is_no_letter_where_nothing_is_unread_or_nobody_asked() -> None:
    quiet, never, gone = (
        a_reader_of_letters(),
        a_reader_of_letters(digest=Digest.NEVER),
        a_reader_of_letters(),
    )
    nowhere = a_reader_of_letters(email="")
    for person in (quiet, never, gone, nowhere):
        commented(person)
    read_all_notices(actor=quiet)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert sweep_digests(now=NOON) == 1
    assert not any(send_digest(person_id=one.pk, now=NOON) for one in (quiet, never, gone, nowhere))
    assert (mail.outbox, sweep_digests(now=NOON)) == ([], 0)


def test_what_is_out_of_sight_at_that_moment_is_not_told() -> None:
    person = a_reader_of_letters()
    sealed, closed, seen = (commented(person) for _ in range(3))
    link = some_evidence(claim=sealed)
    SecondLook.objects.create(
        evidence=link,
        why="SAMPLED",
        first_stance=link.stance,
        sealed_claims=[sealed.pk],
        reader=person,
        taken_at=timezone.now(),
    )
    Claim.objects.filter(pk=closed.pk).update(desk=a_desk(a_person()))
    assert send_digest(person_id=person.pk, now=NOON)
    letter = the_letter()
    told = [claim.text in letter.body + letter.alternatives[0][0] for claim in (sealed, closed, seen)]
    assert (told, letter.subject) == ([False, False, True], "1 notice in Workbench")


def test_the_first_letter_tells_of_nothing_older_than_the_wish_for_it() -> None:
    person = a_person()
    with pytest.raises(Invalid) as refusal:
        change_own_profile(values={"digest": "daily"}, actor=person)
    assert (refusal.value.rule, refusal.value.field) == ("address-needed", "email")
    changed = change_own_profile(values={"digest": "daily", "email": "ines@harbour.example"}, actor=person)
    changed.refresh_from_db()
    assert changed.digest_sent_at is not None


def test_work_that_is_due_within_the_day_is_told_of_once_for_each_due_time() -> None:
    claim, editor, person = a_claim(), a_person(role=Role.EDITOR), a_person()
    now = datetime(2030, 5, 6, 12, 0, tzinfo=UTC)
    [work] = assign_work(
        claim_ids=[claim.pk], person_ids=[person.pk], due_on=now.date(), actor=editor
    ).assignments
    assert remind_of_due_work(now=now - timedelta(days=1)) == 0
    assert [remind_of_due_work(now=now) for _ in range(2)] == [1, 0]
    told = Notice.objects.filter(person=person, kind=NoticeKind.DUE_SOON)
    assert [(one.claim_id, one.detail["assignment"]) for one in told] == [(claim.pk, work.pk)]
    told.update(read_at=now)
    assert remind_of_due_work(now=now) == 0
    edit_work(assignment_id=work.pk, values={"due_on": (now + timedelta(days=3)).date()}, actor=editor)
    assert remind_of_due_work(now=now + timedelta(days=3)) == 1
    assert told.count() == 2
    Assignment.objects.update(due_at=now - timedelta(hours=1))
    assert remind_of_due_work(now=now) == 0
