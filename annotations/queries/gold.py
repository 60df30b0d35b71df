"""Gold links for administrators: each with how often it was read, and how often rightly."""

from django.db.models import Count, F, Q, QuerySet

from annotations.models import GoldLink

SHOWN = 200


def gold_page() -> QuerySet[GoldLink]:
    """The latest ones, with `read` and `right` counts; those that are given out first."""
    answered = Q(second_looks__answered_at__isnull=False)
    counted = GoldLink.objects.select_related("made_by").annotate(
        read=Count("second_looks", filter=answered),
        right=Count("second_looks", filter=answered & Q(second_looks__stance=F("stance"))),
        waiting=Count("second_looks", filter=Q(second_looks__state="open")),
    )
    return counted.order_by(F("retired_at").asc(nulls_first=True), "-id")[:SHOWN]
