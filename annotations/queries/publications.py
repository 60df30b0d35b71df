"""Questions about what was published, and about what would be."""

from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from annotations.domain.publications import Said
from annotations.domain.vocabulary import PublicationKind, VerdictState
from annotations.models import Claim, Override, Publication, User, Verdict
from annotations.queries.claims import PUBLIC, claims_visible_to
from annotations.queries.overrides import in_effect
from annotations.queries.queue_claims import HIGH_RISK_FIRST, edited_by


def last_publication(claim_id: int) -> Publication | None:
    """What was last said publicly about a claim; None where nothing ever was."""
    return Publication.objects.filter(claim=claim_id).order_by("-number").first()


def was_published(claim_id: int) -> bool:
    """Whether anything was ever said publicly about a claim."""
    return Publication.objects.filter(claim=claim_id).exists()


def is_public(claim_id: int) -> bool:
    """Whether readers are told a status of it now: something was said, and no tombstone came after."""
    last = last_publication(claim_id)
    return last is not None and last.kind != PublicationKind.WITHDRAWN


def publications_of(claim_id: int) -> list[Publication]:
    """Everything that was said publicly about a claim, the first first, with who published it."""
    found = Publication.objects.filter(claim=claim_id).select_related("published_by")
    return list(found.order_by("number"))


def publications_in_full(person: User) -> QuerySet[Publication]:
    """Publications, each with whether it `is_latest`: what readers are told now."""
    later = Publication.objects.filter(claim=OuterRef("claim"), number__gt=OuterRef("number"))
    return Publication.objects.annotate(is_latest=~Exists(later))


def signing(claim_id: int) -> list[Verdict]:
    """The signatures that stand under a claim's computed status, the first first."""
    found = Verdict.objects.filter(claim=claim_id, state=VerdictState.LIVE, is_dissent=False)
    return list(found.order_by("signed_at", "id"))


def what_would_be_said(claim: Claim) -> Said | None:
    """What readers would be told if the claim was published now: the status as signed or overridden, in the
    words of the last who signed. None where nobody signed.
    """
    verdicts = signing(claim.pk)
    if not verdicts:
        return None
    last = verdicts[-1]
    override = Override.objects.filter(in_effect(timezone.now()), claim=claim).first()
    return Said(
        text=claim.text,
        status=override.status if override else last.status,
        computed_status=last.status,
        context_flag=next((each.context_flag for each in verdicts if each.context_flag), ""),
        reason=override.text if override else last.reason,
        short_claim=next((each.short_claim for each in reversed(verdicts) if each.short_claim), ""),
    )


def published_in_doubt(person: User) -> QuerySet[Claim]:
    """What is published although a signature or an override under it ended since, where the person is an
    editor, with `ended_at`: of high risk first, then what waits longest.
    """
    public = claims_visible_to(person).filter(_in_doubt(), edited_by(person))
    ended = _ended(Verdict.objects).order_by().values("claim").annotate(latest=Max("ended_at"))
    found = public.annotate(ended_at=Subquery(ended.values("latest")))
    return found.order_by(HIGH_RISK_FIRST, "ended_at", "id")


def is_in_doubt(claim: Claim) -> bool:
    """Whether a signature or an override ended under what is published of this claim."""
    return claim.state in PUBLIC and Claim.objects.filter(_in_doubt(), pk=claim.pk).exists()


def _in_doubt() -> Q:
    overrides = _ended(Override.objects.filter(approved_at__isnull=False))
    return Q(state__in=PUBLIC) & (Q(Exists(_ended(Verdict.objects))) | Q(Exists(overrides)))


def _ended(rows: Any) -> QuerySet[Any]:
    """What ended under a claim since it was published last."""
    last = Publication.objects.filter(claim=OuterRef("claim")).order_by("-number").values("published_at")
    since = Coalesce(Subquery(last[:1]), F("ended_at"))
    return rows.filter(claim=OuterRef("pk"), ended_at__gte=since)
