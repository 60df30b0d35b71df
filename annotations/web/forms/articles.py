"""Forms for articles: how a text comes in, and what is said about it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotations.domain.times.zones import time_zones
from annotations.domain.vocabulary import Origin
from annotations.models import Article, Desk
from annotations.web.forms.publisher_field import PublisherNaming

WAYS = [
    (Origin.PASTE.value, _("Paste")),
    (Origin.UPLOAD.value, _("File")),
    (Origin.FETCH.value, _("Address")),
]
COMMON_LANGUAGES = [
    ("und", _("Not known")), ("en", "English"), ("ar", "العربية"), ("de", "Deutsch"), ("el", "Ελληνικά"),
    ("es", "Español"), ("fa", "فارسی"), ("fr", "Français"), ("he", "עברית"), ("hi", "हिन्दी"),
    ("hy", "Հայերեն"), ("it", "Italiano"), ("ja", "日本語"), ("ka", "ქართული"), ("ko", "한국어"),
    ("nl", "Nederlands"), ("pl", "Polski"), ("pt", "Português"), ("ru", "Русский"), ("sv", "Svenska"),
    ("th", "ไทย"), ("tr", "Türkçe"), ("uk", "Українська"), ("ur", "اردو"), ("zh", "中文"),
]  # fmt: skip


class DocumentForm(forms.Form):
    """One of three ways in which a text comes in. Only the field of the chosen way is looked at."""

    way = forms.ChoiceField(
        label=_("Where the text comes from"),
        choices=WAYS,
        initial=Origin.PASTE.value,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "reading-text", "dir": "auto"}),
        help_text=_("A blank line ends a paragraph."),
    )
    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}),
        help_text=_("The page is read once, as it is now. Scripts, pictures and advertising are left out."),
    )
    whole_page = forms.BooleanField(
        label=_("Keep every word of the page, also what does not look like the article"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Asks for what the chosen way needs."""
        values = super().clean() or {}
        needed = {
            Origin.PASTE.value: ("text", _("Paste the text of the article.")),
            Origin.UPLOAD.value: ("file", _("Choose a file.")),
            Origin.FETCH.value: ("url", _("Enter the address of the page.")),
        }.get(values.get("way", ""))
        if needed and needed[0] not in self.errors:
            value = values.get(needed[0])
            if value is None or (isinstance(value, str) and not value.strip()):
                self.add_error(needed[0], needed[1])
        return values


class ArticleForm(PublisherNaming):
    """What is said about an article."""

    headline = forms.CharField(
        label=_("Headline"), max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    byline = forms.CharField(
        label=_("Byline"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    published_on = forms.DateField(
        label=_("Published on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day at the place of the dateline. “Yesterday” in the text is counted from it."),
    )
    time_zone = forms.CharField(
        label=_("Time zone of that day"),
        max_length=60,
        initial="UTC",
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )
    dateline = forms.CharField(
        label=_("Dateline"), max_length=200, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language"), initial="und")
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["headline", "byline", "publisher", "publisher_kind", "published_on", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = (self.data.get(self.add_prefix("language")) if self.is_bound else "") or self.initial.get(
            "language"
        )
        languages = list(COMMON_LANGUAGES)
        if chosen and chosen not in dict(languages):
            languages.append((chosen, chosen))
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages

    @staticmethod
    def values_of(article: Article) -> dict[str, Any]:
        """The form's values for a stored article."""
        return {
            "headline": article.headline,
            "byline": article.byline,
            "publisher": article.publisher.name if article.publisher else "",
            "published_on": article.published_on,
            "time_zone": article.time_zone,
            "dateline": article.dateline,
            "language": article.language,
            "url": article.url,
            "version": article.version,
        }

    def article_values(self) -> dict[str, str | date | None]:
        """What the action takes, without the publisher, which is named here and numbered there."""
        names = ("headline", "byline", "published_on", "time_zone", "dateline", "language", "url")
        return {name: self.cleaned_data[name] for name in names}


class ProposedArticleForm(ArticleForm):
    """What is said about an article that is about to come in, and its text as it was read, sealed."""

    read = forms.CharField(widget=forms.HiddenInput, strip=False)
    desk = forms.TypedChoiceField(label=_("Desk"), coerce=int, required=False, empty_value=None)

    def __init__(
        self, *args: Any, desks: Iterable[Desk] = (), needs_desk: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(desk.pk, desk.name) for desk in desks]
        nobodys = [] if needs_desk else [("", _("The whole newsroom"))]
        field = self.fields["desk"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*nobodys, *offered]
        if not offered:
            del self.fields["desk"]

    def article_values(self) -> dict[str, Any]:
        """With the desk, where there was one to choose."""
        chosen = self.cleaned_data.get("desk")
        return {**super().article_values(), **({"desk_id": chosen} if chosen else {})}


TIME_ZONES = sorted(zone for zone in time_zones() if "/" in zone and not zone.startswith("Etc/"))
