"""Two workers who send the same person's letter at one moment send it once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, transaction

from annotations.actions.digests import send_digest
from annotations.models import User
from tests.actions.test_digests import NOON, a_reader_of_letters, commented
from tests.services.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'
       AND query LIKE 'UPDATE "annotations_user"%'
"""


def are_waiting(number: int) -> bool:
    """Whether so many wait to write down that a letter goes out."""
    with connection.cursor() as cursor:
        # Within a transaction it is told as it was when first asked.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0] == number)


def in_a_thread(deed: Callable[[], bool]) -> bool:
    try:
        return deed()
    finally:
        connection.close()


def test_whoever_writes_it_down_first_sends_it() -> None:
    person = a_reader_of_letters()
    commented(person)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=person.pk)
            sending = [
                pool.submit(in_a_thread, lambda: send_digest(person_id=person.pk, now=NOON)) for _ in range(2)
            ]
            wait_until(lambda: are_waiting(2), lambda: "Nobody waits for the row.")
        sent = [one.result() for one in sending]
    assert (sorted(sent), len(mail.outbox)) == ([False, True], 1)
