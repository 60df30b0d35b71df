"""Making a claim of selected words, editing, withdrawing, restoring: what is proposed, kept and refused."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from annotations.actions.claims import withdraw_claim
from annotations.actions.publishers import add_bloc
from annotations.domain.vocabulary import Role
from annotations.models import Article, Claim, Highlight, User
from tests.events import events_of
from tests.factories import a_claim, a_person, a_publisher, an_article, the_administrator

pytestmark = pytest.mark.django_db

TEXT = (
    "Officials 🇩🇪 said yesterday that over 40 boats were lost. Nobody asked the harbour.\n\n"
    "The ferry stopped on Sunday."
)
HTMX = {"HX-Request": "true"}
NO_ROWS = {
    "layers-TOTAL_FORMS": "0",
    "layers-INITIAL_FORMS": "0",
    "figures-TOTAL_FORMS": "0",
    "figures-INITIAL_FORMS": "0",
}


@pytest.fixture
def reviewer(client: Client) -> User:
    """A reviewer who is signed in."""
    person = a_person()
    client.force_login(person)
    return person


@pytest.fixture
def article(reviewer: User) -> Article:
    """An article of 29 September 2020, with a flag (four UTF-16 units, two code points) in it."""
    return an_article(text=TEXT, published_on="2020-09-29")


def place(article: Article, words: str) -> dict[str, str]:
    """Where the words stand, as a browser counts."""
    revision = article.revisions.get()
    before = revision.text[: revision.text.index(words)]
    start = len(before.encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    return {"revision": str(revision.pk), "start": str(start), "end": str(end)}


def sent(article: Article, words: str, **values: str) -> dict[str, str]:
    """The least a form sends."""
    return {
        **place(article, words),
        **NO_ROWS,
        "exact": words,
        "text": words,
        "type": "event",
        "risk": "normal",
        "time": "none",
        **values,
    }


def initial(form: Any) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}


def test_when_it_was_said_is_a_matter_of_who_said_it(client: Client, reviewer: User) -> None:
    words = "Mayor Ruiz warned Sunday that water could run out."
    there = place(an_article(text=words, published_on="2020-09-29"), words)
    draft = client.get("/claims/new/", there).context["draft"]
    form, layer = initial(draft.form), initial(draft.layers.forms[0])
    assert (form["text"], form["type"], form["time"]) == ("Water could run out.", "prediction", "none")
    assert (layer["asserter"], layer["verb"], layer["said_on"]) == ("Mayor Ruiz", "warned", date(2020, 9, 27))


def test_the_form_is_prefilled_from_the_words_and_their_sentence(client: Client, article: Article) -> None:
    draft = client.get("/claims/new/", place(article, "over 40 boats were lost")).context["draft"]
    form = initial(draft.form)
    assert (form["text"], form["type"], form["time"]) == ("Over 40 boats were lost.", "quantity", "none")
    assert [initial(row)["asserter"] for row in draft.layers] == ["Officials 🇩🇪"]
    (figure,) = [initial(row) for row in draft.figures]
    assert (figure["text"], figure["comparator"], figure["low"], figure["high"], figure["unit"]) == (
        "over 40",
        "over",
        "40",
        "60",
        "boats",
    )


def test_a_relative_date_is_offered_as_resolved_and_chosen_when_it_is_certain(
    client: Client, article: Article
) -> None:
    answer = client.get("/claims/new/", place(article, "The ferry stopped on Sunday."))
    form = answer.context["form"]
    (offered,) = form.times
    assert (str(offered.scope.start), form.chosen_time) == ("2020-09-27", offered.key)
    assert "counted from the publication" in answer.content.decode()


def test_a_relative_date_without_a_date_of_the_article_stays_open(client: Client, reviewer: User) -> None:
    undated = an_article(text="The ferry stopped on Sunday.", published_on=None)
    words = "The ferry stopped on Sunday."
    form = client.get("/claims/new/", place(undated, words)).context["form"]
    assert form.chosen_time == "later"
    client.post("/claims/new/", sent(undated, words, time="later"))
    time = Claim.objects.get().time_scope
    assert (time.starts_on, time.granularity, time.confirmed_by) == (None, "unresolved", None)


def test_saving_makes_the_claim_its_layers_its_time_and_its_figures(
    client: Client, article: Article, reviewer: User
) -> None:
    wire = a_publisher(name="The Wire")
    words = "The ferry stopped on Sunday."
    rows = {
        "layers-TOTAL_FORMS": "3",
        "layers-0-asserter": "The Wire",
        "layers-0-verb": "reported",
        "layers-0-mode": "indirect",
        "layers-0-publisher": "the wire",
        "layers-0-is_worth_checking": "on",
        "layers-1-asserter": "Gone",
        "layers-1-verb": "said",
        "layers-1-mode": "indirect",
        "layers-1-DELETE": "on",
        "layers-2-asserter": "",
        "layers-2-verb": "said",
        "layers-2-mode": "anonymous",
        "layers-2-is_worth_checking": "on",
        "figures-TOTAL_FORMS": "1",
        "figures-0-text": "some 40",
        "figures-0-comparator": "about",
        "figures-0-low": "36",
        "figures-0-high": "44",
        "figures-0-unit": "boats",
    }
    answer = client.post("/claims/new/", sent(article, words, time="offered-0", risk="high", **rows))
    content = Claim.objects.get(type="event")
    inner = Claim.objects.get(asserts=content)
    outer = Claim.objects.get(asserts=inner)
    revision = article.revisions.get()
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/articles/{article.pk}/revisions/{revision.number}/#claim-{content.pk}",
    )
    assert (outer.asserter, outer.asserter_publisher, outer.verb) == ("The Wire", wire, "reported")
    assert (inner.asserter, inner.mode) == ("", "anonymous")
    assert (str(content.time_scope.starts_on), content.time_scope.confirmed_by) == ("2020-09-27", reviewer)
    assert [(str(one.low), str(one.high), one.unit) for one in content.quantities.all()] == [
        ("36.000000", "44.000000", "boats")
    ]
    assert {mark.exact for mark in Highlight.objects.all()} == {words}


def test_beside_the_article_only_what_changed_comes_back(client: Client, article: Article) -> None:
    answer = client.post("/claims/new/", sent(article, "40 boats"), headers=HTMX)
    page = answer.content.decode()
    claim = Claim.objects.get()
    assert re.findall(r'id="(block-\w+)"[^>]* hx-swap-oob="true"', page) == ["block-b1"]
    assert f'<li class="claim-item"><details class="claim-card" id="claim-{claim.pk}"' in page
    assert 'id="article-progress"' in page
    assert json.loads(answer["HX-Trigger-After-Swap"]) == {"workbench:claim-saved": {"id": claim.pk}}
    highlight = Highlight.objects.get()
    assert article.revisions.get().text[highlight.start : highlight.end] == "40 boats"


def test_words_that_differ_are_shown_and_nothing_typed_is_lost(client: Client, article: Article) -> None:
    values = sent(article, "40 boats", exact="50 boats", text="Fifty boats were lost.")
    answer = client.post("/claims/new/", values, headers=HTMX)
    assert (answer.status_code, Claim.objects.count()) == (409, 0)
    assert answer.context["form"]["text"].value() == "Fifty boats were lost."
    assert '<q dir="auto">40 boats</q>' in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "9000", "end": "9010"}, "There is no place 9000"),
        ({"start": "x"}, "is no start"),
        ({"start": "12", "end": "12"}, "does not lie in a text"),
        ({"revision": "999999"}, "There is no revision"),
        ({"text": " "}, "This field is required"),
        ({"type": "attribution"}, "Select a valid choice"),
        ({"time": "own"}, "Enter the day, or the first one."),
    ],
)
def test_refusals_keep_the_form(
    client: Client, article: Article, changes: dict[str, str], sentence: str
) -> None:
    answer = client.post("/claims/new/", sent(article, "40 boats") | changes, headers=HTMX)
    assert (answer.status_code, Claim.objects.count()) == (422, 0)
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_part_of_a_flag_becomes_the_whole_flag(client: Client, article: Article) -> None:
    flag = place(article, "🇩🇪")
    half = {**flag, "end": str(int(flag["start"]) + 2)}
    client.post("/claims/new/", sent(article, "40 boats") | half | {"exact": "🇩🇪"[:1]})
    assert Highlight.objects.get().exact == "🇩🇪"


def test_without_a_script_the_words_themselves_find_their_place(client: Client, article: Article) -> None:
    revision = article.revisions.get()
    page = client.get(f"/claims/new/?revision={revision.pk}").content.decode()
    assert "Words in the article" in page
    values = sent(article, "Nobody asked the harbour.") | {"start": "", "end": ""}
    client.post("/claims/new/", values)
    assert Highlight.objects.get().exact == "Nobody asked the harbour."
    twice = client.post("/claims/new/", values | {"exact": "o"})
    assert (twice.status_code, Claim.objects.count()) == (422, 1)
    assert "more than once" in twice.content.decode()


def test_without_a_script_a_button_adds_a_row(client: Client, article: Article) -> None:
    answer = client.post("/claims/new/", sent(article, "40 boats", add="layers", text="Typed"))
    assert (answer.status_code, len(answer.context["draft"].layers.forms)) == (200, 1)
    assert answer.context["form"]["text"].value() == "Typed"


def test_several_figures_are_a_reason_to_split(client: Client, reviewer: User) -> None:
    two = an_article(text="They lost 17 sailors and 15 drones on that day.")
    draft = client.get("/claims/new/", place(two, "They lost 17 sailors and 15 drones")).context["draft"]
    assert draft.form["must_split"].value() is True
    assert any(reason.startswith("several figures") for reason in draft.split_reasons)


def test_an_edit_changes_the_claim_and_comes_back_as_its_card(client: Client, article: Article) -> None:
    claim = a_claim(words="40 boats", article=article)
    values = client.get(f"/claims/{claim.pk}/edit/").context["form"]
    answer = client.post(
        f"/claims/{claim.pk}/edit/",
        sent(
            article,
            "40 boats",
            text="Forty boats were lost.",
            edited="yes",
            version=str(values["version"].value()),
        ),
        headers=HTMX,
    )
    claim.refresh_from_db()
    assert (answer.status_code, claim.text, claim.version) == (200, "Forty boats were lost.", 2)
    assert answer.content.decode().startswith(f'<details class="claim-card" id="claim-{claim.pk}"')


def test_an_edit_of_an_older_version_shows_what_it_says_now(client: Client, article: Article) -> None:
    claim = a_claim(words="40 boats", article=article)
    Claim.objects.filter(pk=claim.pk).update(version=5, text="Somebody else’s words.")
    answer = client.post(
        f"/claims/{claim.pk}/edit/",
        sent(article, "40 boats", text="Mine.", version="1", edited="yes"),
        headers=HTMX,
    )
    assert answer.status_code == 409
    [difference] = answer.context["meanwhile"].differences
    assert "".join(stretch.text for stretch in difference.theirs) == "Somebody else’s words."
    assert answer.context["form"]["text"].value() == "Mine."


def test_an_edit_that_leaves_the_time_alone_keeps_it(client: Client, article: Article) -> None:
    words = "The ferry stopped on Sunday."
    client.post("/claims/new/", sent(article, words, time="offered-0"))
    claim = Claim.objects.get()
    form = client.get(f"/claims/{claim.pk}/edit/").context["form"]
    assert form.chosen_time == "stored"
    client.post(
        f"/claims/{claim.pk}/edit/", sent(article, words, text="It stopped.", time="stored", version="1")
    )
    claim.refresh_from_db()
    assert (claim.text, claim.time_scope.rule) == ("It stopped.", form.stored_time.rule)


def test_who_says_it_is_edited_on_the_layer(client: Client, article: Article) -> None:
    rows = {
        "layers-TOTAL_FORMS": "1",
        "layers-0-asserter": "Officials",
        "layers-0-verb": "said",
        "layers-0-mode": "indirect",
    }
    client.post("/claims/new/", sent(article, "40 boats", **rows))
    layer = Claim.objects.get(type="attribution")
    edited = {
        **sent(article, "40 boats", text=layer.text, type="attribution", version="1"),
        "layer-asserter": "The harbour office",
        "layer-verb": "denied",
        "layer-mode": "direct_quote",
    }
    answer = client.post(f"/claims/{layer.pk}/edit/", edited)
    layer.refresh_from_db()
    assert (answer.status_code, layer.asserter, layer.verb) == (302, "The harbour office", "denied")


def test_withdrawing_leaves_a_notice_and_a_way_back(client: Client, article: Article, reviewer: User) -> None:
    claim = a_claim(words="40 boats", article=article, actor=reviewer)
    revision = str(article.revisions.get().pk)
    gone = client.post(f"/claims/{claim.pk}/withdraw/", {"revision": revision}, headers=HTMX)
    assert f'data-withdrawn="{claim.pk}"' in gone.content.decode()
    assert "<mark" not in gone.content.decode()
    assert json.loads(gone["HX-Trigger"])["workbench:toast"]["undo"] == f"/claims/{claim.pk}/restore/"
    back = client.post(f"/claims/{claim.pk}/restore/", {"revision": revision}, headers=HTMX)
    assert f'id="claim-{claim.pk}"' in back.content.decode() and "<mark" in back.content.decode()
    assert [verb for verb, *_ in events_of(claim)] == ["claim.created", "claim.withdrawn", "claim.restored"]


def test_without_a_script_withdrawing_goes_back_to_where_one_was(
    client: Client, article: Article, reviewer: User
) -> None:
    claim = a_claim(words="40 boats", article=article, actor=reviewer)
    answer = client.post(f"/claims/{claim.pk}/withdraw/", {"next": f"/articles/{article.pk}/"})
    assert (answer.status_code, answer["Location"]) == (302, f"/articles/{article.pk}/")


def test_a_claim_is_marked_where_it_stands_again(client: Client, article: Article) -> None:
    claim = a_claim(words="40 boats", article=article)
    again = {**place(article, "The ferry"), "exact": "The ferry"}
    answer = client.post(f"/claims/{claim.pk}/mark/", again, headers=HTMX)
    assert answer.status_code == 200
    assert [mark.exact for mark in claim.highlights.order_by("start")] == ["40 boats", "The ferry"]


def test_who_may_only_read_makes_and_changes_nothing(client: Client) -> None:
    article = an_article(text=TEXT)
    claim = a_claim(words="40 boats", article=article)
    client.force_login(a_person(role=Role.READER))
    answers = [
        client.get("/claims/new/", place(article, "40 boats")),
        client.post("/claims/new/", sent(article, "40 boats")),
        client.get(f"/claims/{claim.pk}/edit/"),
        client.post(f"/claims/{claim.pk}/withdraw/"),
    ]
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    answers.append(client.post(f"/claims/{claim.pk}/restore/"))
    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 403]


REWORDED = "28 boats were lost and 12 ferries were lost."


def two_figures(article: Article) -> dict[str, str]:
    """A form about two figures as it is prefilled, marked to be split."""
    figures = {
        "figures-TOTAL_FORMS": "2",
        **{f"figures-{row}-comparator": "exact" for row in (0, 1)},
        **{"figures-0-text": "28", "figures-0-low": "28", "figures-0-unit": "boats"},
        **{"figures-1-text": "12", "figures-1-low": "12", "figures-1-unit": "ferries"},
    }
    given = {"proposed_for": REWORDED, "must_split": "on", "type": "quantity", **figures}
    return sent(article, "28 boats were lost and 12 ferries were lost", **given)


@pytest.fixture
def fleet(reviewer: User) -> Article:
    return an_article(text=REWORDED)


def test_a_claim_put_in_other_words_comes_back_once_with_what_these_propose(
    client: Client, fleet: Article
) -> None:
    values = {**two_figures(fleet), "text": "28 boats were lost."}
    answer = client.post("/claims/new/", values, headers=HTMX)
    draft = answer.context["draft"]
    assert (answer.status_code, Claim.objects.count()) == (422, 0)
    assert draft.changes == [
        "“12” does not stand in the words any more: taken out.",
        "The words say one thing now: no longer marked to be split.",
    ]
    removed = [bool(row["DELETE"].value()) for row in draft.figures.forms]
    assert (draft.form["text"].value(), draft.form["must_split"].value(), removed) == (
        "28 boats were lost.",
        False,
        [False, True],
    )
    again = {**values, "proposed_for": draft.form["proposed_for"].value(), "figures-1-DELETE": "on"}
    del again["must_split"]
    client.post("/claims/new/", again)
    claim = Claim.objects.get()
    assert (claim.must_split, [figure.text for figure in claim.quantities.all()]) == (False, ["28"])


def test_what_a_person_insists_on_is_saved(client: Client, fleet: Article) -> None:
    values = {**two_figures(fleet), "text": "28 boats were lost.", "proposed_for": "28 boats were lost."}
    client.post("/claims/new/", values)
    claim = Claim.objects.get()
    assert (claim.must_split, claim.quantities.count()) == (True, 2)


def test_words_that_propose_the_same_are_saved_at_once(client: Client, fleet: Article) -> None:
    client.post("/claims/new/", {**two_figures(fleet), "text": "28 boats and 12 ferries were lost."})
    assert Claim.objects.get().quantities.count() == 2


def test_a_stored_claim_that_is_reworded_is_looked_at_again_too(client: Client, fleet: Article) -> None:
    client.post("/claims/new/", {**two_figures(fleet), "text": REWORDED})
    claim = Claim.objects.get()
    form = {
        **NO_ROWS,
        "type": "quantity",
        "risk": "normal",
        "time": "none",
        "version": "1",
        "must_split": "on",
    }
    figures = {name: value for name, value in two_figures(fleet).items() if name.startswith("figures")}
    values = {**form, **figures, "proposed_for": claim.text, "text": "28 boats and 7 rafts were lost."}
    answer = client.post(f"/claims/{claim.pk}/edit/", values)
    assert answer.context["draft"].changes == [
        "“12” does not stand in the words any more: taken out.",
        "“7” is new: put down as a figure.",
    ]
    assert [row["text"].value() for row in answer.context["draft"].figures.forms] == ["28", "12", "7"]


def test_inside_a_quotation_a_date_counts_from_the_day_it_was_said(client: Client, reviewer: User) -> None:
    words = "The ferry sank on Sunday"
    quoted = an_article(text=f"“{words},” the mayor said.", published_on="2020-10-20")
    open_answer = client.get("/claims/new/", place(quoted, words))
    assert "it stands in a quotation; say above when that was said" in open_answer.content.decode()
    said = {
        "layers-TOTAL_FORMS": "1",
        "layers-0-asserter": "the mayor",
        "layers-0-verb": "said",
        "layers-0-mode": "direct_quote",
        "layers-0-is_worth_checking": "on",
        "layers-0-said_on": "2020-09-29",
    }
    values = sent(quoted, words, **said, time="offered-0", proposed_for=words)
    client.post("/claims/new/", values)
    content = Claim.objects.get(type="event")
    time = content.time_scope
    assert (time.starts_on, time.anchored_on, time.anchor_kind, bool(time.confirmed_at)) == (
        date(2020, 9, 27),
        date(2020, 9, 29),
        "utterance",
        True,
    )


def test_whose_interest_a_claim_is_in_is_said_on_its_form(client: Client, article: Article) -> None:
    army, rebels, press = (
        add_bloc(name=name, dispute="border", actor=the_administrator())
        for name in ("Army", "Rebels", "Press")
    )
    interests = {"favours": str(army.pk), "disfavours": str(rebels.pk), "neutral_for": str(press.pk)}
    client.post("/claims/new/", sent(article, "The ferry stopped", **interests))
    claim = Claim.objects.get()
    stated = dict(claim.interests.values_list("bloc__name", "kind"))
    assert stated == {"Army": "favours", "Rebels": "disfavours", "Press": "neutral_for"}
