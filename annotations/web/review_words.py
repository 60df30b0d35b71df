"""What happened in review, as a sentence."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.domain.vocabulary import SecondLookState, Stance
from annotations.models import Event
from annotations.web.event_labels import label, said


def _read_again(who: str, event: Event) -> str:
    stance = label(Stance, event.after.get("stance", "")).lower()
    if event.after.get("state") == SecondLookState.AGREED:
        return _("%(who)s read a passage blind and agreed: %(stance)s") % {"who": who, "stance": stance}
    if not stance:
        return _("%(who)s read a passage blind, and otherwise") % {"who": who}
    return _("%(who)s read a passage blind, and otherwise: %(stance)s") % {"who": who, "stance": stance}


def _dispute_settled(who: str, event: Event) -> str:
    stance = label(Stance, event.after.get("settled_stance", "")).lower()
    if not stance:
        return _("%(who)s settled a dispute: the passage does not bear on the claim") % {"who": who}
    return _("%(who)s settled a dispute: %(stance)s") % {"who": who, "stance": stance}


WORDS_OF_REVIEW: Mapping[str, Callable[[str, Event], str]] = {
    "second_look.asked": lambda who, event: _("A second person was asked to read a passage"),
    "second_look.taken": said(gettext_lazy("%(who)s took a passage to read it a second time")),
    "second_look.assigned": said(gettext_lazy("%(who)s gave a passage to a second reader")),
    "second_look.released": lambda who, event: _("A passage was given back by its second reader"),
    "second_look.answered": _read_again,
    "dispute.taken": said(gettext_lazy("%(who)s took a dispute to settle it")),
    "dispute.released": said(gettext_lazy("%(who)s gave a dispute back")),
    "dispute.settled": _dispute_settled,
    "dissent.upheld": said(gettext_lazy("%(who)s upheld a dissent")),
    "dissent.overruled": said(gettext_lazy("%(who)s overruled a dissent")),
    "review_rules.set": said(gettext_lazy("%(who)s set which links are read twice")),
    "gold_link.kept": said(gettext_lazy("%(who)s kept a passage of known stance")),
    "gold_link.edited": said(gettext_lazy("%(who)s corrected a passage of known stance")),
    "gold_link.retired": said(gettext_lazy("%(who)s retired a passage of known stance")),
    "gold_link.restored": said(gettext_lazy("%(who)s gave a passage of known stance out again")),
}
