"""What a new copy is compared with, however many meet it."""

import pytest

from annotations.domain.copying import prints_of, read_text
from annotations.models import Source, TextPrint
from annotations.queries import likely_copies
from annotations.queries.likely_copies import as_candidate, candidates_for
from tests.factories import a_capture, a_publisher, a_source

pytestmark = pytest.mark.django_db

STORY = (
    "The ferry between the two harbours stopped at noon because its engine caught fire. Nobody was hurt, and "
    "the passengers were brought ashore by two fishing boats before the coast guard arrived on the scene."
)


@pytest.fixture
def _few_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely_copies, "LOOKED_AT", 2)


def found(source: Source, text: str) -> list[int]:
    new = as_candidate(a_capture(source=source, text=text), [])
    return sorted(one.source.pk for one in candidates_for(new, []))


@pytest.mark.usefixtures("_few_looked_at")
def test_of_very_many_headlines_alike_those_that_came_last_are_looked_at() -> None:
    title = "Ferry stops after a fire in its engine"
    alike = [a_source(title=title, publisher=a_publisher(name=f"Post {number}")) for number in range(4)]
    new = a_source(title=title, publisher=a_publisher(name="Herald"))
    assert found(new, "Nothing else.") == [alike[2].pk, alike[3].pk]


@pytest.mark.usefixtures("_few_looked_at")
def test_of_very_many_texts_alike_those_that_came_last_are_looked_at() -> None:
    alike = []
    for number in range(4):
        source = a_source(title=f"Number {number}", publisher=a_publisher(name=f"Post {number}"))
        capture = a_capture(source=source, text=f"{STORY} Told for the {number}th time.")
        TextPrint.objects.create(capture=capture, hashes=prints_of(read_text(capture.text)))
        alike.append(source)
    new = a_source(title="Something else", publisher=a_publisher(name="Herald"))
    assert found(new, STORY) == [alike[2].pk, alike[3].pk]
