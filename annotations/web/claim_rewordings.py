"""A claim that was put in other words: what was read off the old words is looked at again before it is saved.

The mark of a split and the figures were proposed for certain words. Where these changed, a figure that is new
is put down as it would have been at first, without asking. Where something would be taken away, or the mark
changes, the form comes back once, with what is proposed now; sent again, it is saved as it is.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.domain.proposals import why_split
from annotations.domain.quantities import find_quantities
from annotations.web.claim_drafts import Draft, posted_draft, stored_draft
from annotations.web.claim_proposals import figure_values
from annotations.web.forms.claims import FIGURES


def proposed_again(draft: Draft, sent: QueryDict) -> Draft | None:
    """The draft with what the new words propose; None where that is nothing new. With `changes`, which say
    why, it is to be looked at before it is saved.
    """
    values = draft.form.cleaned_data
    old, new = values["proposed_for"] or values["text"], values["text"]
    if old.casefold() == new.casefold():
        return None
    data = sent.copy()
    taken = _surplus_taken_out(draft, old, new, data)
    added = _new_ones_added(draft, old, new, data)
    marked = _mark_follows(draft, old, new, data)
    if not (taken or added or marked):
        return None
    data["proposed_for"] = new
    again = stored_draft(draft.claim, data) if draft.claim else posted_draft(data)
    again.changes = [*taken, *added, *marked] if taken or marked else []
    return again


def _surplus_taken_out(draft: Draft, old: str, new: str, data: QueryDict) -> list[str]:
    """Figures that stood in the old words and do not stand in the new ones."""
    taken = []
    for row in draft.figures.kept():
        text = row.cleaned_data["text"]
        if _stands(text, old) and not _stands(text, new):
            data[f"{row.prefix}-DELETE"] = "on"
            taken.append(
                _("“%(figure)s” does not stand in the words any more: taken out.") % {"figure": text}
            )
    return taken


def _new_ones_added(draft: Draft, old: str, new: str, data: QueryDict) -> list[str]:
    stated = [row.cleaned_data["text"] for row in draft.figures.kept()]
    added = []
    for found in find_quantities(new, draft.language):
        text = found.quantity.text
        if _stands(text, old) or any(_stands(text, other) for other in stated):
            continue
        _append(data, figure_values(found.quantity))
        added.append(_("“%(figure)s” is new: put down as a figure.") % {"figure": text})
    return added


def _mark_follows(draft: Draft, old: str, new: str, data: QueryDict) -> list[str]:
    values = draft.form.cleaned_data
    is_several = bool(why_split(new, values["type"], draft.language))
    was_several = bool(why_split(old, values["type"], draft.language)) or _was_selected_so(draft, old)
    if is_several == was_several or values["must_split"] == is_several:
        return []
    if is_several:
        data["must_split"] = "on"
        return [_("The words say more than one thing now: marked to be split.")]
    data.pop("must_split", None)
    return [_("The words say one thing now: no longer marked to be split.")]


def _was_selected_so(draft: Draft, old: str) -> bool:
    """Whether the words as they were selected asked for it."""
    return draft.proposal is not None and old == draft.proposal.text and bool(draft.proposal.splits)


def _append(data: QueryDict, values: dict[str, Any]) -> None:
    name = f"{FIGURES}-TOTAL_FORMS"
    number = int(data.get(name) or 0)
    for key, value in values.items():
        if value not in (False, None, ""):
            data[f"{FIGURES}-{number}-{key}"] = "on" if value is True else str(value)
    data[name] = str(number + 1)


def _stands(figure: str, text: str) -> bool:
    return figure.casefold() in text.casefold()
