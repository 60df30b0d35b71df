"""An edit of a claim that was begun on an older version, put together with what the claim says now.

Fields are compared one by one (`meanwhile`). Figures are rows of their own and count as one field: whoever
takes the other's takes all of them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.domain.rewording import rewording
from annotations.models import Claim
from annotations.web.claim_drafts import Draft, figure_values_of, stored_draft
from annotations.web.forms.claims import FIGURES
from annotations.web.meanwhile import TAKE, Difference, Meanwhile, beside_present, first_seen, seen

_TOLD: Final = ("text", "comparator", "low", "high", "unit", "scope_who", "scope_where", "as_of")


def seen_in(draft: Draft, sent: QueryDict) -> str:
    """What the form of a claim showed at first, with the figures; nothing for a new claim."""
    if draft.claim is None:
        return ""
    if first_seen(sent):
        return seen(sent=sent)
    shown = json.loads(seen(draft.form, draft.interests, draft.layer))
    return json.dumps({**shown, FIGURES: _in_words(figure_values_of(draft.claim))})


def claim_beside_present(now: Claim, sent: QueryDict) -> Draft:
    """What was sent, with what was changed meanwhile in the fields that this person left alone."""
    mine, theirs = stored_draft(now, sent), stored_draft(now, None)
    pairs: list[Any] = [(mine.form, theirs.form), (mine.interests, theirs.interests)]
    if mine.layer is not None:
        pairs.append((mine.layer, theirs.layer))
    merged = beside_present(pairs, sent, now.version)
    if mine.figures.is_valid():
        merged = _with_figures(merged, mine, now, sent)
    draft = stored_draft(now, merged.sent)
    draft.meanwhile = merged
    return draft


def _with_figures(merged: Meanwhile, mine: Draft, now: Claim, sent: QueryDict) -> Meanwhile:
    stored = figure_values_of(now)
    own = _in_words(row.cleaned_data for row in mine.figures.kept())
    other, first = _in_words(stored), first_seen(sent).get(FIGURES)
    if own == other:
        return merged
    if sent.get(TAKE) == FIGURES:
        return replace(merged, sent=_put(merged.sent, stored))
    if own == first:
        return replace(merged, sent=_put(merged.sent, stored), followed=[*merged.followed, _("Figures")])
    if other == first:
        return merged
    theirs, ours = rewording("; ".join(other), "; ".join(own))
    figures = Difference(FIGURES, _("Figures"), theirs, ours)
    return replace(merged, differences=[*merged.differences, figures])


def _in_words(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each figure in one line, the same for what is stored and what was sent."""
    return [" ".join(filter(None, (_plain(row.get(name)) for name in _TOLD))) for row in rows]


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def _put(sent: QueryDict, stored: list[dict[str, Any]]) -> QueryDict:
    """The form with these rows of figures in place of its own."""
    data = sent.copy()
    for name in [name for name in data if name.startswith(f"{FIGURES}-") and name.split("-")[1].isdigit()]:
        del data[name]
    data[f"{FIGURES}-TOTAL_FORMS"], data[f"{FIGURES}-INITIAL_FORMS"] = str(len(stored)), "0"
    for number, row in enumerate(stored):
        for name, value in row.items():
            if value not in (None, "", False):
                data[f"{FIGURES}-{number}-{name}"] = "on" if value is True else str(value)
    return data
