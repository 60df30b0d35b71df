"""Telling a database that is gone from a statement it could not carry out."""

from typing import Final

from django.db import InterfaceError, OperationalError

# PostgreSQL's classes of errors: lost connections, rollbacks of transactions that were in each other's way,
# and a server that is shut down or starting.
TRANSIENT: Final = ("08", "40", "57P")


def may_go_better_later(failure: BaseException) -> bool:
    """Whether the same would succeed with another connection or at another moment.

    Django calls many things operational, also an index entry that is too long, which never fits.
    """
    if isinstance(failure, InterfaceError):
        return True
    state = getattr(failure.__cause__, "sqlstate", None)
    return isinstance(failure, OperationalError) and (state is None or state.startswith(TRANSIENT))
