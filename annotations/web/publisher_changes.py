"""Changes of a publisher: its grade, owner, sides and relations, each previewed before it is made."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.domain.errors import Invalid
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    BlocJoined,
    MembershipChanged,
    OwnerChanged,
    PublishersRelated,
    PublishersUnrelated,
    RegisterChange,
    Regraded,
)
from annotations.models import PartyMembership, PublisherRelation
from annotations.queries.publishers import publisher_by_id
from annotations.queries.register_changes import membership_changed, owner_changed, publishers_unrelated
from annotations.queries.topics import as_known, known_topics
from annotations.web.forms.register_changes import (
    BlocForm,
    MembershipForm,
    OwnerForm,
    PublisherRelationForm,
    ReasonForm,
    RegradeForm,
)
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import registered
from annotations.web.register_changes import Wanted, answer, the_row


@page
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Grades a publisher, overall or on one topic."""
    publisher = publisher_by_id(publisher_id)
    return answer(
        request,
        Wanted(
            kind=Regraded,
            subject=publisher,
            title=_("Grade %(name)s") % {"name": publisher.name},
            lede=_("How reliable it is, as far as its record tells. What follows for claims is shown first."),
            form=RegradeForm,
            change=lambda form: Regraded(
                publisher_id, form.cleaned_data["grade"], as_known(form.cleaned_data["topic"])
            ),
            initial={"grade": vars(publisher)["grade"], "topic": request.GET.get("topic", "")},
            extra=lambda request, form: {"topics": known_topics(request.user)},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Says who owns a publisher."""
    publisher = publisher_by_id(publisher_id)
    return answer(
        request,
        Wanted(
            kind=OwnerChanged,
            subject=publisher,
            title=_("Who owns %(name)s?") % {"name": publisher.name},
            lede=_("What one hand owns counts as one voice."),
            form=OwnerForm,
            change=lambda form: owner_changed(publisher_id, _named(form, is_required=False)),
            initial={"publisher": publisher.owner.name if publisher.owner else ""},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def bloc(request: PageRequest, publisher_id: int) -> HttpResponse:
    """Says for which side of a dispute a publisher speaks."""
    publisher = publisher_by_id(publisher_id)
    return answer(
        request,
        Wanted(
            kind=BlocJoined,
            subject=publisher,
            title=_("For whom does %(name)s speak?") % {"name": publisher.name},
            lede=_("Those who speak for one side are one voice, and none in their own favour."),
            form=BlocForm,
            change=lambda form: BlocJoined(
                publisher_id,
                form.cleaned_data["bloc"].pk,
                form.cleaned_data["starts_on"],
                form.cleaned_data["ends_on"],
            ),
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: PageRequest, membership_id: int) -> HttpResponse:
    """Corrects from when to when a publisher speaks for a side."""
    row = the_row(PartyMembership.objects.select_related("bloc", "publisher"), membership_id, _("membership"))
    return answer(
        request,
        Wanted(
            kind=MembershipChanged,
            subject=row.publisher,
            title=_("When does %(name)s speak for %(bloc)s?")
            % {"name": row.publisher.name, "bloc": row.bloc.name},
            lede=row.bloc.dispute,
            form=MembershipForm,
            change=lambda form: membership_changed(
                membership_id,
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
            ),
            initial={"starts_on": row.starts_on, "ends_on": row.ends_on, "reason": row.reason},
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def relate_publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """States that a publisher and another one are, or although connected are not, dependent."""
    publisher = publisher_by_id(publisher_id)

    def change(form: ReasonForm) -> RegisterChange:
        other = _named(form, is_required=True)
        low, high = sorted((publisher_id, other or publisher_id))
        return PublishersRelated(RelationInput(form.cleaned_data["kind"], low, high))

    return answer(
        request,
        Wanted(
            kind=PublishersRelated,
            subject=publisher,
            title=_("On whom does %(name)s depend?") % {"name": publisher.name},
            lede=_("What is not independent counts once."),
            form=PublisherRelationForm,
            change=change,
        ),
    )


@page
@require_http_methods(["GET", "HEAD", "POST"])
def unrelate_publishers(request: PageRequest, publisher_relation_id: int) -> HttpResponse:
    """Takes back what was stated about two publishers."""
    related = PublisherRelation.objects.select_related("first", "second")
    row = the_row(related, publisher_relation_id, _("relation"))
    return answer(
        request,
        Wanted(
            kind=PublishersUnrelated,
            subject=row.first,
            title=_("Take a statement back"),
            lede=f"{row.first.name} – {row.second.name}: {row.get_kind_display().lower()}",
            form=ReasonForm,
            change=lambda form: publishers_unrelated(publisher_relation_id),
        ),
    )


def _named(form: ReasonForm, *, is_required: bool) -> int | None:
    """The publisher that the form names. Refuses one that is not in the register."""
    name = form.cleaned_data["publisher"].strip()
    found = registered(name) if name else None
    if found is None and (name or is_required):
        raise Invalid(
            _("“%(name)s” is not in the register.") % {"name": name},
            field="publisher",
            rule="unknown-publisher",
        )
    return found
