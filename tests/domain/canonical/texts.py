"""Texts that are hard to count, for the tests of everything that counts."""

from hypothesis import strategies as st

FAMILY = "👩‍👩‍👧‍👦"
FLAGS = "🇦🇲🇦🇿"
HARD_PIECES = (
    "word", "two words", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2009", "\u3000", "\u00ad", "\u200b",
    "\u200c", "\u200d", "\u200e", "\u202e", "\u202c", "\u2066", "\ufeff", "\u2028", "\u2029", "\u0000", "\u0007",
    "\u001c", "\u0085", "\ud800", "\ufffe", "e\u0301", "\u0301", "\u0323", "\u1e9b\u0323", "A\u030a", "\u212b",
    FAMILY, FLAGS, "🇦", "👍🏽", "🏳️‍🌈", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\U000e0041", "قالت", "می‌خواهم", "BBC", "עברית",
    "क्षि", "क्‍ष", "한국", "각", "新闻", "ニュース", "Ärger", "𝒳", "\u0600", "1", ".", "”",
)  # fmt: skip

hard_text = st.lists(
    st.one_of(
        st.sampled_from(HARD_PIECES),
        st.text(max_size=4),
        st.characters(
            categories=[
                "M",
                "Cf",
                "L",
                "So",
            ]
        ),
    ),  # fmt: skip
    max_size=40,
).map("".join)
