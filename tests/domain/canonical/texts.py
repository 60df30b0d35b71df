"""Texts that are hard to count, for the tests of everything that counts."""

from hypothesis import strategies as st

FAMILY = "👩‍👩‍👧‍👦"
FLAGS = "🇦🇲🇦🇿"
SPACES = (
    "\u00a0",
    "\u2009",
    "\u3000",
    "\u2028",
    "\u2029",
    "\u001c",
    "\u0085",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "  ",
)
INVISIBLE = (
    "\u00ad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u202c",
    "\u2066",
    "\ufeff",
    "\U000e0041",
)
BROKEN = ("\u0000", "\u0007", "\ud800", "\ufffe")
COMPOSED = ("e\u0301", "\u0301", "\u0323", "\u1e9b\u0323", "A\u030a", "\u212b", "\u0600", "각", "Ärger", "𝒳")
EMOJI = (FAMILY, FLAGS, "🇦", "👍🏽", "🏳️‍🌈", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")
SCRIPTS = ("قالت", "می‌خواهم", "BBC", "עברית", "क्षि", "क्‍ष", "한국", "新闻", "ニュース")
HARD_PIECES = (*SPACES, *INVISIBLE, *BROKEN, *COMPOSED, *EMOJI, *SCRIPTS, "word", "two words", "1", ".", "”")

odd_characters = st.characters(categories=["M", "Cf", "L", "So"])
hard_text = st.lists(
    st.one_of(st.sampled_from(HARD_PIECES), st.text(max_size=4), odd_characters), max_size=40
).map("".join)
