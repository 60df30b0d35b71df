"""The pages of disputes, of dissents under verdicts, of the rules and of passages of known stance."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.actions.second_looks import answer_look
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import Role, Stance
from annotations.models import CurrentAssessment, GoldLink, ReviewRules, SecondLook, Verdict
from tests.actions.test_verdicts import a_supported_claim
from tests.factories import a_person
from tests.factories import the_administrator as administrator
from tests.reviewed import a_look, review_rules
from tests.web.visitors import toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def a_dispute() -> SecondLook:
    review_rules()
    first, second = a_person(display_name="Prudence First"), a_person(display_name="Secunda Second")
    look = a_look(first=first, note="I saw him.")
    return answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, reason="It was his twin.", actor=second)


def test_a_dispute_shows_its_readings_to_whoever_takes_it_and_never_a_name() -> None:
    look = a_dispute()
    client = visitor(role=Role.EDITOR)
    listed = words_of(client.get("/disputes/"))
    before = words_of(client.get(f"/disputes/{look.pk}/"))
    assert "Take it" in before and "It was his twin." not in before and "yours" not in listed
    client.post(f"/disputes/{look.pk}/take/")
    mine = words_of(client.get(f"/disputes/{look.pk}/"))
    assert "I saw him." in mine and "It was his twin." in mine
    refused = client.post(f"/disputes/{look.pk}/", {"stance": "none", "reason": ""})
    assert refused.status_code == 422
    done = client.post(f"/disputes/{look.pk}/", {"stance": "none", "reason": "Another man."}, follow=True)
    assert "Settled" in words_of(done) and "No bearing on it" in words_of(done)
    assert "Another man." in words_of(client.get("/disputes/"))
    for page in (listed, before, mine, words_of(done)):
        assert "Prudence" not in page and "Secunda" not in page


def test_whoever_read_it_first_is_led_to_what_was_settled() -> None:
    look = a_dispute()
    third = a_person(role=Role.EDITOR)
    take_dispute(look_id=look.pk, actor=third)
    settle_dispute(look_id=look.pk, stance="context", reason="Both.", actor=third)
    client = visitor(look.first_reviewer)
    listed = client.get("/notices/").content.decode()
    assert f'href="/disputes/{look.pk}/"' in listed and f"/second-looks/{look.pk}/" not in listed
    assert client.get(f"/disputes/{look.pk}/").status_code == 200


def test_parties_and_strangers_to_the_desk_get_no_dispute() -> None:
    look = a_dispute()
    for person in (look.first_reviewer, look.reader):
        assert visitor(person).get(f"/disputes/{look.pk}/").status_code == 404
    assert visitor(role=Role.READER).get(f"/disputes/{look.pk}/").status_code == 404


def test_a_dispute_is_given_back() -> None:
    look = a_dispute()
    client = visitor()
    client.post(f"/disputes/{look.pk}/take/")
    client.post(f"/disputes/{look.pk}/release/")
    look.refresh_from_db()
    assert look.settler is None


@pytest.mark.parametrize(("outcome", "state"), [("upheld", "upheld"), ("overruled", "overruled")])
def test_an_editor_settles_a_dissent_on_the_claims_page(outcome: str, state: str) -> None:
    claim = a_supported_claim()
    reviewer = visitor()
    assessment = CurrentAssessment.objects.get(claim=claim).assessment_id
    answer = reviewer.post(
        f"/claims/{claim.pk}/verdict/",
        {"assessment": assessment, "reason": "One telegram.", "status": "REFUTED"},
        follow=True,
    )
    assert toasts_of(answer)[0][0] == "You came to another status: refuted. An editor settles it."
    editor = visitor(role=Role.EDITOR)
    page = words_of(editor.get(f"/claims/{claim.pk}/"))
    assert "Comes to another status" in page and "One telegram." in page and "Who is right" in page
    verdict = Verdict.objects.get()
    assert editor.post(f"/verdicts/{verdict.pk}/settle/", {"outcome": outcome}).status_code == 422
    editor.post(f"/verdicts/{verdict.pk}/settle/", {"outcome": outcome, "reason": "Two telegrams."})
    verdict.refresh_from_db()
    assert (verdict.state, verdict.end_reason) == (state, "Two telegrams.")


def test_a_dissent_keeps_others_from_reading_and_signing_it() -> None:
    claim = a_supported_claim()
    sign_verdict(
        claim_id=claim.pk,
        assessment_id=CurrentAssessment.objects.get(claim=claim).assessment_id,
        reason="One telegram.",
        status="REFUTED",
        actor=a_person(display_name="Dora Dissent"),
    )
    page = words_of(visitor().get(f"/claims/{claim.pk}/"))
    assert "A reviewer came to another status. An editor settles it" in page
    assert "One telegram." not in page and "Dora" not in page


def test_rules_are_set_with_a_reason_and_kept_as_versions() -> None:
    client = visitor(administrator())
    a_supported_claim()
    sent = {"asks_when": ["SINGLE_ORIGIN_VERDICT"], "sampled_percent": 5, "gold_percent": 5}
    assert client.post("/review/rules/", sent).status_code == 422
    client.post("/review/rules/", {**sent, "reason": "To begin with."})
    client.post("/review/rules/", {**sent, "asks_when": [], "reason": "Too much."})
    assert list(ReviewRules.objects.order_by("number").values_list("number", "asks_when", "reason")) == [
        (1, ["SINGLE_ORIGIN_VERDICT"], "To begin with."),
        (2, [], "Too much."),
    ]
    page = words_of(client.get("/review/rules/"))
    assert "Version 2 is in force." in page and "To begin with." in page
    share = words_of(client.get("/review/rules/share/?asks_when=HIGH_RISK"))
    assert share.strip() == "0 of 2 links that count now (0 %)"
    seen = words_of(visitor(role=Role.READER).get("/review/rules/"))
    assert "Version 2" in seen and "Put them in force" not in seen
    assert visitor().post("/review/rules/", {**sent, "reason": "Mine."}).status_code == 403


GOLD = {
    "claim_text": "The bridge was closed.",
    "source_title": "Log",
    "before": "3 May: open. ",
    "passage": "4 May: closed.",
    "stance": "corroborates",
    "reason": "The log says so.",
    "claim_language": "en",
    "passage_language": "en",
}


def test_known_passages_are_kept_one_by_one_and_from_a_file() -> None:
    client = visitor(administrator())
    client.post("/review/gold/", GOLD)
    gold = GoldLink.objects.get()
    assert (gold.before, gold.passage, gold.stance) == ("3 May: open. ", "4 May: closed.", "corroborates")
    client.post(f"/review/gold/{gold.pk}/retire/")
    gold.refresh_from_db()
    assert gold.retired_at is not None
    client.post(f"/review/gold/{gold.pk}/restore/")
    bad = "claim_text,passage,source_title,stance,reason\nA,B,C,context,D\nA,B,C,maybe,D\n"
    answer = client.post("/review/gold/file/", {"file": SimpleUploadedFile("gold.csv", bad.encode())})
    assert (answer.status_code, GoldLink.objects.count(), "Line 3" in words_of(answer)) == (422, 1, True)
    good = bad.replace("maybe", "contradicts")
    client.post("/review/gold/file/", {"file": SimpleUploadedFile("gold.csv", BytesIO(good.encode()).read())})
    assert GoldLink.objects.count() == 3
    assert visitor(role=Role.EDITOR).get("/review/gold/").status_code == 403


def test_nor_does_the_page_of_its_claim_name_anybody_to_whoever_may_settle() -> None:
    look = a_dispute()
    assert look.evidence is not None
    page = words_of(visitor(role=Role.EDITOR).get(f"/claims/{look.evidence.claim_id}/"))
    assert "Somebody read a passage blind, and otherwise" in page
    assert "Prudence" not in page and "Secunda" not in page
    own = words_of(visitor(look.reader).get(f"/claims/{look.evidence.claim_id}/"))
    assert "Secunda Second read a passage blind, and otherwise: contradicts" in own
