"""Forms for protected sources. Nothing typed here is kept by the browser: it would outlive the page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from annotations.domain.vocabulary import PublisherKind, SourceKind
from annotations.models import User
from annotations.queries.people import all_people
from annotations.web.forms.articles import COMMON_LANGUAGES

SEEN = ("kind", "publisher_kind", "language")
"""What everybody sees of a protected source."""
IDENTITY = ("title", "publisher_name", "authors", "url", "published_on", "note")


def _text(label: Any, length: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=length, required=required, widget=widget, help_text=help_text
    )


class PersonChoiceField(forms.ModelMultipleChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, and what they are."""
        return f"{obj.display_name} ({obj.get_role_display()})"


class PeopleForm(forms.Form):
    """Who else may know a protected source."""

    people = PersonChoiceField(
        label=_("Who else may know"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are one of them. Each of you can name others, and can read the copies."),
    )

    def __init__(self, *args: Any, offered: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = offered  # type: ignore[attr-defined]

    def person_ids(self) -> list[int]:
        """The ids of those who are chosen."""
        return [person.pk for person in self.cleaned_data["people"]]


def people_to_name(apart_from: list[int]) -> QuerySet[User]:
    """Who may sign in and is not named yet, by name."""
    return all_people().filter(is_active=True).exclude(pk__in=apart_from).order_by("display_name", "pk")


class IdentityForm(forms.Form):
    """Who or what a protected source is."""

    title = _text(_("What it is"), 500, required=True, help_text=_("A name for it among those who know."))
    publisher_name = _text(_("Who is behind it"), 200)
    authors = _text(_("Authors"), 500)
    url = _text(_("Address"), 2000)
    published_on = forms.DateField(
        label=_("Of which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
        help_text=_("How to reach them, and what was promised."),
    )

    def identity(self) -> dict[str, Any]:
        """The values for the action."""
        return {name: self.cleaned_data[name] for name in IDENTITY}


class ProtectedSourceForm(PeopleForm, IdentityForm):
    """A protected source: what everybody sees, what only the people named see, and who they are."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.STATEMENT)
    publisher_kind = forms.ChoiceField(
        label=_("Who is behind it is"),
        choices=PublisherKind.choices,
        initial=PublisherKind.UNKNOWN,
        help_text=_("As closely as may be told. It decides how much the evidence weighs."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=COMMON_LANGUAGES, initial="und")

    def values(self) -> dict[str, Any]:
        """The values for the action."""
        seen = {name: self.cleaned_data[name] for name in SEEN}
        return {**seen, **self.identity(), "person_ids": self.person_ids()}


class ProtectForm(PeopleForm):
    """Protecting a source that is open."""

    reason = forms.CharField(
        label=_("Why, without saying who"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
        help_text=_("Everybody can read this in the history."),
        error_messages={"required": _("Say why, without saying who.")},
    )
