"""Web addresses: checked, and written so that equal pages compare equal.

The problem
-----------
A source is registered once, yet people paste its address from feeds, mails and social networks, and every
route adds something: a capital in the host, a default port, `%7E` for `~`, a campaign parameter, the fragment
of the heading they happened to read. Compared as text, one report becomes five sources, and five sources look
like five witnesses. The opposite mistake is worse: two reports folded into one address put evidence under a
page that never said it.

So `canonical_url` changes only what cannot change the page:

* scheme and host in lower case, the host in its ASCII form (IDNA 2008 with UTS 46 mapping, non-transitional,
  so that `straße.de` and `strasse.de` stay the two different hosts they are; look-alike letters become
  visible as `xn--`);
* one trailing dot of the host, the default port, and an empty query dropped; an empty path written `/`;
* dot segments resolved, percent-encodings decoded where the character never needed one, and otherwise in
  capitals;
* tracking parameters dropped, but only names that one vendor coined for that use (`TRACKING_PARAMETERS` and
  the `utm_` family). Generic names such as `ref`, `source`, `id` and `share` may select content and stay;
* the fragment dropped, unless it begins with `#!` or `#/`, where the page itself is chosen by it.

It leaves alone what *may* change the page: http against https, `www.`, mobile and AMP hosts, letter case and
trailing slashes of the path, the order of parameters. Those differences are usually meaningless, but usually
is not always; so they are folded only in `duplicate_key`, which finds pages worth showing to a person as
probable duplicates.

Addresses are split here by the grammar of RFC 3986, appendix B, and nowhere else. The fetcher dials what this
module read: two parsers that disagree about where the host ends are the oldest way around an address filter.
What browsers guess at (backslashes, line breaks, hosts written as one number) is refused with a sentence
rather than guessed.
"""

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

import idna

from annotations.domain.errors import Invalid

LONGEST_URL = 2_000
"""Characters of a canonical address, so that a unique index can hold it; longer ones are refused."""

LONGEST_ADDRESS = 8_000
"""Characters of any address that is read at all; consent pages forward through addresses beyond
`LONGEST_URL`.
"""

DEFAULT_PORTS = {"http": 80, "https": 443}

TRACKING_PREFIXES = ("utm_",)

TRACKING_FAMILIES = {
    "click identifiers of advertising networks": """
        fbclid gclid gclsrc dclid gbraid wbraid srsltid msclkid yclid ysclid twclid ttclid li_fat_id epik
        rb_clickid wickedid _openstat""",
    "social sites": """
        igsh igshid __twitter_impression ref_src ref_url fb_action_ids fb_action_types fb_ref fb_source""",
    "Google Analytics": "_ga _gl",
    "Matomo, and Piwik before it": """
        mtm_campaign mtm_keyword mtm_source mtm_medium mtm_content mtm_cid mtm_group mtm_placement
        pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid
        piwik_campaign piwik_kwd piwik_keyword""",
    "HubSpot": "_hsenc _hsmi __hstc __hssc __hsfp hsctatracking",
    "Marketo": "mkt_tok",
    "the BBC": """
        at_medium at_campaign at_bbc_team at_link_id at_link_type at_link_origin at_ptr_name at_format
        at_custom1 at_custom2 at_custom3 at_custom4 ns_mchannel ns_source ns_campaign ns_linkname ns_fee""",
    "newsletters": "mc_cid mc_eid vero_id vero_conv oly_anon_id oly_enc_id ck_subscriber_id",
}
"""Parameters that say how a reader came, not what is to be shown, by who coined them."""

TRACKING_PARAMETERS = frozenset(name for names in TRACKING_FAMILIES.values() for name in names.split())

_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PORT = re.compile(r":([0-9]*)\Z")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_ESCAPE_OR_CHARACTER = re.compile(r"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_CHARACTERS = _UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY_CHARACTERS = _PATH_CHARACTERS | frozenset("?")


@dataclass(frozen=True)
class WebAddress:
    """An http or https address in parts. `host` is ASCII and lower case (IPv6 without brackets); `port` is
    None when it is the scheme's own; `path` begins with `/`; `query` and `fragment` are None when absent.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def effective_port(self) -> int:
        """The port to dial."""
        return self.port or DEFAULT_PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """Host and explicit port, as they stand in an address and in a `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def request_target(self) -> str:
        """Path and query, as they stand in a request line."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    def __str__(self) -> str:
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}://{self.authority}{self.request_target}{fragment}"


def check_web_url(url: str) -> None:
    """Raise `Invalid` (field `url`) unless `url` is a complete http or https address without credentials."""
    canonical_url(url)


def canonical_url(url: str) -> str:
    """The one spelling under which `url` is registered; idempotent. Raises as `check_web_url` does."""
    address = parse_web_url(url)
    canonical = str(
        replace(address, query=_without_tracking(address.query), fragment=_content_fragment(address))
    )
    if len(canonical) > LONGEST_URL:
        raise _invalid(
            "url-too-long", f"This address has more than {LONGEST_URL} characters. Use a shorter link."
        )
    return canonical


def host_of(url: str) -> str:
    """The host of `url` in ASCII and lower case, for grouping and for politeness. Raises `Invalid`."""
    return parse_web_url(url).host


def duplicate_key(url: str) -> str:
    """A text that probable duplicates share: for suggestions to a person, never for merging and never for
    fetching.

    Beyond `canonical_url` it folds http and https, `www.`, mobile and AMP variants, the trailing slash and
    the order of parameters (equal names keep theirs).
    """
    address = parse_web_url(canonical_url(url))
    host = re.sub(r"\A(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)", "", address.host)
    path = re.sub(r"(?:/amp)?/*\Z", "", re.sub(r"\.amp(\.html?)?\Z", r"\1", address.path))
    pieces = [
        piece
        for piece in (address.query or "").split("&")
        if piece not in ("", "amp", "amp=1", "outputType=amp")
    ]
    pieces.sort(key=_parameter_name)
    fragment = f"#{address.fragment}" if address.fragment else ""
    return f"{replace(address, host=host).authority}{path}?{'&'.join(pieces)}{fragment}"


def normal_path(pattern: str) -> str:
    """A path or a pattern of paths in the percent-encoding that addresses have here; `*` and `$` stay."""
    return _normal_escapes(pattern, _QUERY_CHARACTERS)


def without_credentials(url: str) -> str:
    """`url` without a user name and password before the host, otherwise unchanged, for callers that strip and
    say so.
    """
    return re.sub(r"\A(\s*[A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@", r"\1", url)


def parse_web_url(url: str) -> WebAddress:
    """Split and normalise `url` without dropping anything that a server sees. Raises `Invalid` (field `url`).

    No message repeats the address: it may hold a password.
    """
    text = url.strip(" \t\r\n\f\v")
    _check_characters(text)
    scheme, authority, path, query, fragment = _split(text)
    _check_scheme(scheme)
    host, port = _host_and_port(authority, default_port=DEFAULT_PORTS[scheme])
    address = WebAddress(
        scheme=scheme,
        host=host,
        port=port,
        path=_without_dot_segments(_normal_escapes(path, _PATH_CHARACTERS)),
        query=None if query is None else _normal_escapes(query, _QUERY_CHARACTERS),
        fragment=None if fragment is None else _normal_escapes(fragment, _QUERY_CHARACTERS),
    )
    if len(str(address)) > LONGEST_ADDRESS:
        raise _invalid("url-too-long", "This address is far too long for a link. Check what was pasted.")
    return address


def _check_characters(text: str) -> None:
    if not text:
        raise _invalid(
            "url-missing", "The address is empty. Paste that of a page, such as https://example.org/a."
        )
    if len(text) > LONGEST_ADDRESS:
        raise _invalid("url-too-long", "This address is far too long for a link. Check what was pasted.")
    if _FORBIDDEN.search(text):
        raise _invalid(
            "url-characters", "The address contains a line break or control character. Paste it again."
        )


def _split(text: str) -> tuple[str, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(text)
    assert match is not None  # the grammar of RFC 3986, appendix B, matches every text
    scheme, authority, path, query, fragment = match.groups()
    if "\\" in (authority or "") + path:
        raise _invalid("url-characters", "The address contains a backslash. Write / instead.")
    return (scheme or "").lower(), authority, path, query, fragment


def _check_scheme(scheme: str) -> None:
    if not _SCHEME.fullmatch(scheme):
        raise _invalid(
            "url-scheme", "The address is incomplete. Write all of it, beginning with https:// or http://."
        )
    if scheme not in DEFAULT_PORTS:
        raise _invalid(
            "url-scheme",
            f"Addresses beginning with “{scheme[:20]}:” are not web pages. Use an http or https link.",
        )


def _host_and_port(authority: str | None, *, default_port: int) -> tuple[str, int | None]:
    if not authority:
        raise _invalid("url-host", "The address names no site. Write it like https://example.org/page.")
    if "@" in authority:
        raise _invalid(
            "url-credentials",
            "The address contains a user name or password. Remove what stands between // and @.",
        )
    port_match = _PORT.search(authority)
    host = authority[: port_match.start()] if port_match else authority
    port = _port(port_match.group(1) if port_match else "")
    return _normal_host(host), None if port == default_port else port


def _port(digits: str) -> int | None:
    if not digits:
        return None
    number = int(digits[:6])
    if not 1 <= number <= 65_535:
        raise _invalid(
            "url-port", "The number after the colon of the site is not a port (1 to 65535). Remove it."
        )
    return number


def _normal_host(host: str) -> str:
    if host.startswith("[") and host.endswith("]"):
        return _ipv6_host(host[1:-1])
    name = (host if host.isascii() else _ascii_host(host)).lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _invalid("url-host", "The name of the site is not a valid host name. Copy the address again.")
    if _NUMBER_LABEL.fullmatch(labels[-1]):
        return _ipv4_host(name)
    return name


def _ascii_host(host: str) -> str:
    try:
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        return ".".join(
            label if label.isascii() else idna.alabel(label).decode("ascii") for label in mapped.split(".")
        )
    except idna.IDNAError as error:
        message = (
            "The name of the site contains characters that no host name may have. Copy the address again."
        )
        raise _invalid("url-host", message) from error


def _ipv4_host(name: str) -> str:
    """Browsers read `2130706433`, `0x7f.1` and `0177.0.0.1` as IPv4; no honest link is written so."""
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError as error:
        raise _invalid(
            "url-host", "The site is written as a number. Use its name, or four plain numbers."
        ) from error


def _ipv6_host(text: str) -> str:
    try:
        if "%" in text:
            raise ValueError("a zone only has meaning on one machine")
        return str(ipaddress.IPv6Address(text))
    except ValueError as error:
        raise _invalid(
            "url-host", "The address in square brackets is not an IPv6 address. Copy it again."
        ) from error


def _normal_escapes(text: str, allowed: frozenset[str]) -> str:
    """Percent-encode what is not `allowed`, decode what never needed it (RFC 3986, 6.2.2); idempotent."""

    def normal(match: re.Match[str]) -> str:
        digits, character = match.groups()
        if digits is not None:
            decoded = chr(int(digits, 16))
            return decoded if decoded in _UNRESERVED else f"%{digits.upper()}"
        return character if character in allowed else "".join(f"%{byte:02X}" for byte in character.encode())

    return _ESCAPE_OR_CHARACTER.sub(normal, text)


def _without_dot_segments(path: str) -> str:
    """RFC 3986, 5.2.4, for an absolute path: `.` and `..` resolved, empty segments kept."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str | None) -> str | None:
    pieces = [
        piece for piece in (query or "").split("&") if piece and not _is_tracking(_parameter_name(piece))
    ]
    return "&".join(pieces) or None


def _is_tracking(name: str) -> bool:
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)


def _parameter_name(piece: str) -> str:
    return unquote(piece.partition("=")[0]).lower()


def _content_fragment(address: WebAddress) -> str | None:
    return address.fragment if (address.fragment or "").startswith(("!", "/")) else None


def _invalid(rule: str, message: str) -> Invalid:
    return Invalid(message, field="url", rule=rule)
