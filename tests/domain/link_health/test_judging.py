"""Each case is a visit as it happens on the web, and what has to be said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.link_health import (
    FAILURES_UNTIL_DEAD,
    Judgement,
    Known,
    PassageSeen,
    QuotedPassage,
    Seen,
    SeenFailure,
    SeenPage,
    SeenRefusal,
    SeenUnchanged,
    judge,
)
from annotations.domain.vocabulary import LinkHealth, PassageCheck
from tests.domain.link_health.pages import (
    ANOTHER_REPORT,
    ELSEWHERE_CHANGED,
    QUOTED,
    REPORT,
    SECOND_QUOTED,
    URL,
)

ELSEWHERE = "https://news.example/archive/ferry-report"
PASSAGES = (QuotedPassage(1, QUOTED), QuotedPassage(2, SECOND_QUOTED))
KNOWN = Known(URL, REPORT, passages=PASSAGES)
UNQUOTED = Known(URL, REPORT)
NEW = Known(URL)
TAKEN_BACK = (
    "This report was wrong, and it was taken from this page. No boat lay in the harbour, and the ferry "
    "sailed as on any other day; the editors ask their readers to excuse the mistake. Subscribe now."
)
TEASER = "\n".join(REPORT.split("\n")[:2])


def served(text: str | None = REPORT, final_url: str = URL, title: str = "", **more: object) -> SeenPage:
    return SeenPage(final_url, text, title=title, **more)  # type: ignore[arg-type]


def forwarded(status: int, target: str, text: str = REPORT) -> SeenPage:
    return served(text, target, redirects=((status, target),))


CASES: dict[str, tuple[Seen, Known, LinkHealth]] = {
    "the same text": (served(), KNOWN, LinkHealth.ALIVE),
    "the same text that nobody quoted": (served(), UNQUOTED, LinkHealth.ALIVE),
    "not modified": (SeenUnchanged(URL), KNOWN, LinkHealth.ALIVE),
    "the first visit": (served(), NEW, LinkHealth.ALIVE),
    "the first visit, quoted by hand": (served(), Known(URL, passages=PASSAGES), LinkHealth.ALIVE),
    "changed elsewhere": (served(ELSEWHERE_CHANGED), KNOWN, LinkHealth.CHANGED),
    "changed, nothing quoted": (served(ELSEWHERE_CHANGED), UNQUOTED, LinkHealth.CHANGED),
    "another text, nothing quoted": (served(ANOTHER_REPORT), UNQUOTED, LinkHealth.CHANGED),
    "a word of the passage": (
        served(REPORT.replace("remained in", "were lost from")),
        KNOWN,
        LinkHealth.PASSAGE_CHANGED,
    ),
    "a figure of the passage": (served(REPORT.replace("14", "41")), KNOWN, LinkHealth.PASSAGE_CHANGED),
    "a negation in the passage": (
        served(REPORT.replace("boats remained", "boats had not remained")),
        KNOWN,
        LinkHealth.PASSAGE_CHANGED,
    ),
    "a passage taken out": (served(REPORT.replace(QUOTED + " ", "")), KNOWN, LinkHealth.PASSAGE_GONE),
    "one changed and one taken out": (
        served(REPORT.replace(QUOTED + " ", "").replace("14", "41")),
        KNOWN,
        LinkHealth.PASSAGE_GONE,
    ),
    "another text altogether": (served(ANOTHER_REPORT), KNOWN, LinkHealth.PASSAGE_GONE),
    "other typography only": (served(REPORT.replace(" ", "\u00a0")), KNOWN, LinkHealth.CHANGED),
    "moved for good": (forwarded(301, ELSEWHERE), KNOWN, LinkHealth.MOVED),
    "moved for good (308) and changed elsewhere": (
        forwarded(308, ELSEWHERE, ELSEWHERE_CHANGED),
        KNOWN,
        LinkHealth.MOVED,
    ),
    "moved, nothing quoted, changed": (
        forwarded(301, ELSEWHERE, ELSEWHERE_CHANGED),
        UNQUOTED,
        LinkHealth.MOVED,
    ),
    "moved, and the passage went": (
        forwarded(301, ELSEWHERE, REPORT.replace(QUOTED, "")),
        KNOWN,
        LinkHealth.PASSAGE_GONE,
    ),
    "moved, not modified": (
        SeenUnchanged(ELSEWHERE, ((301, ELSEWHERE),)),
        KNOWN,
        LinkHealth.MOVED,
    ),
    "forwarded for now": (forwarded(302, ELSEWHERE), KNOWN, LinkHealth.ALIVE),
    "to https": (
        forwarded(301, URL),
        Known(URL.replace("https", "http"), REPORT, passages=PASSAGES),
        LinkHealth.ALIVE,
    ),
    "to www": (forwarded(301, URL.replace("//", "//www.")), KNOWN, LinkHealth.ALIVE),
    "to a trailing slash": (forwarded(308, URL + "/"), KNOWN, LinkHealth.ALIVE),
    "to the front page": (
        forwarded(302, "https://news.example/", ANOTHER_REPORT),
        KNOWN,
        LinkHealth.SOFT_404,
    ),
    "to the front page for good": (
        forwarded(301, "https://news.example/en/index.html", ANOTHER_REPORT),
        KNOWN,
        LinkHealth.SOFT_404,
    ),
    "to the front page, nothing quoted": (
        forwarded(301, "https://www.news.example", ANOTHER_REPORT),
        UNQUOTED,
        LinkHealth.SOFT_404,
    ),
    "to the front page, which shows it": (
        forwarded(302, "https://news.example/", REPORT + "\nMore news."),
        KNOWN,
        LinkHealth.CHANGED,
    ),
    "a front page that was asked for": (
        served(ANOTHER_REPORT, "https://news.example/"),
        Known("https://news.example", REPORT),
        LinkHealth.CHANGED,
    ),
    "to a sign-in page": (
        forwarded(
            302, "https://news.example/login?next=/2024/ferry-report", "User name and password, please."
        ),
        KNOWN,
        LinkHealth.BLOCKED,
    ),
    "no words, where there were some": (served(""), KNOWN, LinkHealth.CHANGED),
    "hardly a word": (served("Loading the application"), KNOWN, LinkHealth.CHANGED),
    "a file as before": (served(None, bytes_sha256="a"), Known(URL, bytes_sha256="a"), LinkHealth.ALIVE),
    "another file": (served(None, bytes_sha256="b"), Known(URL, bytes_sha256="a"), LinkHealth.CHANGED),
    "the first visit to a file": (served(None, bytes_sha256="b"), NEW, LinkHealth.ALIVE),
    "a teaser that says so": (
        served(TEASER + "\nSubscribe to read the rest of this report."),
        KNOWN,
        LinkHealth.PAYWALLED,
    ),
    "a teaser by its markup": (
        served(TEASER + "\nOur reporters go on where others stop.", is_free=False),
        KNOWN,
        LinkHealth.PAYWALLED,
    ),
    "a teaser and nothing else": (served(TEASER + " …"), KNOWN, LinkHealth.PAYWALLED),
    "a teaser, nothing quoted": (served(TEASER), UNQUOTED, LinkHealth.PAYWALLED),
    "taken back, on a page that costs money": (
        served(REPORT.split("\n")[0] + "\n" + TAKEN_BACK, is_free=False),
        KNOWN,
        LinkHealth.PASSAGE_GONE,
    ),
    "a teaser at the first visit": (served(TEASER, is_free=False), NEW, LinkHealth.PAYWALLED),
    "not free, and yet all of it": (served(is_free=False), KNOWN, LinkHealth.ALIVE),
    "not free, and longer": (served(ELSEWHERE_CHANGED, is_free=False), KNOWN, LinkHealth.CHANGED),
    "payment required": (SeenFailure("bad-status", 402), KNOWN, LinkHealth.PAYWALLED),
    "consent": (
        served("We value your privacy. We and our partners store things on your device. Accept all cookies"),
        KNOWN,
        LinkHealth.BLOCKED,
    ),
    "a riddle for humans": (
        served("Checking your browser before you can go on.", title="Just a moment..."),
        KNOWN,
        LinkHealth.BLOCKED,
    ),
    "robots": (SeenRefusal("The site asks programs not to read this page."), KNOWN, LinkHealth.BLOCKED),
    "unauthorised": (SeenFailure("bad-status", 401), KNOWN, LinkHealth.BLOCKED),
    "forbidden": (SeenFailure("bad-status", 403), KNOWN, LinkHealth.BLOCKED),
    "too many requests": (SeenFailure("bad-status", 429), KNOWN, LinkHealth.BLOCKED),
    "for legal reasons": (SeenFailure("bad-status", 451), KNOWN, LinkHealth.BLOCKED),
    "not found, once": (SeenFailure("bad-status", 404), KNOWN, LinkHealth.FAILING),
    "gone, twice": (SeenFailure("bad-status", 410), Known(URL, failures=1), LinkHealth.FAILING),
    "not found, often": (SeenFailure("bad-status", 404), Known(URL, failures=2), LinkHealth.DEAD),
    "gone, often": (SeenFailure("bad-status", 410), Known(URL, failures=9), LinkHealth.DEAD),
    "no such site, once": (SeenFailure("no-such-site"), KNOWN, LinkHealth.FAILING),
    "no such site, often": (SeenFailure("no-such-site"), Known(URL, failures=2), LinkHealth.DEAD),
    "timed out, often": (SeenFailure("timed-out"), Known(URL, failures=50), LinkHealth.FAILING),
    "server error, often": (SeenFailure("bad-status", 503), Known(URL, failures=50), LinkHealth.FAILING),
    "bad certificate": (SeenFailure("insecure"), Known(URL, failures=5), LinkHealth.FAILING),
    "too large": (SeenFailure("too-large"), KNOWN, LinkHealth.FAILING),
    "an odd status": (SeenFailure("bad-status", 418), Known(URL, failures=5), LinkHealth.FAILING),
}

NOT_FOUND = {
    "en": ("Page not found", "Sorry, the page you were looking for is not here any more."),
    "en, in the title": ("404 Not Found - News", "Here are our newest stories. Have a nice day."),
    "de": ("", "Seite nicht gefunden. Vielleicht hilft die Suche weiter."),
    "fr": ("", "Page introuvable : l’adresse demandée n’existe pas."),
    "es": ("", "Página no encontrada. Vuelva a la portada."),
    "it": ("", "Pagina non trovata"),
    "pt": ("", "Página não encontrada"),
    "nl": ("", "Pagina niet gevonden"),
    "pl": ("", "Nie znaleziono strony"),
    "tr": ("", "Sayfa bulunamadı"),
    "ru": ("", "Страница не найдена. Попробуйте начать с главной."),
    "uk": ("", "Сторінку не знайдено"),
    "el": ("", "Η σελίδα δεν βρέθηκε"),
    "he": ("", "הדף לא נמצא"),
    "ar": ("", "عذرا، الصفحة غير موجودة"),
    "hi": ("", "पृष्ठ नहीं मिला"),
    "th": ("", "ขออภัย ไม่พบหน้า ที่คุณต้องการ"),
    "zh": ("", "抱歉，页面不存在"),
    "ja": ("", "お探しのページが見つかりません"),
    "ko": ("", "요청하신 페이지를 찾을 수 없습니다"),
}


@pytest.mark.parametrize(("seen", "known", "health"), CASES.values(), ids=CASES)
def test_what_is_said_of_each_visit(seen: Seen, known: Known, health: LinkHealth) -> None:
    judgement = judge(seen, known)
    assert judgement.health == health
    assert bool(judgement.sentence) != (health == LinkHealth.ALIVE)


@pytest.mark.parametrize(("title", "text"), NOT_FOUND.values(), ids=NOT_FOUND)
@pytest.mark.parametrize("known", [KNOWN, NEW], ids=["known", "new"])
def test_error_pages_that_call_themselves_a_success(title: str, text: str, known: Known) -> None:
    judgement = judge(served(text, title=title), known)
    assert (judgement.health, judgement.shows_the_source) == (LinkHealth.SOFT_404, False)


def test_a_report_about_error_pages_is_none() -> None:
    about = Known(URL, "Why “page not found” is an art\nA designer explains it.", failures=0)
    seen = served("Why “page not found” is an art\nA designer explains it at length.")
    assert judge(seen, about).health == LinkHealth.CHANGED
    assert judge(served(REPORT + "\n" + 20 * "Page not found is what the visitor read. "), NEW).health == (
        LinkHealth.ALIVE
    )


SHORT_REPORTS = {
    "a bridge": "The bridge no longer exists. Divers looked for it, and nothing was found.",
    "a highway": "Highway 404 was closed at noon after a lorry lost its load of 404 boxes of apples.",
    "a club": "Access denied: the club no longer lets anybody in without a reservation, guests said.",
    "under a banner": "Cookie settings\nThe mayor opened the new bridge and was the first to walk across.",
}


@pytest.mark.parametrize("text", SHORT_REPORTS.values(), ids=SHORT_REPORTS)
def test_a_short_report_is_read_as_what_it_is(text: str) -> None:
    assert judge(served(text, title=text.split(".")[0]), NEW).health == LinkHealth.ALIVE


def test_a_teaser_is_kept_only_where_there_is_nothing_better() -> None:
    teaser = served(TEASER, is_free=False)
    kept = [judge(teaser, known).shows_the_source for known in (NEW, KNOWN, Known(URL, passages=PASSAGES))]
    assert kept == [True, False, False]


def test_a_changed_passage_is_shown_with_its_new_words() -> None:
    assert judge(served(REPORT.replace("14", "41")), KNOWN) == Judgement(
        LinkHealth.PASSAGE_CHANGED,
        "A quoted passage now reads “The crew of 41 was brought ashore at dawn.” instead of “The crew of 14 "
        "was brought ashore at dawn.”. Compare both and decide whether it still counts.",
        shows_the_source=True,
        passages=(
            PassageSeen(1, PassageCheck.EXACT, REPORT.index(QUOTED), REPORT.index(QUOTED) + len(QUOTED)),
            PassageSeen(
                2,
                PassageCheck.NOT_FOUND,
                REPORT.index(SECOND_QUOTED),
                REPORT.index(SECOND_QUOTED) + len(SECOND_QUOTED),
                "The crew of 41 was brought ashore at dawn.",
            ),
        ),
    )


def test_a_passage_that_is_gone_is_named_and_the_others_counted() -> None:
    judgement = judge(served(REPORT.replace(QUOTED, "").replace("14", "41")), KNOWN)
    assert judgement.sentence == (
        "A quoted passage is gone: “Two boats remained in the harbour all night.”. "
        "1 more changed or went too. It may have been taken back; look whether the page says so."
    )


def test_what_moved_says_where_to() -> None:
    judgement = judge(forwarded(301, ELSEWHERE + "?utm_source=feed", ELSEWHERE_CHANGED), KNOWN)
    assert (judgement.moved_to, judgement.sentence) == (
        ELSEWHERE,
        f"The page moved for good to “{ELSEWHERE}”. Give the source its new address. "
        "All quoted passages still stand there.",
    )


def test_only_the_permanent_beginning_of_a_way_is_a_move() -> None:
    for_now = "https://news.example/session/77"
    seen = served(final_url=for_now, redirects=((301, ELSEWHERE), (302, for_now), (301, URL)))
    assert judge(seen, KNOWN).moved_to == ELSEWHERE


def test_no_sentence_is_longer_than_can_be_stored() -> None:
    passage = "word " * 400 + "end"
    judgement = judge(
        served("a wholly other text " * 60), Known(URL, passage, passages=(QuotedPassage(1, passage),))
    )
    assert judgement.health == LinkHealth.PASSAGE_GONE and len(judgement.sentence) <= 500
    long_message = SeenFailure("timed-out", message="x" * 900)
    assert len(judge(long_message, KNOWN).sentence) == 500


def test_failures_are_counted_in_a_row() -> None:
    counted = [
        judge(SeenFailure("bad-status", 404), Known(URL, failures=failures)).failures for failures in range(4)
    ]
    assert counted == [1, 2, 3, 4]
    assert judge(served(), Known(URL, REPORT, failures=7)).failures == 0
    assert judge(SeenFailure("bad-status", 403), Known(URL, failures=7)).failures == 7


WORDS = st.lists(
    st.sampled_from(["a", "ferry", "boat", "page", "not found", "page not found", "404", "12"]), min_size=1
).map(" ".join)
TEXTS = st.one_of(st.text(max_size=300), WORDS)
REDIRECTS = st.lists(
    st.tuples(
        st.sampled_from([301, 302, 303, 307, 308]),
        st.sampled_from([URL, ELSEWHERE, URL + "/", "https://b.example/"]),
    ),
    max_size=4,
).map(tuple)


@given(TEXTS, st.text(max_size=80), st.sampled_from([None, True, False]), st.integers(0, 9))
def test_equal_text_is_always_alive(text: str, title: str, is_free: bool | None, failures: int) -> None:
    known = Known(URL, text if text.strip() else None, failures=failures)
    judgement = judge(served(text, title=title, is_free=is_free), known)
    assert judgement == Judgement(LinkHealth.ALIVE, "", shows_the_source=True)


@given(TEXTS, TEXTS, REDIRECTS, st.integers(0, 99), st.sampled_from([None, True, False]))
def test_a_page_that_came_is_never_dead_and_never_failing(
    text: str, before: str, redirects: tuple[tuple[int, str], ...], failures: int, is_free: bool | None
) -> None:
    final = redirects[-1][1] if redirects else URL
    seen = served(text, final, redirects=redirects, is_free=is_free)
    judgement = judge(
        seen, Known(URL, before, passages=(QuotedPassage(1, "a ferry boat"),), failures=failures)
    )
    assert judgement.health not in (LinkHealth.DEAD, LinkHealth.FAILING, LinkHealth.UNKNOWN)
    assert len(judgement.sentence) <= 500


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_while_every_passage_stands_it_is_alive_changed_or_moved(text: str, first: int, second: int) -> None:
    words = REPORT.split(" ")[min(first, second) : max(first, second) + 1]
    seen = served(f"{text}\n{REPORT}")
    judgement = judge(seen, Known(URL, "before", passages=(QuotedPassage(1, " ".join(words)),)))
    if judgement.passages[0].stands:
        assert (judgement.health, judgement.shows_the_source) == (LinkHealth.CHANGED, True)
        assert judgement.passages[0].stands


@given(
    st.sampled_from(["timed-out", "unreachable", "insecure", "broken-answer", "bad-status"]),
    st.integers(0, 99),
)
def test_only_a_site_that_says_so_is_dead(reason: str, failures: int) -> None:
    for status in (None, 400, 500, 503, 404):
        judgement = judge(SeenFailure(reason, status), Known(URL, failures=failures))
        is_dead = status == 404 and failures + 1 >= FAILURES_UNTIL_DEAD
        assert (judgement.health == LinkHealth.DEAD) == is_dead
