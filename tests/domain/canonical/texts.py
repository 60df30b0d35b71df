"""Texts that are hard to count, for the tests of everything that counts."""

from hypothesis import strategies as st

from annotations.domain.canonical import from_html, from_markdown, from_pages, from_plain

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

TAGS = (
    "<p> </p> <br> <div> <ul> <li> </ul> <table> <tr> <td> </table> <pre> </pre> <q> </q> <h1> <h3>"
    " <blockquote> <b> </b> & < > &nbsp; &shy; &zwj; &rlm; &#0; &#xd800;"
)
MARKUP = st.lists(st.sampled_from((*HARD_PIECES, *TAGS.split())), max_size=40).map("".join)
canonical_texts = st.one_of(
    MARKUP.map(lambda markup: from_html("x" + markup)),
    hard_text.map(lambda text: from_plain("x" + text)),
    hard_text.map(lambda text: from_markdown("x" + text)),
    st.lists(hard_text, max_size=3).map(lambda pages: from_pages(["x", *pages])),
)
