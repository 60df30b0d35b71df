"""No work is lost and none is done twice, whatever dies in the middle of it: a real worker, a real broker,
a real database, and each of them taken away.
"""

import hashlib
from collections.abc import Iterator

import psycopg
import pytest

from annotations.actions.reanchoring import CHUNK
from tests.services.own_world import OwnWorld

# Its tables are copied from the run's own database.
pytestmark = pytest.mark.django_db

CLAIMS = 50


@pytest.fixture(scope="module")
def world(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnWorld]:
    own = OwnWorld(tmp_path_factory.mktemp("world") / "data")
    try:
        own.start()
        yield own
    finally:
        own.stop()


def all_done_once(world: OwnWorld, claims: list[int], exports: list[int]) -> None:
    """Every claim assessed once, every export finished once with the file it says, nothing stuck."""
    assessed = world.rows(
        "SELECT c.id, c.status, count(a.id) FROM annotations_claim c "
        "LEFT JOIN annotations_assessment a ON a.claim_id = c.id "
        "WHERE c.id = ANY(%s) GROUP BY c.id ORDER BY c.id",
        claims,
    )
    assert assessed == [(claim, "LEANS_SUPPORTED", 1) for claim in claims]
    changes = world.rows(
        "SELECT count(*) FROM annotations_event WHERE verb = 'status.changed' AND stream = ANY(%s)",
        [f"claim:{claim}" for claim in claims],
    )
    assert changes == [(len(claims),)]
    for export in exports:
        ended = world.rows(
            "SELECT verb FROM annotations_event "
            "WHERE stream = %s AND verb IN ('export.finished', 'export.failed')",
            f"export:{export}",
        )
        assert ended == [("export.finished",)]
        ((name, sha256, done, total),) = world.rows(
            "SELECT file_name, sha256, claims_done, claims_total FROM annotations_export WHERE id = %s",
            export,
        )
        written = (world.files / name).read_bytes()
        assert (hashlib.sha256(written).hexdigest(), written.count(b"\n")) == (sha256, done)
        assert done == total >= len(claims)


def brought_into_the_middle(world: OwnWorld, claims: list[int], exports: list[int]) -> None:
    """The worker has assessed some claims, hangs over others, and renders."""
    world.worker.start()
    world.wait_for(lambda: world.states(exports) == {"running"} and 0 < world.due() < len(claims))


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_does_the_rest(world: OwnWorld) -> None:
    claims, exports = world.ask(claims=CLAIMS, exports=1)
    with world.held_up(claims[::5]):
        brought_into_the_middle(world, claims, exports)
        world.kill_worker()
    assert (world.due() > 0, world.states(exports)) == (True, {"running"})
    world.worker.start()
    world.let_leases_lapse()
    world.wait_for(lambda: world.due() == 0 and world.states(exports) == {"done"})
    all_done_once(world, claims, exports)
    world.worker.stop()


def test_work_that_could_not_be_announced_is_done_when_the_broker_is_back(world: OwnWorld) -> None:
    world.worker.start()
    world.valkey.stop()
    claims, exports = world.ask(claims=CLAIMS, exports=1)
    assert (world.due(), world.states(exports)) == (CLAIMS, {"queued"})
    world.valkey.start()
    world.wait_for(lambda: world.due() == 0 and world.states(exports) == {"done"})
    all_done_once(world, claims, exports)
    world.worker.stop()


def test_a_broker_stopped_in_the_middle_loses_nothing(world: OwnWorld) -> None:
    claims, exports = world.ask(claims=CLAIMS, exports=1)
    with world.held_up(claims[::5]):
        brought_into_the_middle(world, claims, exports)
        world.valkey.stop()
    world.valkey.start()
    world.let_leases_lapse()
    world.wait_for(lambda: world.due() == 0 and world.states(exports) == {"done"})
    all_done_once(world, claims, exports)
    world.worker.stop()


def test_a_database_restarted_in_the_middle_loses_nothing(world: OwnWorld) -> None:
    claims, exports = world.ask(claims=CLAIMS, exports=1)
    with world.held_up(claims[::5]):
        brought_into_the_middle(world, claims, exports)
        world.postgresql.stop()
        with pytest.raises(psycopg.OperationalError):
            world.due()
    world.postgresql.start()
    world.let_leases_lapse()
    world.wait_for(lambda: world.due() == 0 and world.states(exports) == {"done"})
    all_done_once(world, claims, exports)
    world.worker.stop()


def test_a_worker_killed_amid_carrying_highlights_over_is_followed_by_one_that_does_the_rest(
    world: OwnWorld,
) -> None:
    count = CHUNK + 20

    def progress() -> list[tuple[object, ...]]:
        return world.rows("SELECT state, done, total, counts FROM annotations_reanchoring")

    article, claims = world.revise(highlights=count)
    with world.held_up(claims[-1:], exports=False):
        world.worker.start()
        world.wait_for(lambda: progress() == [("running", CHUNK, count, {})])
        world.kill_worker()
    world.worker.start()
    world.let_leases_lapse()
    counts = {"unchanged": count - 1, "orphaned": 1}
    world.wait_for(lambda: progress() == [("done", count, count, counts)])
    lines = world.rows(
        "SELECT count(*), count(*) FILTER (WHERE is_current AND r.number = 2) FROM annotations_highlight h "
        "JOIN annotations_revision r ON r.id = h.revision_id WHERE r.article_id = %s",
        article,
    )
    assert lines == [(2 * count, count)]
    told = world.rows("SELECT count(*) FROM annotations_event WHERE verb = 'revision.reanchored'")
    assert told == [(1,)]
    world.worker.stop()
