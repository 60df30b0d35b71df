"""The main job from end to end, on the project's own seeds, in real windows of several people."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import story_mouse as mouse
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
    words="27 passengers were treated at Gullhythe Infirmary, six of them for broken bones",
    claim="27 passengers of the Guillemot were hurt.",
    said_by=("The Gullhythe Lantern", "Gullhythe Infirmary"),
    supporting=INFIRMARY,
    opposing=BOARD,
)


@pytest.fixture
def window(seeded_workbench: LiveWorkbench, new_context: Callable[[], BrowserContext]) -> Callable[[], Page]:
    """Opens the browser of one more person."""
    return lambda: new_context().new_page()


def test_from_words_to_a_checked_file_with_the_mouse(
    seeded_workbench: LiveWorkbench, window: Callable[[], Page]
) -> None:
    story, celia, emeka = WITH_THE_MOUSE, window(), window()
    mouse.sign_in(celia, "celia")
    mouse.open_the_article(celia)
    mouse.make_the_claim(celia, story)
    claim = claim_is_there(celia, story)
    status = watched(celia.context.new_page(), celia.url, claim)
    mouse.link(celia, claim, story.supporting, "Corroborates")
    follows(status, "Leans supported", "LEANS_SUPPORTED")
    mouse.link(celia, claim, story.opposing, "Contradicts")
    follows(status, "Conflicting", "CONFLICTING")
    mouse.withdraw_and_undo(celia, claim)
    mouse.sign_in(emeka, "emeka")
    mouse.sign(emeka, claim, "The log was written as it happened.")
    mouse.ask_for_an_export(emeka, SET)
    number, checksum = export_is_ready(emeka)
    content = file_holds(mouse.download(emeka), checksum, claim)
    same_over_the_api(seeded_workbench.address, number, mouse.make_a_token(emeka), content)
