"""What a document says of itself, in words for the page of its copy."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def told(metadata: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and values of what a document states, in a fixed order; nothing of it was checked."""
    labels = {
        "title": _("Title"),
        "authors": _("Authors"),
        "published": _("Published"),
        "modified": _("Changed"),
        "site": _("Site"),
        "agency": _("Credits"),
        "language": _("Language"),
        "canonical": _("Names as its address"),
        "image": _("Picture"),
        "pages": _("Pages"),
        "width": _("Width"),
        "height": _("Height"),
    }
    said = [(label, _in_words(metadata[name])) for name, label in labels.items() if metadata.get(name)]
    if metadata.get("is_free") is not None:
        said.append(
            (_("May be read"), _("without paying") if metadata["is_free"] else _("by paying readers"))
        )
    return said


def _in_words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
