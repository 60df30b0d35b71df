"""Bytes become the right text, or none."""

import pytest

from annotations.domain.canonical import DecodedText, decode_text
from annotations.domain.errors import Invalid

FRENCH = "Les élèves étaient très fâchés après l'été, déjà passé à la mer."
RUSSIAN = "Привет, мир. Это обычный текст о погоде и о новостях."


@pytest.mark.parametrize(
    ("content", "declared", "expected"),
    [
        (b"plain", None, DecodedText("plain", "utf-8")),
        ("\ufeffé".encode(), None, DecodedText("é", "utf-8-sig")),
        ("\ufeffé".encode("utf-16-le"), None, DecodedText("é", "utf-16")),
        ("\ufeffé".encode("utf-32-be"), None, DecodedText("é", "utf-32")),
        ("naïve".encode("utf-16-be"), None, DecodedText("naïve", "utf-16-be")),
        (b"\x93x\x94 \x80", "iso-8859-1", DecodedText("“x” €", "cp1252")),
        ("日本語".encode("cp932"), "Shift_JIS", DecodedText("日本語", "cp932")),
        (RUSSIAN.encode("koi8-r"), '"KOI8-R"', DecodedText(RUSSIAN, "koi8-r")),
        (b"plain", "no-such-encoding", DecodedText("plain", "utf-8")),
        (b"plain", "utf-7", DecodedText("plain", "utf-8")),
    ],
)
def test_known_encodings(content: bytes, declared: str | None, expected: DecodedText) -> None:
    assert decode_text(content, declared) == expected


def test_utf8_is_believed_more_than_a_label() -> None:
    decoded = decode_text("été".encode(), "latin-1")
    assert (decoded.text, decoded.encoding, len(decoded.notes)) == ("été", "utf-8", 1)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("Żółta łódź płynęła przez wieś, gdzie ludzie śpią i jedzą chleb ze śliwkami", "cp1250"),
        ("Türkiye'de güneşli bir gün, çocuklar dışarıda ve şarkı söylüyor", "cp1254"),
        ("Καλημέρα κόσμε, ο καιρός είναι καλός σήμερα και αύριο", "cp1253"),
        ("新闻报道说，今天的天气很好，大家都出去玩了。", "gb18030"),
        ("오늘은 날씨가 좋습니다. 뉴스를 봅니다.", "cp949"),
    ],
)
def test_a_clear_guess_is_right_and_said(text: str, encoding: str) -> None:
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert len(decoded.notes) == 1


@pytest.mark.parametrize(
    "content", [b"plain \xff text", bytes(range(0x80, 0x100)), b"\xc3\x28 \xb3\xd9 mixed"]
)
def test_unclear_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        decode_text(content)
    assert refused.value.rule == "unknown-encoding"


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"\x00\x01\x02\x03" * 100, b"\x01\x02\x03\x04 text" * 100]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        decode_text(content)
    assert refused.value.rule == "not-text"


def test_a_few_broken_places_are_shown_and_said() -> None:
    decoded = decode_text("naïve café ".encode() * 60 + b"\xff")
    assert decoded.text.endswith("\ufffd")
    assert decoded.notes == ("Unreadable places are shown as \ufffd (1 in all).",)


def test_surrogates_find_each_other_or_are_shown_as_unreadable() -> None:
    halves = "a 😀 b \ud83d c".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    apart = "a \ud83d\ude00 b \ud83d c".encode("utf-8", "surrogatepass")

    assert halves == "a 😀 b \ud83d c"
    assert decode_text(apart) == DecodedText(
        "a 😀 b \ufffd c", "utf-8", ("Unreadable places are shown as \ufffd (1 in all).",)
    )
    assert decode_text("a \ud83d\ude00 b".encode("utf-8", "surrogatepass")) == DecodedText("a 😀 b", "utf-8")


def test_text_garbled_by_others_is_said() -> None:
    garbled = FRENCH.encode().decode("cp1252", "ignore")
    assert len(decode_text(garbled.encode()).notes) == 1
    assert decode_text(FRENCH.encode()).notes == ()
