"""Claims whose words are hard on every format."""

import json
from typing import Any

from tests.exports.samples import a_document, a_layer, a_link, a_place, a_publication, a_verdict

ATTACK = '=HYPERLINK("https://evil.example","x")'
HARD = (
    'It said </script><script>alert(1)</script> & "so"\u2028on\nand <b>on</b>. [x](javascript:x) `y` $z$ 😀'
)
ARABIC = "أغلقت البلدية الجسر القديم يوم الاثنين."
LONG = "It goes on and on. " * 158
PROTECTED = {
    "id": 50,
    "stance": "contradicts",
    "state": "accepted",
    "protected": True,
    "attached_at": "2020-10-01T09:00:00.000000Z",
    "points": 50,
    "counted": True,
    "reason": None,
}


def a_source(**given: Any) -> dict[str, Any]:
    """The source of a link."""
    return {**a_link()["source"], **given}


def hard_documents() -> list[dict[str, Any]]:
    """Markup, line separators, right-to-left words, emoji, 3,000 characters, nobody who claims it, a
    protected source, an unsigned claim, one to be looked at again, one in two articles and one in none.
    """
    arabic = a_place(article=3, headline=ARABIC, byline="ليلى حداد", language="ar", exact=ARABIC)
    return [
        a_document(
            text=HARD,
            highlights=[a_place(headline=HARD, exact="said so", start=40), arabic],
            verdicts=[a_verdict(reason=HARD), a_verdict(id=9, reviewer="Grace H.", reason=ATTACK)],
            evidence=[a_link(passage=HARD, source=a_source(title=HARD, authors=HARD)), PROTECTED],
            publication=a_publication(HARD),
        ),
        a_document(id=8, text=ARABIC, language="ar", highlights=[arabic], attribution=[]),
        a_document(id=9, text=LONG, highlights=[a_place(id=9, line=9, start=10, exact=LONG)]),
        a_document(id=10, text=ATTACK, signed=False, verdicts=[], highlights=[], assessment=None),
        a_document(id=11, stale=["AGE"], attribution=[a_layer(asserter="", mode="anonymous")]),
    ]


def lines(*documents: dict[str, Any]) -> list[bytes]:
    """As the database hands them over."""
    return [json.dumps(document, ensure_ascii=False).encode() + b"\n" for document in documents]
