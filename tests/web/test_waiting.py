"""Deciding about highlights whose words changed: what the pages show, and what each answer does."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from annotations.actions.highlight_decisions import confirm_highlight
from annotations.domain.vocabulary import Role
from annotations.models import Article, Claim, Highlight, Reanchoring
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.revised import AMBIGUOUS, CHANGED, GONE, NEW, OLD, SAME, a_story, many_waiting, revised, waits
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
OTHER = "Quite different things are printed here.\n\nPlease accept our biscuits."


def queue(article: Article, query: str = "") -> str:
    return f"/articles/{article.pk}/highlights/waiting/{query}"


def decided(claim: Claim, verb: str, client: Client | None = None, **sent: Any) -> Any:
    """The answer to a decision that was sent by a script."""
    address = f"/highlights/{waits(claim).pk}/{verb}/"
    return (client or visitor()).post(address, sent, headers=HTMX)


def standing(claim: Claim) -> tuple[str, str]:
    """State and words of the claim's highlight."""
    highlight = waits(claim)
    return highlight.state, highlight.exact


def told(answer: Any) -> tuple[str, str]:
    """Words and undo of the toast an answer brings."""
    toast = json.loads(answer["HX-Trigger"])["workbench:toast"]
    return toast["words"], toast["undo"]


def test_the_queue_of_an_article_shows_old_and_new_words_side_by_side() -> None:
    article, claims = a_story(CHANGED, AMBIGUOUS, GONE, SAME)
    answer = visitor().get(queue(article))
    page = answer.content.decode()
    assert (page.count("data-waiting="), page.count("<del>410</del>"), page.count("<ins>460</ins>")) == (
        3,
        1,
        1,
    )
    assert re.findall(r'href="/claims/(\d+)/">', page) == [str(claim.pk) for claim in claims[:3]]
    words = words_of(answer)
    assert (
        "3 highlights wait for a decision: 1 with changed words, 1 that fits several places, 1 whose words"
        in words
    )
    assert "These words are gone. Select where the claim stands now, or retire the highlight." in words


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (["number"], ["A figure changed"]),
        (["name", "negation"], ["A negation changed", "A name changed"]),
        ([], ["The words changed"]),
    ],
)
def test_what_changed_is_said_in_a_sentence(changes: list[str], sentences: list[str]) -> None:
    article, (claim,) = a_story(CHANGED)
    Highlight.objects.filter(pk=waits(claim).pk).update(changes=changes)
    page = visitor().get(queue(article)).content.decode()
    found = re.findall(r'<p class="waiting-why">(.*?)</p>', page)
    assert re.findall(r">([^<]+)</span>", "".join(found)) == sentences


def test_a_script_confirms_in_place_and_can_undo() -> None:
    _, (claim, _other) = a_story(CHANGED, GONE)
    client, pk = visitor(), waits(claim).pk
    answer = decided(claim, "confirm", client, version=1)
    assert told(answer) == ("Confirmed. 1 highlight waits for a decision.", f"/highlights/{pk}/undo/")
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"workbench:highlight-decided": {"id": pk}}
    assert 'data-waiting="' not in answer.content.decode()
    assert 'id="waiting-summary" hx-swap-oob="true"' in answer.content.decode()
    assert standing(claim) == ("live", "The harbour office counted 460 boats in May.")
    undone = decided(claim, "undo", client)
    assert json.loads(undone["HX-Trigger-After-Swap"]) == {"workbench:highlight-requeued": {"id": pk}}
    assert f'data-waiting="{pk}"' in undone.content.decode()
    assert standing(claim)[0] == "queued"


def test_the_last_decision_says_that_nothing_is_left() -> None:
    _, (claim,) = a_story(CHANGED)
    assert told(decided(claim, "retire"))[0] == "Retired. Nothing waits in this article any more."
    assert standing(claim)[0] == "retired"


def test_of_several_places_one_is_chosen_by_its_number() -> None:
    _, (claim,) = a_story(AMBIGUOUS)
    second = waits(claim).candidates[1]
    assert decided(claim, "confirm", version=1, candidate=2).status_code == 200
    highlight = waits(claim)
    assert [highlight.start, highlight.end] == second
    assert standing(claim) == ("live", AMBIGUOUS)


@pytest.mark.parametrize("sent", [{}, {"candidate": 9}, {"candidate": "x"}])
def test_of_several_places_one_has_to_be_chosen(sent: dict[str, Any]) -> None:
    _, (claim,) = a_story(AMBIGUOUS)
    answer = decided(claim, "confirm", version=1, **sent)
    assert (answer.status_code, told(answer)[0]) == (422, "Several places fit. Choose one of them.")
    assert standing(claim)[0] == "queued"


def test_without_a_script_a_decision_leads_to_the_next_one_with_a_toast() -> None:
    article, (claim, other) = a_story(CHANGED, GONE)
    client, pk = visitor(), waits(claim).pk
    answer = client.post(f"/highlights/{pk}/confirm/", {"version": 1})
    following = waits(other).pk
    assert answer["Location"] == f"{queue(article)}?at={following}#waiting-{following}"
    assert toasts_of(client.get(answer["Location"])) == [("Confirmed.", f"/highlights/{pk}/undo/")]
    back = client.post(f"/highlights/{pk}/undo/")
    assert back["Location"] == f"{queue(article)}?at={pk}#waiting-{pk}"


def test_a_retirement_is_taken_back() -> None:
    _, (claim,) = a_story(GONE)
    client, pk = visitor(), waits(claim).pk
    assert told(decided(claim, "retire", client))[1] == f"/highlights/{pk}/restore/"
    assert decided(claim, "restore", client).status_code == 200
    assert standing(claim)[0] == "queued"


def test_who_comes_too_late_sees_what_stands_now() -> None:
    _, (claim,) = a_story(CHANGED)
    confirm_highlight(highlight_id=waits(claim).pk, actor=the_administrator())
    for answer in (decided(claim, "confirm", version=1), decided(claim, "confirm")):
        assert answer.status_code == 409
        assert "Somebody was quicker. It stands again." in words_of(answer)


def test_a_version_that_passed_is_shown_anew_to_decide_again() -> None:
    _, (claim,) = a_story(CHANGED)
    Highlight.objects.filter(pk=waits(claim).pk).update(version=3)
    answer = decided(claim, "confirm", version=1)
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile. This is how it stands now." in words_of(answer)
    assert 'name="version" value="3"' in answer.content.decode()
    assert decided(claim, "confirm", version=3).status_code == 200


def test_who_comes_too_late_without_a_script_is_told_so() -> None:
    article, (claim,) = a_story(CHANGED)
    client, pk = visitor(), waits(claim).pk
    client.post(f"/highlights/{pk}/retire/")
    answer = client.post(f"/highlights/{pk}/confirm/", {"version": 1})
    assert answer["Location"] == queue(article)
    assert toasts_of(client.get(queue(article)))[-1] == ("Somebody was quicker. It was retired.", "")


def test_who_may_not_decide_reads_only() -> None:
    article, (claim,) = a_story(CHANGED)
    reader = visitor(role=Role.READER)
    page = reader.get(queue(article)).content.decode()
    assert ("<del>410</del>" in page, "data-deed" in page) == (True, False)
    for verb in ("confirm", "retire", "undo"):
        assert reader.post(f"/highlights/{waits(claim).pk}/{verb}/").status_code == 403
    assert reader.get(f"/highlights/{waits(claim).pk}/reselect/").status_code == 403
    assert reader.get(f"/articles/{article.pk}/highlights/retire/").status_code == 403


def test_words_are_selected_again_in_the_article() -> None:
    article, (claim, other) = a_story(GONE, CHANGED)
    client, highlight = visitor(), waits(claim)
    page = client.get(f"/highlights/{highlight.pk}/reselect/").content.decode()
    assert ("data-reselect-form" in page, "data-claim-new" in page, "data-make-claim" in page) == (
        True,
        False,
        False,
    )
    revision = article.revisions.get(number=2)
    exact = "It was raining."
    start = revision.text.index(exact)
    sent = {"revision": revision.pk, "version": 1, "start": start, "end": start + len(exact), "exact": exact}
    answer = client.post(f"/highlights/{highlight.pk}/reselect/", sent)
    following = waits(other).pk
    assert answer["Location"] == f"{queue(article)}?at={following}#waiting-{following}"
    assert standing(claim) == ("live", exact)
    shown = toasts_of(client.get(answer["Location"]))
    assert shown == [("The highlight was set anew.", f"/highlights/{highlight.pk}/undo/")]


def test_without_a_script_the_words_are_copied() -> None:
    article, (claim,) = a_story(GONE)
    sent = {"revision": article.revisions.get(number=2).pk, "version": 1, "exact": "It was raining."}
    visitor().post(f"/highlights/{waits(claim).pk}/reselect/", sent)
    assert standing(claim) == ("live", "It was raining.")


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"start": 0, "end": 5, "exact": "other"}, 422), ({"exact": "not in there"}, 422), ({"start": 1}, 422)],
)
def test_words_that_do_not_stand_there_are_refused_beside_the_form(sent: dict[str, Any], status: int) -> None:
    article, (claim,) = a_story(GONE)
    revision = article.revisions.get(number=2)
    answer = visitor().post(
        f"/highlights/{waits(claim).pk}/reselect/", {"revision": revision.pk, "version": 1, **sent}
    )
    assert answer.status_code == status
    assert 'class="field-error" role="alert"' in answer.content.decode()
    assert standing(claim)[0] == "queued"


def test_a_replaced_text_is_one_card_with_three_ways_on() -> None:
    article = an_article(text=OLD)
    for words in (CHANGED, AMBIGUOUS, GONE):
        a_claim(words=words, article=article)
    revised(article, OTHER)
    answer = visitor().get(queue(article))
    page = answer.content.decode()
    assert "None of the words of revision 1 are in revision 2: 3 highlights wait" in words_of(answer)
    assert "data-waiting=" not in page
    ways = ("?each=yes", f"/articles/{article.pk}/highlights/retire/", f"/articles/{article.pk}/compare/1/2/")
    assert [way in page for way in ways] == [True, True, True]
    assert visitor().get(queue(article, "?each=yes")).content.decode().count("data-waiting=") == 3


def test_all_are_retired_at_once_after_a_look_at_what_that_does_and_come_back() -> None:
    article = an_article(text=OLD)
    claims = [a_claim(words=words, article=article) for words in (CHANGED, AMBIGUOUS, GONE)]
    revised(article, OTHER)
    client = visitor()
    page = words_of(client.get(f"/articles/{article.pk}/highlights/retire/"))
    assert "Retire all 3 highlights" in page
    assert "3 of them stand in no text any more." in page
    answer = client.post(f"/articles/{article.pk}/highlights/retire/")
    undo = f"/revisions/{article.revisions.get(number=2).pk}/highlights/restore/"
    assert toasts_of(client.get(answer["Location"])) == [("3 highlights were retired.", undo)]
    assert [standing(claim)[0] for claim in claims] == ["retired"] * 3
    answer = client.post(undo, {"next": queue(article)})
    assert toasts_of(client.get(answer["Location"])) == [("3 highlights wait again.", "")]
    assert [standing(claim)[0] for claim in claims] == ["queued"] * 3


def test_an_article_without_anything_that_waits_leads_on_to_one_with_something() -> None:
    other, _ = a_story(CHANGED)
    answer = visitor().get(queue(an_article(text=NEW)))
    assert "Nothing waits in this article" in words_of(answer)
    assert queue(other) in answer.content.decode()


def test_every_article_with_something_that_waits_is_listed() -> None:
    assert "No highlight waits" in words_of(visitor().get("/highlights/waiting/"))
    article, _ = a_story(CHANGED, GONE)
    answer = visitor().get("/highlights/waiting/")
    assert "2 highlights wait for a decision 1 with changed words, 1 whose words are gone" in words_of(answer)
    assert queue(article) in answer.content.decode()


@pytest.mark.parametrize("number", [1, 50])
@pytest.mark.parametrize(
    ("place", "statements"), [("queue", 14), ("/highlights/waiting/", 5), ("/articles/", 9), ("article", 8)]
)
def test_pages_cost_the_same_however_much_waits(
    place: str, statements: int, number: int, django_assert_num_queries: Any
) -> None:
    article = many_waiting(number)
    address = {"queue": queue(article), "article": f"/articles/{article.pk}/"}.get(place, place)
    client = visitor()
    with django_assert_num_queries(statements):
        client.get(address)


def test_my_queue_tells_the_first_few_and_how_many() -> None:
    article = many_waiting(9)
    person = a_person()
    answer = visitor(person).get("/")
    assert "Words changed under highlights 9" in words_of(answer)
    assert answer.content.decode().count("A figure changed") == 6
    assert visitor(role=Role.READER).get("/").content.decode().count("A figure changed") == 0
    assert f'<a href="{queue(article)}">' in answer.content.decode()


def test_the_article_lists_beside_its_text_what_marks_nothing_in_it() -> None:
    article, claims = a_story(CHANGED, GONE, SAME)
    page = visitor().get(f"/articles/{article.pk}/").content.decode()
    beside = page.split('class="waiting-claims"', 1)[1].split("</section>", 1)[0]
    assert [claim.text in beside for claim in claims] == [True, True, False]
    assert "2 highlights wait for a decision" in page
    assert (
        "data-waiting-claims></div>" in visitor().get(f"/articles/{article.pk}/revisions/1/").content.decode()
    )


def test_an_earlier_revision_leads_to_the_latest_and_to_both_side_by_side() -> None:
    article, _ = a_story(CHANGED)
    page = visitor().get(f"/articles/{article.pk}/revisions/1/").content.decode()
    assert "This is revision 1; the latest one is revision 2." in page
    assert [f'href="/articles/{article.pk}/{way}"' in page for way in ("", "compare/1/2/")] == [True, True]


def test_while_highlights_are_carried_over_the_page_says_how_far_and_asks_again() -> None:
    article, _ = a_story(CHANGED)
    latest = article.revisions.get(number=2).pk
    Reanchoring.objects.filter(pk=latest).update(state="running", done=40, total=200)
    client, address = visitor(), f"/articles/{article.pk}/highlights/carried/"
    for answer in (client.get(f"/articles/{article.pk}/"), client.get(address)):
        assert "Carrying over highlights: 40 of 200" in words_of(answer)
        assert f'hx-get="{address}"' in answer.content.decode()
    assert "HX-Trigger-After-Swap" not in client.get(address)
    Reanchoring.objects.filter(pk=latest).update(state="done", done=200)
    answer = client.get(address)
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"workbench:carried-over": {"article": article.pk}}
    assert ("hx-get" in answer.content.decode(), "1 highlight waits" in words_of(answer)) == (False, True)


def test_the_claim_says_that_its_words_changed_and_where_to_decide() -> None:
    article, (claim,) = a_story(CHANGED)
    pk = waits(claim).pk
    for part in ("", "panel/"):
        page = visitor().get(f"/claims/{claim.pk}/{part}").content.decode()
        assert "The words of the article changed" in page
        assert f"{queue(article)}?at={pk}#waiting-{pk}" in page
    confirm_highlight(highlight_id=pk, actor=a_person(display_name="Ida Holm"))
    answer = visitor().get(f"/claims/{claim.pk}/")
    assert "The words of the article changed" not in answer.content.decode().split("History")[0]
    assert (
        "Revision 2 “The harbour office counted 460 boats in May.” The words changed . Confirmed by Ida Holm"
        in (words_of(answer).replace("changed. Confirmed", "changed . Confirmed"))
    )


def test_a_highlight_is_retired_on_the_page_of_its_claim() -> None:
    claim = a_claim(words=SAME, article=an_article(text=OLD))
    client, pk = visitor(), waits(claim).pk
    assert f'action="/highlights/{pk}/retire/"' in client.get(f"/claims/{claim.pk}/").content.decode()
    answer = client.post(f"/highlights/{pk}/retire/", {"next": f"/claims/{claim.pk}/"})
    assert answer["Location"] == f"/claims/{claim.pk}/"
    page = client.get(answer["Location"])
    assert toasts_of(page) == [("Retired.", f"/highlights/{pk}/restore/")]
    assert "Where it stands" not in words_of(page)
    client.post(f"/highlights/{pk}/restore/")
    assert standing(claim)[0] == "live"


def test_what_happened_to_a_highlight_stands_in_the_history_of_its_claim() -> None:
    _, (claim,) = a_story(GONE)
    person = a_person(display_name="Ida Holm")
    client, pk = visitor(person), waits(claim).pk
    for verb in ("retire", "restore"):
        client.post(f"/highlights/{pk}/{verb}/")
    revision = waits(claim).revision_id
    client.post(f"/highlights/{pk}/reselect/", {"revision": revision, "exact": "It was raining."})
    client.post(f"/highlights/{pk}/undo/")
    happenings = client.get(f"/claims/{claim.pk}/").context["happenings"]
    assert [(one.words, one.note) for one in happenings][:5] == [
        ("Ida Holm took back a decision about a highlight", "“It was raining.”"),
        ("Ida Holm selected anew where it stands", "“It was raining.”"),
        ("Ida Holm brought a highlight back", ""),
        ("Ida Holm took a highlight away", ""),
        ("The article changed: the words of a highlight are gone", f"“{GONE}”"),
    ]
