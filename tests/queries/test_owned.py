"""Whatever tells of what a desk owns, or of a claim that somebody reads blind, goes out of sight with it."""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import ForeignKey, Model

from annotations.models import Article, Capture, Claim, Desk, Evidence, Revision, Source
from annotations.queries.visibility import COUNTED, OWNED

OWNERS: Final = (Article, Capture, Claim, Desk, Evidence, Revision, Source)
OF_THE_CLAIM, OF_THE_SOURCE = "told with its claim alone", "told with its source alone"
EXEMPT: Final[Mapping[str, str]] = {
    "AskedAgain": "the sweep's own count, told to nobody",
    "ClaimInterest": OF_THE_CLAIM,
    "ClaimSet": "says itself who sees it: `audience`",
    "ClaimSetMember": "narrowed by its claims, `queries.claim_sets`",
    "CurrentAssessment": OF_THE_CLAIM,
    "QualityFigures": "of a closed desk for its people alone, `queries.quality`; of nobody's reading",
    "Quantity": OF_THE_CLAIM,
    "RegisterImportRow": "of the register, for administrators alone",
    "Reliance": "told with its link alone",
    "RevisionMarkup": "told with its revision alone",
    "SecondLook": "seen by its reader and its settler, `queries.second_looks`; in `TOLD` for events",
    "SourceConfidant": OF_THE_SOURCE,
    "SourceIdentity": OF_THE_SOURCE,
    "StanceVote": "told with its link alone",
    "TextPrint": "the fingerprint of a copy, told to nobody",
    "TimeScope": OF_THE_CLAIM,
}
"""What is not narrowed itself, and why it need not be."""


def tells_of_what_is_owned(model: type[Model]) -> bool:
    fields: Any = model._meta.get_fields()
    return any(isinstance(field, ForeignKey) and field.related_model in OWNERS for field in fields)


def test_every_table_that_tells_of_a_row_that_may_be_hidden_is_hidden_with_it() -> None:
    ours = apps.get_app_config("annotations").get_models(include_auto_created=True)
    telling = {model._meta.object_name for model in ours if tells_of_what_is_owned(model)}
    narrowed: list[type[Model]] = [*OWNED, *COUNTED]
    hidden = {model._meta.object_name for model in narrowed}
    assert telling - hidden == EXEMPT.keys()
