"""Saying something about a claim, its evidence, or an article; naming people in it; taking it back.

The history notes that something was said, by whom and to whom, with the SHA-256 of the words: what was
removed is gone from sight, and still nobody can claim to have said something else.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from annotations.access import require
from annotations.actions.notices import tell, tell_concerned
from annotations.actions.recording import change, locked, record_event, require_version
from annotations.domain.canonical import several_lines
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.vocabulary import NoticeKind
from annotations.domain.work.comments import LONGEST, MOST_NAMED, names_in
from annotations.models import Article, Claim, Comment, Evidence, Mention, Notice, User
from annotations.queries.told import people_seeing
from annotations.queries.visibility import visible, visible_articles, visible_claims


@transaction.atomic
def write_comment(
    *,
    text: str,
    claim_id: int | None = None,
    article_id: int | None = None,
    evidence_id: int | None = None,
    replies_to_id: int | None = None,
    without_telling: bool = False,
    actor: User,
) -> Comment:
    """Says something about a claim (or a link of it), or about an article. A reply stands where what it
    replies to stands.

    Refuses empty words (`required`), more than 5,000 characters (`too-long`), a link of another claim
    (`evidence-of-another-claim`), a reply elsewhere (`reply-elsewhere`), and naming somebody who may not see
    it (`mention-without-access`), unless they are to be named `without_telling` them.
    """
    subject = _subject_of(claim_id, article_id, actor)
    require(actor, "comment.write", subject)
    words = _words(text)
    about = {"claim": subject} if isinstance(subject, Claim) else {"article": subject}
    first = _first_of(replies_to_id, about, actor)
    evidence = _evidence(evidence_id, subject)
    people = _named(words, subject, without_telling)
    comment = Comment.objects.create(author=actor, text=words, evidence=evidence, replies_to=first, **about)
    _name(comment, people)
    told = {**_told(comment), "replies_to_id": first.pk if first else None, "evidence_id": evidence_id}
    record_event("comment.written", comment, stream=subject, actor=actor, after=told)
    tell([one.pk for one in people], NoticeKind.MENTIONED, comment=comment, actor=actor, **about)
    tell_concerned(NoticeKind.COMMENTED, comment=comment, actor=actor, **about)
    return comment


@transaction.atomic
def edit_comment(
    *,
    comment_id: int,
    text: str,
    without_telling: bool = False,
    expected_version: int | None = None,
    actor: User,
) -> Comment:
    """Changes one's own words; the comment says since when. Who is named only now is told now.

    Refuses as `write_comment` does, and what was removed (`comment-removed`).
    """
    comment, subject = _locked_comment(comment_id, actor)
    require(actor, "comment.edit", comment)
    require_version(comment, expected_version)
    _require_there(comment)
    words = _words(text)
    if words == comment.text:
        return comment
    people = _named(words, subject, without_telling)
    known = set(comment.mentions.values_list("person", flat=True))
    old = _told(comment)
    change(comment, {"text": words, "edited_at": timezone.now()})
    comment.mentions.exclude(person__in=people).delete()
    new = [one for one in people if one.pk not in known]
    _name(comment, new)
    record_event("comment.edited", comment, stream=subject, actor=actor, before=old, after=_told(comment))
    about = {"claim": subject} if isinstance(subject, Claim) else {"article": subject}
    tell([one.pk for one in new], NoticeKind.MENTIONED, comment=comment, actor=actor, **about)
    return comment


@transaction.atomic
def remove_comment(*, comment_id: int, actor: User) -> Comment:
    """Takes a comment out of sight; its place stays, and who removed it may bring it back. Notices of it that
    nobody has read go with it.
    """
    comment, subject = _locked_comment(comment_id, actor)
    require(actor, "comment.remove", comment)
    if comment.removed_at is not None:
        return comment
    change(comment, {"removed_at": timezone.now(), "removed_by": actor})
    Notice.objects.filter(comment=comment, read_at__isnull=True).delete()
    record_event("comment.removed", comment, stream=subject, actor=actor, before=_told(comment))
    return comment


@transaction.atomic
def restore_comment(*, comment_id: int, actor: User) -> Comment:
    """Brings back what one removed oneself. Refuses (`removed-by-others`) what somebody else did."""
    comment, subject = _locked_comment(comment_id, actor)
    require(actor, "comment.remove", comment)
    if comment.removed_at is None:
        return comment
    if comment.removed_by_id != actor.pk:
        raise Conflict("Somebody else removed this. Ask them about it.", rule="removed-by-others")
    change(comment, {"removed_at": None, "removed_by": None})
    record_event("comment.restored", comment, stream=subject, actor=actor, after=_told(comment))
    return comment


def _subject_of(claim_id: int | None, article_id: int | None, actor: User) -> Claim | Article:
    """What the comment is about. It changes nothing there, so nothing is locked; what is out of the person's
    sight is not there.
    """
    if (claim_id is None) == (article_id is None):
        raise Invalid("Name a claim or an article, one of the two.", rule="required")
    if claim_id is not None:
        claim = visible_claims(actor).filter(pk=claim_id).first()
        if claim is None:
            raise NotFound(f"There is no claim {claim_id}.", details={"id": claim_id})
        return claim
    article = visible_articles(actor).filter(pk=article_id or 0).first()
    if article is None:
        raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
    return article


def _locked_comment(comment_id: int, actor: User) -> tuple[Comment, Claim | Article]:
    if not visible(Comment.objects.filter(pk=comment_id), actor).exists():
        raise NotFound(f"There is no comment {comment_id}.", details={"id": comment_id})
    comment = locked(Comment, comment_id)
    subject = comment.claim or comment.article
    assert subject is not None, "the database keeps a comment on one thing"
    return comment, subject


def _words(text: str) -> str:
    words = several_lines(text).strip()
    if not words:
        raise Invalid("Say something.", field="text", rule="required")
    if len(words) > LONGEST:
        raise Invalid(
            f"A comment has at most {LONGEST:,} characters; this one has {len(words):,}.",
            field="text",
            rule="too-long",
        )
    return words


def _first_of(replies_to_id: int | None, about: dict[str, Any], actor: User) -> Comment | None:
    """Where a reply stands: under the comment that a conversation began with."""
    if replies_to_id is None:
        return None
    found = visible(Comment.objects.all(), actor).filter(pk=replies_to_id).first()
    if found is None:
        raise NotFound(f"There is no comment {replies_to_id}.", details={"id": replies_to_id})
    if {name: getattr(found, name) for name in about} != about:
        raise Invalid("A reply stands where the comment stands.", field="replies_to", rule="reply-elsewhere")
    return found.replies_to or found


def _evidence(evidence_id: int | None, subject: Claim | Article) -> Evidence | None:
    if evidence_id is None:
        return None
    found = Evidence.objects.filter(pk=evidence_id, claim=subject.pk).first()
    if found is None or not isinstance(subject, Claim):
        raise Invalid("This is no link of this claim.", field="evidence", rule="evidence-of-another-claim")
    return found


def _named(words: str, subject: Claim | Article, without_telling: bool) -> list[User]:
    """The people whom the words name and who may see it."""
    names = names_in(words)
    if not names:
        return []
    called = User.objects.annotate(folded=Lower("username")).filter(folded__in=names)
    found = list(called.order_by("pk"))
    if len(found) > MOST_NAMED:
        raise Invalid(
            f"At most {MOST_NAMED} people can be named in one comment.", field="text", rule="too-many-named"
        )
    ids = [one.pk for one in found]
    seeing = set(people_seeing(subject.desk_id).filter(pk__in=ids).values_list("pk", flat=True))
    blind = [one for one in found if one.pk not in seeing]
    if blind and not without_telling:
        raise _without_access(blind)
    return [one for one in found if one.pk in seeing]


def _without_access(people: Collection[User]) -> Invalid:
    names = ", ".join(f"{one.display_name} (@{one.username})" for one in people)
    return Invalid(
        f"{names} may not see this, and would not be told. Leave the name out, or send it without telling "
        "them.",
        field="text",
        rule="mention-without-access",
        details={"people": [one.pk for one in people]},
    )


def _name(comment: Comment, people: Collection[User]) -> None:
    Mention.objects.bulk_create([Mention(comment=comment, person=one) for one in people])


def _told(comment: Comment) -> dict[str, Any]:
    """What the history says of a comment."""
    named = sorted(comment.mentions.values_list("person", flat=True))
    return {"mentioned": named, "words_sha256": sha256(comment.text.encode()).hexdigest()}


def _require_there(comment: Comment) -> None:
    if comment.removed_at is not None:
        raise Conflict("This comment was removed.", rule="comment-removed")
