"""The main job from end to end, on the project's own seeds, in real windows of several people."""

from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import story_keyboard, story_mouse
from tests.browser.story import (
    Passage,
    Story,
    claim_is_there,
    export_is_ready,
    file_holds,
    follows,
    same_over_the_api,
    watched,
)
from tests.services.live import LiveWorkbench

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

SET = "Signed claims"

INFIRMARY = Passage(
    "infirmary",
    "Admissions after the accident at Skerrow",
    "Between 20:15 and midnight on Tuesday, Gullhythe Infirmary admitted 27 passengers of the Guillemot.",
)
BOARD = Passage(
    "preliminary notice",
    "Preliminary notice 2024/17: Guillemot, contact with Skerrow pier",
    "The Board's officers have taken statements from 31 injured passengers and from five of the six crew.",
)
WITH_THE_MOUSE = Story(
    words="passengers were treated at Gullhythe Infirmary",
    claim="27 passengers of the Guillemot were hurt.",
    said_by=("The Gullhythe Lantern", "Gullhythe Infirmary"),
    supporting=INFIRMARY,
    opposing=BOARD,
)
WITH_THE_KEYBOARD = Story(
    words="What the night left behind, as far as it can be counted:",
    claim="The night left 27 passengers hurt.",
    said_by=("Ada Fernley", "Islanders"),
    supporting=INFIRMARY,
    opposing=BOARD,
)


@pytest.fixture
def windows(seeded_workbench: LiveWorkbench, new_context: Callable[[], BrowserContext]) -> Callable[[], Page]:
    """Opens the browser of one more person."""
    return lambda: new_context().new_page()


def walk(steps: ModuleType, story: Story, windows: Callable[[], Page]) -> None:
    """The whole way. A second window of the first person stays open and is only looked at."""
    celia, emeka, farah = windows(), windows(), windows()
    steps.sign_in(celia, "celia")
    steps.open_the_article(celia)
    steps.make_the_claim(celia, story)
    claim = claim_is_there(celia, story)
    status = watched(celia.context.new_page(), celia.url, claim)
    celia.bring_to_front()
    steps.link(celia, claim, story.supporting, "Corroborates")
    follows(status, "Leans supported", "LEANS_SUPPORTED")
    steps.link(celia, claim, story.opposing, "Contradicts")
    follows(status, "Conflicting", "CONFLICTING")
    steps.withdraw_and_undo(celia, claim)
    for reviewer, name in ((emeka, "emeka"), (farah, "farah")):
        steps.sign_in(reviewer, name)
        steps.sign(reviewer, claim, "Both counts are of named people, for different purposes.")
    steps.ask_for_an_export(emeka, SET)
    address, checksum = export_is_ready(emeka)
    content = file_holds(steps.download(emeka), checksum, claim)
    same_over_the_api(address, steps.make_a_token(emeka), content)


def test_from_words_to_a_checked_file_with_the_mouse(windows: Callable[[], Page]) -> None:
    walk(story_mouse, WITH_THE_MOUSE, windows)


def test_from_words_to_a_checked_file_with_the_keyboard_alone(
    windows: Callable[[], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    story_keyboard.forbid_pointing(monkeypatch)
    walk(story_keyboard, WITH_THE_KEYBOARD, windows)
