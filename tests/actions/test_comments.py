"""What people say to each other: naming, replying, changing, taking back; and who hears of it."""

from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions.comments import edit_comment, remove_comment, restore_comment, write_comment
from annotations.actions.following import follow
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import NoticeKind, Role
from annotations.models import Claim, Comment, Notice, User
from annotations.queries.comments import conversation, people_to_name
from tests.desks import a_desk
from tests.events import events_of
from tests.factories import a_claim, a_person, an_article, some_evidence

pytestmark = pytest.mark.django_db


def refused(kind: type[Exception], act: Callable[[], Any]) -> tuple[str, str | None]:
    """Rule and field of the refusal."""
    with pytest.raises(kind) as refusal:
        act()
    found: Any = refusal.value
    return found.rule, found.field


def told() -> set[tuple[int, str]]:
    """Who was told of what."""
    return set(Notice.objects.values_list("person", "kind"))


def test_who_works_on_it_hears_of_a_comment_and_who_is_named_hears_of_that() -> None:
    maker, linker, named, watcher, muter, author = (a_person() for _ in range(6))
    claim = a_claim(actor=maker)
    some_evidence(claim=claim, actor=linker)
    some_evidence(claim=claim, actor=muter)
    follow(claim_id=claim.pk, wish="watch", actor=watcher)
    follow(claim_id=claim.pk, wish="mute", actor=muter)
    comment = write_comment(
        claim_id=claim.pk, text=f"@{named.username}, @{author.username}: see", actor=author
    )
    assert told() == {
        (maker.pk, NoticeKind.COMMENTED),
        (linker.pk, NoticeKind.COMMENTED),
        (watcher.pk, NoticeKind.COMMENTED),
        (named.pk, NoticeKind.MENTIONED),
    }
    assert set(Notice.objects.values_list("claim", "comment")) == {(claim.pk, comment.pk)}
    verb, actor, _, after = events_of(claim)[-1]
    assert (verb, actor, after["mentioned"]) == (
        "comment.written",
        author.pk,
        sorted([named.pk, author.pk]),
    )
    assert "see" not in str(after)


def test_who_muted_the_article_hears_of_its_claims_only_where_they_watch_them() -> None:
    person = a_person()
    article = an_article()
    claims = [a_claim(words=words, article=article, actor=person) for words in ("ferry", "boats")]
    follow(article_id=article.pk, wish="mute", actor=person)
    follow(claim_id=claims[1].pk, wish="watch", actor=person)
    for claim in claims:
        write_comment(claim_id=claim.pk, text="Look.", actor=a_person())
    assert list(Notice.objects.filter(person=person).values_list("claim", flat=True)) == [claims[1].pk]


def test_somebody_without_access_cannot_be_named_and_nothing_is_lost() -> None:
    member, stranger, left = a_person(), a_person(), a_person()
    User.objects.filter(pk=left.pk).update(is_active=False)
    claim = a_claim()
    Claim.objects.filter(pk=claim.pk).update(desk=a_desk(member))
    text = f"Ask @{stranger.username}."
    values: dict[str, Any] = {"claim_id": claim.pk, "text": text, "actor": member}
    with pytest.raises(Invalid) as refusal:
        write_comment(**values)
    assert (refusal.value.rule, refusal.value.field, refusal.value.details) == (
        "mention-without-access",
        "text",
        {"people": [stranger.pk]},
    )
    comment = write_comment(**values, without_telling=True)
    assert (comment.text, list(comment.mentions.all())) == (text, [])
    assert (stranger.pk, NoticeKind.MENTIONED) not in told()
    gone: dict[str, Any] = {"article_id": an_article().pk, "text": f"@{left.username}", "actor": member}
    assert refused(Invalid, lambda: write_comment(**gone))[0] == "mention-without-access"
    assert [one.pk for one in people_to_name(stranger.username, None, member)] == [stranger.pk]
    claim.refresh_from_db()
    assert people_to_name(stranger.username, claim.desk_id, member) == []


def test_a_comment_says_something_about_one_thing() -> None:
    claim, other, person = a_claim(), a_claim(), a_person()
    link = some_evidence(claim=other)
    first = write_comment(claim_id=claim.pk, text="One.", actor=person)

    def saying(**given: Any) -> Callable[[], Any]:
        values: dict[str, Any] = {"claim_id": claim.pk, "text": "Two.", "actor": person, **given}
        return lambda: write_comment(**values)

    assert refused(Invalid, saying(text=" \n ")) == ("required", "text")
    assert refused(Invalid, saying(text="x" * 5_001)) == ("too-long", "text")
    assert refused(Invalid, saying(claim_id=None))[0] == "required"
    assert refused(Invalid, saying(article_id=an_article().pk))[0] == "required"
    assert refused(Invalid, saying(evidence_id=link.pk))[0] == "evidence-of-another-claim"
    assert refused(Invalid, saying(claim_id=other.pk, replies_to_id=first.pk))[0] == "reply-elsewhere"
    assert refused(NotFound, saying(claim_id=10**9))[0] == "not-found"
    assert refused(NotAllowed, saying(actor=a_person(role=Role.READER)))[0] == "comment.write"
    assert Comment.objects.count() == 1


def test_replies_stand_under_the_first_and_stay_when_it_is_removed() -> None:
    claim, person, other = a_claim(), a_person(), a_person()
    first = write_comment(claim_id=claim.pk, text="One.", actor=person)
    reply = write_comment(claim_id=claim.pk, text="Two.", replies_to_id=first.pk, actor=other)
    third = write_comment(claim_id=claim.pk, text="Three.", replies_to_id=reply.pk, actor=person)
    assert (reply.replies_to_id, third.replies_to_id) == (first.pk, first.pk)
    remove_comment(comment_id=first.pk, actor=person)
    said = conversation(claim, other)
    [line] = said.lines
    assert (said.count, line.is_removed, line.pieces) == (2, True, [])
    assert [one.comment.text for one in line.replies] == ["Two.", "Three."]
    for one in (reply, third):
        remove_comment(comment_id=one.pk, actor=one.author)
    assert conversation(claim, other).lines == []


def test_ones_own_words_may_be_changed_and_who_is_named_only_then_is_told_then() -> None:
    maker, person, named = a_person(), a_person(), a_person()
    claim = a_claim(actor=maker)
    comment = write_comment(claim_id=claim.pk, text=f"@{maker.username}", actor=person)
    assert refused(NotAllowed, lambda: edit_comment(comment_id=comment.pk, text="No.", actor=named))
    text = f"Rather @{named.username}."
    with pytest.raises(Stale):
        edit_comment(comment_id=comment.pk, text=text, expected_version=7, actor=person)
    changed = edit_comment(comment_id=comment.pk, text=text, expected_version=1, actor=person)
    assert changed.edited_at is not None
    assert list(changed.mentions.values_list("person", flat=True)) == [named.pk]
    assert (named.pk, NoticeKind.MENTIONED) in told()
    assert edit_comment(comment_id=comment.pk, text=text, actor=person).version == 2


def test_a_removed_comment_takes_its_unread_notices_along_and_comes_back() -> None:
    maker, person, editor = a_person(), a_person(), a_person(role=Role.EDITOR)
    claim = a_claim(actor=maker)
    comment = write_comment(claim_id=claim.pk, text="One.", actor=person)
    remove_comment(comment_id=comment.pk, actor=editor)
    assert told() == set()
    assert refused(Conflict, lambda: restore_comment(comment_id=comment.pk, actor=person))[0] == (
        "removed-by-others"
    )
    assert refused(Conflict, lambda: edit_comment(comment_id=comment.pk, text="Two.", actor=person))[0] == (
        "comment-removed"
    )
    restored = restore_comment(comment_id=comment.pk, actor=editor)
    assert (restored.text, restored.removed_at) == ("One.", None)
    verbs = [event[0] for event in events_of(claim)][1:]
    assert verbs == ["comment.written", "comment.removed", "comment.restored"]


@pytest.mark.parametrize("number", [1, 20])
def test_a_conversation_costs_the_same_however_long_it_is(
    number: int, django_assert_num_queries: Any
) -> None:
    claim, person = a_claim(), a_person()
    for _ in range(number):
        write_comment(claim_id=claim.pk, text=f"@{person.username}", actor=a_person())
    with django_assert_num_queries(1):
        conversation(claim, person)
