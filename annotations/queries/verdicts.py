"""Questions about verdicts."""

from annotations.domain.errors import NotFound
from annotations.models import Verdict


def verdict_by_id(verdict_id: int) -> Verdict:
    """One verdict with its claim and reviewer. Refuses with `NotFound`."""
    verdict = Verdict.objects.select_related("claim", "reviewer").filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound(f"There is no verdict {verdict_id}.", details={"id": verdict_id})
    return verdict
