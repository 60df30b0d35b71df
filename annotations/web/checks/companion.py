"""The evidence of a published check as programs read it; its ClaimReview leads here."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from annotations.domain.errors import NotFound
from annotations.domain.organisation import Profile
from annotations.exports.evidence import MEDIA_TYPE, companion_of
from annotations.queries.organisation import publisher_of
from annotations.queries.published_check import published_check
from annotations.queries.published_checks import stamp_of_check
from annotations.web.checks.answers import kept, public_page


@public_page
@require_safe
def of_claim(request: HttpRequest, profile: Profile, claim_id: int) -> HttpResponseBase:
    """What the check rests on. There is none of one that was withdrawn."""
    return kept(request, profile, stamp_of_check(claim_id), lambda: _companion(profile, claim_id))


def _companion(profile: Profile, claim_id: int) -> HttpResponse:
    document = published_check(claim_id).document
    if document is None:
        raise NotFound("What was published of this claim was withdrawn.", details={"id": claim_id})
    written = json.dumps(companion_of(document, publisher_of(profile)), ensure_ascii=False)
    return HttpResponse(written, content_type=MEDIA_TYPE)
