"""Structured data inside a page: a block that no browser runs.

A script element whose type is no script is data. `script-src` of the content security policy says nothing
about it, so that the page stays as strict as all others.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

# Whatever could end the element, begin a comment in it, or end a line for a reader of JavaScript.
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def data_block(document: Any) -> SafeString:
    """The script element that holds the document as JSON-LD."""
    written = json.dumps(document, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')


def item_list(addresses: Sequence[str]) -> dict[str, Any]:
    """A schema.org list of pages. The reviews themselves stand on these, each once."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": address}
            for position, address in enumerate(addresses, start=1)
        ],
    }
