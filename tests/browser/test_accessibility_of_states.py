"""No page keeps anybody out that looks different when there is nothing, something else, or nobody.

Beside the addresses in a file of its own: two processes share the longest part of the suite.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotations.domain.vocabulary import ExportState
from annotations.models import Article, Capture, Claim, Export, Source, SourceMerge
from tests.browser.accessibility import Visit, found_wrong
from tests.browser.every_state import REPLACED_ARTICLE, rows
from tests.browser.second_readings import of_review

pytestmark = pytest.mark.django_db

# As of the addresses.
PARTS = 4


def states() -> list[str]:
    """Their addresses."""
    found = rows()
    withdrawn = Claim.objects.filter(state="withdrawn").latest("pk").pk
    signed = Claim.objects.filter(verdicts__state="live").latest("pk").pk
    mixed = Claim.objects.filter(status="MIXED").latest("pk").pk
    arabic = Capture.objects.filter(source__language="ar").latest("pk").pk
    stopped = Export.objects.filter(state=ExportState.CANCELLED).latest("pk").pk
    record, story = (Article.objects.filter(is_fictional=one).earliest("pk").pk for one in (False, True))
    replaced = Article.objects.get(headline=REPLACED_ARTICLE).pk
    return [
        f"/articles/{record}/",
        f"/articles/{story}/",
        f"/articles/{story}/highlights/waiting/",
        f"/articles/{replaced}/compare/1/2/",
        f"/articles/{replaced}/highlights/waiting/",
        "/articles/?words=nothing-of-this-name",
        "/claims/?status=REFUTED",
        "/claims/?words=nothing-of-this-name",
        f"/claims/{withdrawn}/",
        f"/claims/{signed}/",
        f"/claims/{found['claim_id']}/evidence/new/?source={found['source_id']}",
        f"/claims/{found['claim_id']}/?known_on=2024-11-13",
        f"/claims/{found['claim_id']}/try/?without={found['evidence_id']}",
        f"/claims/{mixed}/",
        f"/claims/{mixed}/try/",
        f"/claims/{mixed}/independence/",
        f"/captures/{arabic}/",
        f"/exports/{stopped}/",
        "/search/?words=lamps",
        "/sources/?words=nothing-of-this-name",
        "/sources/?tag=ferry&kind=report&sort=title",
        "/sources/?kind=novel",
        "/publishers/?grade=A",
        *of_merges_and_protection(),
        *of_review(),
        f"/register/sources/together/?row={found['source_id']}&change-add_tags=ferry",
        "/register/publishers/filters/",
        "/register/publishers/import/",
        "/nothing/",
        "/claims/999999/",
    ]


def of_merges_and_protection() -> list[str]:
    """Two sources side by side, and the pages of one that only few people know."""
    merge, protected = SourceMerge.objects.latest("pk"), Source.objects.filter(is_protected=True).latest("pk")
    like_it = Source.objects.filter(title="Locks of the canal c").latest("pk")
    return [
        f"/sources/{merge.kept_id}/merge/?with={like_it.pk}",
        f"/publishers/{like_it.publisher_id}/merge/?words=a",
        "/merges/?of=publishers",
        f"/sources/{protected.pk}/",
        f"/sources/{protected.pk}/identity/",
        f"/sources/{protected.pk}/people/",
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_state_of_a_page_keeps_anybody_out(visit: Visit, axe: Axe, part: int) -> None:
    assert found_wrong(visit, axe, states()[part::PARTS]) == {}
