"""Empties the tables after tests that commit.

Only what is there is deleted: a test fills a handful of tables, and to truncate all of them makes a few
hundred files anew. What the migrations wrote, and no test changes, stays.
"""

import time

import pgtrigger
from django.db import OperationalError, connection, transaction

KEPT = frozenset(["auth_permission", "django_content_type", "django_migrations"])
SECONDS = 60
# Longer than PostgreSQL needs to see that two transactions wait for each other.
LOCK_SECONDS = 20
OTHERS = """SELECT pid, state, wait_event, left(query, 200) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def empty_the_tables() -> None:
    """Live processes ask the database at any moment. Where one of them and the emptying wait for each other,
    PostgreSQL ends one of the two; if that was the emptying, it is done again.

    Raises AssertionError, with what others do at that moment, when somebody holds on to the tables.
    """
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            with pgtrigger.ignore(), transaction.atomic():
                _delete_everything()
            return
        except OperationalError as failure:
            if time.monotonic() > deadline:
                raise AssertionError(f"The tables are not free: {failure}\nOthers:\n{_others()}") from failure


def _delete_everything() -> None:
    names = [
        connection.ops.quote_name(name)
        for name in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if name not in KEPT
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        # Nobody writes a row while others are deleted that it rests on; whoever only reads goes on.
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        )
        if filled := [name for (name,) in cursor.fetchall()]:
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in filled))


def _others() -> str:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return "\n".join(map(str, cursor.fetchall()))
