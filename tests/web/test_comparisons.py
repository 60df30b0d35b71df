"""Two texts of an article side by side."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Article
from annotations.web.compared_rows import Stretch, stretches
from tests.factories import a_claim, an_article
from tests.revised import CHANGED, GONE, a_story, many_waiting, revised
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db

TEN = [f"Paragraph {number} says what it says." for number in range(10)]


def compared(article: Article, query: str = "", client: Client | None = None, **headers: str) -> Any:
    """The page that compares the first two texts."""
    return (client or visitor()).get(f"/articles/{article.pk}/compare/1/2/{query}", headers=headers)


def an_edited_article(old: str, new: str) -> Article:
    return revised(an_article(text=old), new)


def rows(answer: Any) -> list[tuple[str, str, str]]:
    """Each row of the page: what happened, and what stands on either side, changed words in brackets."""
    parts = answer.content.decode().split('<div class="compare-row" data-kind="')[1:]
    return [(part[: part.index('"')], _side(part, "old"), _side(part, "new")) for part in parts]


def _side(body: str, side: str) -> str:
    found = re.search(rf'<div class="compare-{side}">(.*?)</div>', body, re.S)
    text = re.sub(r"<(/?)(del|ins)>", r"[\1\2]", found[1] if found else "")
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def test_changed_words_are_marked_and_rows_keep_level() -> None:
    article = an_edited_article(
        "The first stays as it is.\n\nThe ferry made 12 crossings <on> Monday.\n\nThis one goes away.",
        "The first stays as it is.\n\nThe ferry made 14 crossings <on> Monday.\n\nSomething other came.",
    )
    answer = compared(article)
    assert rows(answer) == [
        ("same", "The first stays as it is.", "The first stays as it is."),
        (
            "changed",
            "The ferry made [del]12[/del] crossings <on> Monday.",
            "The ferry made [ins]14[/ins] crossings <on> Monday.",
        ),
        ("removed", "[del]This one goes away.[/del]", ""),
        ("added", "", "[ins]Something other came.[/ins]"),
    ]
    assert "1 paragraph changed, 1 added, 1 removed." in words_of(answer)


def test_highlights_of_both_texts_say_what_became_of_them() -> None:
    article, claims = a_story()
    answer = compared(article)
    page = answer.content.decode()
    summary = "1 highlight unchanged, 1 with changed words, 1 with several places that fit, 1 gone"
    assert summary in re.sub(r"\s+,", ",", words_of(answer))
    assert re.findall(r'data-number="(.*?)"', page) == [
        "1 changed", "1 changed", "3 unclear", "4 gone", "2", "2",
    ]  # fmt: skip
    titles = {html.unescape(title) for title in re.findall(r'title="(\d.*?)"', page)}
    assert {f"1. {CHANGED} (its words changed)", f"4. {GONE} (its words are gone)"} <= titles
    assert re.findall(r"data-waits", page) == ["data-waits"] * 3
    assert f'href="/claims/{claims[0].pk}/"' in page
    assert f'href="/articles/{article.pk}/highlights/waiting/"' in page


def test_a_changed_word_inside_a_highlight_is_both() -> None:
    article, _ = a_story(CHANGED)
    page = compared(article).content.decode()
    cut = re.search(r"<mark[^>]*>The harbour office counted </mark><mark[^>]*><ins>460</ins></mark>", page)
    assert cut is not None


def test_moved_paragraphs_lead_to_each_other() -> None:
    first = "A paragraph of a dozen words or so that will wander down the page."
    article = an_edited_article("\n\n".join([first, *TEN[:4]]), "\n\n".join([*TEN[:4], first]))
    answer = compared(article)
    assert [row for row in rows(answer) if row[0].startswith("moved")] == [
        ("moved-away", first, ""),
        ("moved-here", "", first),
    ]
    assert "1 paragraph moved." in words_of(answer)
    page = answer.content.decode()
    assert '<a href="#change-2">It stands further down</a>' in page
    assert '<a href="#change-1">It stood further up</a>' in page


def test_long_stretches_without_a_change_fold() -> None:
    article = an_edited_article("\n\n".join(TEN), "\n\n".join([*TEN[:9], "The last one was written anew."]))
    page = words_of(compared(article))
    assert "8 unchanged paragraphs" in page
    assert "Paragraph 3 says" in page


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("s", [Stretch(0, 1, False)]),
        ("sssc", [Stretch(0, 2, False), Stretch(2, 4, False)]),
        ("ssssc", [Stretch(0, 3, True), Stretch(3, 5, False)]),
        ("cssssc", [Stretch(0, 2, False), Stretch(2, 4, False), Stretch(4, 6, False)]),
        ("csssssc", [Stretch(0, 2, False), Stretch(2, 5, True), Stretch(5, 7, False)]),
        ("sss", [Stretch(0, 3, True)]),
    ],
)
def test_what_folds(kinds: str, expected: list[Stretch]) -> None:
    named = {"s": "same", "c": "changed"}
    assert list(stretches([named[kind] for kind in kinds])) == expected


def test_a_long_fold_is_fetched_when_it_is_opened_and_can_be_read_without_script() -> None:
    lines = [f"Line {number} of many." for number in range(200)]
    article = an_edited_article("\n\n".join(lines), "\n\n".join([*lines, "And one more."]))
    client = visitor()
    page = compared(article, client=client).content.decode()
    assert ("Line 5 of many." in page, "?rows=0-199" in page) == (False, True)
    part = compared(article, "?rows=0-199", client, **{"HX-Request": "true"})
    assert ("<!doctype html>" in part.content.decode(), len(rows(part))) == (False, 150)
    assert "?rows=150-199" in part.content.decode()
    whole = compared(article, "?rows=0-199", client)
    assert ("<!doctype html>" in whole.content.decode(), len(rows(whole))) == (True, 150)


def test_many_changes_are_divided_into_pages() -> None:
    old = "\n\n".join(f"Line {number} tells of {number} boats at the pier." for number in range(400))
    article = an_edited_article(old, old.replace("boats", "ferries"))
    client, seen, address = visitor(), [], ""
    while True:
        answer = compared(article, address, client)
        seen += rows(answer)
        following = answer.context["pages"]["next"]
        if not following:
            break
        address = following[following.index("?") :]
    assert [row[0] for row in seen] == ["changed"] * 400
    assert (answer.context["pages"]["words"], "400 changes" in words_of(answer)) == ("Page 3 of 3", True)


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=4", "?page=x", "?rows=5-3", "?rows=0-99", "?rows=-", "?rows=a-b"]
)
def test_what_is_not_there_is_said(query: str) -> None:
    article = an_edited_article("One.", "Two.")
    assert compared(article, query).status_code == 404


def test_nothing_in_common_is_said_once() -> None:
    article = an_edited_article("The ferry stopped at noon.", "Quite another story begins here.")
    page = words_of(compared(article))
    assert page.count("These two texts have no paragraph in common.") == 1


def test_two_others_are_chosen_in_any_order() -> None:
    article = an_article(text="One.")
    for text in ("Two.", "Three."):
        revised(article, text)
    client, address = visitor(), f"/articles/{article.pk}/compare/"
    asked = ["", "?old=3&new=1", "?old=2&new=3"]
    assert [client.get(address + query)["Location"] for query in asked] == [
        f"{address}2/3/",
        f"{address}1/3/",
        f"{address}2/3/",
    ]
    assert client.get(f"{address}3/1/")["Location"] == f"{address}1/3/"
    refused = [
        client.get(address + query).status_code for query in ("?old=2&new=2", "?old=x&new=1", "2/2/", "1/9/")
    ]
    assert refused == [302, 404, 422, 404]


def test_with_one_text_there_is_nothing_to_compare() -> None:
    answer = visitor().get(f"/articles/{an_article().pk}/compare/")
    assert (answer.status_code, "nothing to compare" in words_of(answer)) == (422, True)


def test_right_to_left_blocks_keep_their_direction() -> None:
    article = an_edited_article("انطفأت كل أضواء الصالة قبل الصدمة.", "انطفأت بعض أضواء الصالة قبل الصدمة.")
    assert compared(article).content.decode().count('<p data-kind="paragraph" lang="en" dir="rtl">') == 2


def test_highlights_that_were_not_looked_for_yet_are_told() -> None:
    article = an_article(text="One stays. Two goes.")
    claim = a_claim(words="One stays.", article=article)
    other = an_edited_article("A.", "B.")
    assert other.pk != article.pk
    revised(article, "One stays. Three came.")
    claim.highlights.filter(original__isnull=False).delete()
    claim.highlights.update(is_current=True)
    assert "1 highlight is still being looked for" in words_of(compared(article))


def test_it_costs_the_same_for_one_highlight_as_for_a_hundred() -> None:
    client, counts = visitor(), []
    for article in (many_waiting(1), many_waiting(100)):
        with CaptureQueriesContext(connection) as seen:
            assert compared(article, client=client).status_code == 200
        counts.append(len(seen))
    assert counts == [7, 7]


def test_a_text_that_came_back_is_named() -> None:
    article = an_article(text="One.")
    for text in ("Two.", "One."):
        revised(article, text)
    answer = visitor().get(f"/articles/{article.pk}/compare/1/3/")
    assert "Revision 3 is word for word revision 1 again." in words_of(answer)
