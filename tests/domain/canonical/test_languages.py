"""Proposed languages."""

import pytest

from annotations.domain.canonical import propose_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council said on Monday that the bridge was closed and that it will not be opened.", "en"),
        (
            "Der Rat sagte am Montag, dass die Brücke nicht für den Verkehr geöffnet wird und das ist gut.",
            "de",
        ),
        ("Le conseil a dit lundi que le pont est fermé et que les travaux sont pour bientôt.", "fr"),
        ("El consejo dijo el lunes que el puente está cerrado y que las obras son para más tarde.", "es"),
        ("Il consiglio ha detto che il ponte è chiuso e che i lavori sono per dopo, con una deroga.", "it"),
        (
            "O conselho disse que a ponte está fechada e que não vai ser aberta, pelo menos para os carros.",
            "pt",
        ),
        ("De raad zei maandag dat de brug niet open is en dat het werk voor later is.", "nl"),
        ("Meclis bu köprünün kapalı olduğunu ve bir yıl sonra açılacağını söyledi, ancak çok geç.", "tr"),
        ("Совет сказал, что мост не будет открыт, но это было в понедельник, и он закрыт.", "ru"),
        ("Рада сказала, що міст не буде відкрито, але це було у понеділок та його закрито.", "uk"),
        ("قال المجلس إن الجسر مغلق من يوم الاثنين على أن يفتح في ما بعد", "ar"),
        ("شورا گفت که این پل را از دوشنبه بسته است و برای آن کار می شود", "fa"),
        ("المجلس 123", None),
        ("Խորհուրդը փակեց կամուրջը", "hy"),
        ("新闻报道说今天", "zh"),
        ("今日は天気がいいですね", "ja"),
        ("오늘은 날씨가 좋습니다", "ko"),
        ("12345 ...", None),
        ("Xyzzy", None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert propose_language(text) == language
