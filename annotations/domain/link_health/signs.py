"""Words by which pages that are not the page give themselves away.

Sites answer "not found", "agree first", "pay first" and "prove that you are human" with status 200, so the
words have to be read. Every one of these phrases also occurs in honest articles. They therefore count only
where they can be nearly all there is: in the title, or in a text too short to be an article, and never where
the earlier text held them too.
"""

import unicodedata

import regex

SHORT_TEXT = 1_500
"""Code points up to which a text may be a notice rather than an article."""

OPENING = 400
"""Code points in which an error page says that it is one."""

NOT_FOUND = """
    page not found|page cannot be found|page can't be found|page could not be found|page doesn't exist
    page does not exist|page you requested|page you were looking for|page is no longer available
    article is no longer available|content is no longer available|error 404|404 error|404 not found
    has been removed from our site|we couldn't find that page
    seite nicht gefunden|seite wurde nicht gefunden|seite konnte nicht gefunden werden|seite existiert nicht
    artikel ist nicht mehr verfügbar|seite ist nicht mehr verfügbar|fehler 404
    page introuvable|page non trouvée|page n'existe pas|article n'est plus disponible|erreur 404
    página no encontrada|página no existe|no se ha encontrado la página|no se encuentra la página
    pagina non trovata|la pagina non esiste|pagina che cerchi
    página não encontrada|página não existe
    pagina niet gevonden|pagina bestaat niet
    sidan hittades inte|sidan kunde inte hittas|siden ble ikke funnet|siden blev ikke fundet
    sivua ei löytynyt
    nie znaleziono strony|strona nie została znaleziona|strona nie istnieje
    stránka nenalezena|stránka nebyla nalezena|az oldal nem található|pagina nu a fost găsită
    sayfa bulunamadı|aradığınız sayfa
    страница не найдена|страницы не существует|страница не существует|страница удалена|материал удалён
    материал удален
    сторінку не знайдено|сторінка не знайдена|сторінки не існує|страницата не е намерена
    η σελίδα δεν βρέθηκε|δεν βρέθηκε η σελίδα|էջը չի գտնվել|გვერდი ვერ მოიძებნა
    הדף לא נמצא|העמוד לא נמצא|הדף המבוקש לא נמצא
    الصفحة غير موجودة|لم يتم العثور على الصفحة|الصفحة المطلوبة غير موجودة|صفحه مورد نظر یافت نشد
    صفحه پیدا نشد
    पृष्ठ नहीं मिला|पेज नहीं मिला|ไม่พบหน้า|không tìm thấy trang|halaman tidak ditemukan
    页面不存在|找不到页面|页面未找到|頁面不存在|找不到頁面|網頁不存在|ページが見つかりません
    ページは見つかりません|페이지를 찾을 수 없습니다
"""

NOT_FOUND_TITLES = "404|not found|nicht gefunden|introuvable|no encontrada|non trovata|не найдено"

CONSENT = """
    we value your privacy|your privacy choices|before you continue to|we and our partners
    manage your privacy settings
    we use cookies and other|accept all cookies|accept cookies|manage cookies|cookie settings
    consent to the use
    wir schätzen ihre privatsphäre|wir und unsere partner|alle cookies akzeptieren|zustimmen und weiter
    datenschutzeinstellungen
    nous respectons votre vie privée|nos partenaires et nous|accepter et continuer|tout accepter
    gérer les cookies
    tu privacidad|su privacidad|aceptar todas las cookies|aceptar y continuar|nosotros y nuestros socios
    rispettiamo la tua privacy|accetta tutti i cookie|noi e i nostri partner|accetta e continua
    aceitar todos os cookies|nós e os nossos parceiros|respeitamos a sua privacidade
    wij respecteren uw privacy|alle cookies accepteren|wij en onze partners
    szanujemy twoją prywatność|my i nasi partnerzy|zaakceptuj wszystkie|принять все cookie
    мы используем файлы cookie
"""

CHALLENGE = """
    verify you are human|verify that you are human|are you a robot|checking your browser
    enable javascript and cookies to continue|please enable javascript
    unusual traffic from your|pardon our interruption|complete the captcha|ddos protection by
    bestätigen sie, dass sie ein mensch sind|vérifiez que vous êtes humain
    verifica que eres humano|verifica di essere umano|подтвердите, что вы не робот
"""

CHALLENGE_TITLES = """
    just a moment|access denied|attention required|security check|request blocked|are you a robot
    zugriff verweigert|accès refusé|acceso denegado|accesso negato
    доступ запрещён|доступ запрещен|доступ ограничен
"""

PAYWALL = """
    subscribe to read|subscribe to continue|subscribe now|subscribers only|for subscribers
    already a subscriber
    to continue reading|continue reading this article|to read the full article|to read this article
    log in to read|sign in to read|register to read|free articles|unlock this article|become a member
    nur für abonnenten|jetzt abonnieren|weiterlesen mit|mit einem abo|artikel freischalten
    bereits abonnent|exklusiv für abonnenten
    réservé aux abonnés|il vous reste|déjà abonné|abonnez-vous|pour lire la suite
    solo para suscriptores|suscríbete para|contenido exclusivo para suscriptores|ya eres suscriptor
    para seguir leyendo
    riservato agli abbonati|abbonati per|per continuare a leggere|sei già abbonato
    exclusivo para assinantes|assine para|já é assinante|para continuar lendo
    alleen voor abonnees|word abonnee|verder lezen|al abonnee
    tylko dla subskrybentów|dla prenumeratorów|wykup dostęp|czytaj dalej
    för prenumeranter|bli prenumerant|kun for abonnenter|for abonnenter
    по подписке|оформите подписку|только для подписчиков|уже есть подписка|за передплатою
    лише для передплатників
    abonelere özel|abone ol|για συνδρομητές|למנויים בלבד|למשתמשים רשומים|للمشتركين فقط|اشترك لمتابعة
    订阅后|订阅以继续|會員限定|訂閱以繼續|会員限定|有料会員|続きを読むには|구독자 전용|구독하고
"""

CONSENT_PHRASES_AT_LEAST = 2
"""A banner above a short article has one of them; a page that asks for nothing else has several."""

FEW_LETTERS = 6
"""What may stand beside such words in a title: "Error 404", "404 Not Found"."""

_BETWEEN = regex.compile(r"\s[-–—·»|]\s|\|")
_NO_LETTER = regex.compile(r"\P{L}+")
_UNDIVIDED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_APOSTROPHE = str.maketrans({"’": "'", "‘": "'"})


def _pattern(phrases: str) -> "regex.Pattern[str]":
    words = {phrase.strip() for line in phrases.splitlines() for phrase in line.split("|") if phrase.strip()}
    longest_first = sorted(map(folded, words), key=lambda phrase: (-len(phrase), phrase))
    return regex.compile(
        rf"(?:(?<![\p{{L}}\p{{N}}])|(?=[{_UNDIVIDED}]))(?:{'|'.join(map(regex.escape, longest_first))})"
    )


def folded(text: str) -> str:
    """The text as the phrases are compared: one case, plain apostrophes, single spaces."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHE).casefold()
    return " ".join(plain.split())


_NOT_FOUND = _pattern(NOT_FOUND)
_NOT_FOUND_TITLES = _pattern(NOT_FOUND_TITLES)
_CONSENT = _pattern(CONSENT)
_CHALLENGE = _pattern(CHALLENGE)
_CHALLENGE_TITLES = _pattern(CHALLENGE_TITLES)
_PAYWALL = _pattern(PAYWALL)


def says_not_found(title: str, text: str) -> bool:
    """Whether a page says that what was asked for is not there."""
    return _says(_NOT_FOUND, _NOT_FOUND_TITLES, title, text)


def doubts_a_human(title: str, text: str) -> bool:
    """Whether a page keeps programs out."""
    return _says(_CHALLENGE, _CHALLENGE_TITLES, title, text)


def asks_for_consent(text: str) -> bool:
    """Whether a page is one of those that want agreement first."""
    if len(text) > SHORT_TEXT:
        return False
    return len({found[0] for found in _CONSENT.finditer(folded(text))}) >= CONSENT_PHRASES_AT_LEAST


def asks_for_payment(text: str) -> bool:
    """Whether a text invites to subscribe or sign in in order to read on."""
    return bool(_PAYWALL.search(folded(text)))


def _says(phrases: "regex.Pattern[str]", titles: "regex.Pattern[str]", title: str, text: str) -> bool:
    """In the title of whatever little there is, or in the opening of a short text; and words that are also
    said elsewhere, where a title is little else.
    """
    if len(text) > SHORT_TEXT:
        return False
    heading = folded(title)
    if phrases.search(heading) or phrases.search(folded(text[:OPENING])):
        return True
    parts = (part for part in _BETWEEN.split(heading) if titles.search(part))
    return any(len(_NO_LETTER.sub("", titles.sub("", part))) <= FEW_LETTERS for part in parts)
