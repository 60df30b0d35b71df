"""Canonical addresses: what is folded, what is kept apart, what is refused, and that it settles at once."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.weblinks import (
    LONGEST_URL,
    TRACKING_PARAMETERS,
    WebAddress,
    canonical_url,
    check_web_url,
    duplicate_key,
    host_of,
    parse_web_url,
    without_credentials,
)

SAME_PAGE = [
    ("HTTPS://Example.ORG/a", "https://example.org/a"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("http://example.org:/a", "http://example.org/a"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/a/%2e%2e/c/.", "https://example.org/c/"),
    ("https://example.org/../../a", "https://example.org/a"),
    ("https://example.org//a//b", "https://example.org//a//b"),
    ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
    ("https://example.org/é t", "https://example.org/%C3%A9%20t"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"),
    ("https://example.org/a?UTM_Source=x", "https://example.org/a"),
    ("https://example.org/a?%75tm_source=x", "https://example.org/a"),
    ("https://example.org/a?b=2&&a=1&", "https://example.org/a?b=2&a=1"),
    ("https://example.org/a#heading", "https://example.org/a"),
    ("https://example.org/a#:~:text=inflation", "https://example.org/a"),
    ("https://example.org/#!/a", "https://example.org/#!/a"),
    ("https://example.org/#/a", "https://example.org/#/a"),
    ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://straße.example/", "https://xn--strae-oqa.example/"),
    ("https://ＥＸＡＭＰＬＥ。org/", "https://example.org/"),
    ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
    ("https://foo_bar.example.org/", "https://foo_bar.example.org/"),
    ("http://[2606:2800:0220:0001::0]:80/", "http://[2606:2800:220:1::]/"),
    ("http://93.184.216.34/", "http://93.184.216.34/"),
]

REFUSED = [
    ("", "url-missing"),
    ("   ", "url-missing"),
    ("example.org/a", "url-scheme"),
    ("the minister said so", "url-scheme"),
    ("javascript:alert(1)", "url-scheme"),
    ("file:///etc/passwd", "url-scheme"),
    ("ftp://example.org/a", "url-scheme"),
    ("data:text/html,hello", "url-scheme"),
    ("mailto:a@example.org", "url-scheme"),
    ("https:example.org", "url-host"),
    ("https:///example.org", "url-host"),
    ("https://", "url-host"),
    ("https://?a=1", "url-host"),
    ("https://:443/", "url-host"),
    ("https://exam ple.org/", "url-host"),
    ("https://example..org/", "url-host"),
    ("https://example.org../", "url-host"),
    ("https://%65xample.org/", "url-host"),
    ("https://exa℀mple.org/", "url-host"),
    ("https://\u202eexample.org/", "url-host"),
    ("https://" + "a" * 64 + ".org/", "url-host"),
    ("https://" + "a." * 130 + "org/", "url-host"),
    ("http://2130706433/", "url-host"),
    ("http://0x7f000001/", "url-host"),
    ("http://0x7f.1/", "url-host"),
    ("http://0177.0.0.1/", "url-host"),
    ("http://127.1/", "url-host"),
    ("http://1.2.3.4.5/", "url-host"),
    ("http://①②⑦.1/", "url-host"),
    ("http://[::1%25eth0]/", "url-host"),
    ("http://[::zz]/", "url-host"),
    ("http://[::1/", "url-host"),
    ("https://example.org:0/", "url-port"),
    ("https://example.org:65536/", "url-port"),
    ("https://example.org:99999999999999999999/", "url-port"),
    ("https://example.org:٣/", "url-host"),
    ("https://editor:secret@example.org/", "url-credentials"),
    ("https://example.org@evil.example/", "url-credentials"),
    ("https://example.org\\@evil.example/", "url-characters"),
    ("https://example.org\\a", "url-characters"),
    ("https://example.org/a\r\nHost: evil.example", "url-characters"),
    ("https://example.org/a\tb", "url-characters"),
    ("https://example.org/\x00", "url-characters"),
    ("https://example.org/\ud800", "url-characters"),
    ("https://example.org/" + "a" * LONGEST_URL, "url-too-long"),
    ("https://example.org/" + "a" * 10_000, "url-too-long"),
    ("https://example.org/" + "é" * 5_000, "url-too-long"),
]

DIFFERENT_PAGES = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://www.example.org/a", "https://example.org/a"),
    ("https://m.example.org/a", "https://example.org/a"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?ref=1", "https://example.org/a"),
    ("https://example.org/a?b=1&a=2", "https://example.org/a?a=2&b=1"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/?q=a%26b", "https://example.org/?q=a&b"),
    ("https://example.org/?q=a+b", "https://example.org/?q=a%2Bb"),
    ("https://example.org/%2541", "https://example.org/A"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://straße.example/", "https://strasse.example/"),
    ("https://example.org:8080/", "https://example.org/"),
    ("https://аpple.example/", "https://apple.example/"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME_PAGE)
def test_spellings_of_one_page_become_one(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical


@pytest.mark.parametrize(("written", "rule"), REFUSED)
def test_what_is_no_web_address_is_refused_with_its_rule(written: str, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_web_url(written)
    assert (refusal.value.rule, refusal.value.field) == (rule, "url")


@pytest.mark.parametrize(("one", "other"), DIFFERENT_PAGES)
def test_pages_that_may_differ_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_a_refusal_never_repeats_a_password() -> None:
    with pytest.raises(Invalid) as refusal:
        check_web_url("https://editor:hunter2@example.org/")
    assert "hunter2" not in str(refusal.value)


def test_credentials_can_be_stripped_and_only_they() -> None:
    assert without_credentials("https://editor:a@b@example.org/x@y") == "https://example.org/x@y"
    assert without_credentials("https://example.org/x@y?z@z") == "https://example.org/x@y?z@z"


def test_the_parts_of_an_address() -> None:
    address = parse_web_url("HTTPS://Example.org:8443/a b?utm_source=x&q=é#top")
    assert address == WebAddress("https", "example.org", 8443, "/a%20b", "utm_source=x&q=%C3%A9", "top")
    assert (address.authority, address.effective_port) == ("example.org:8443", 8443)
    assert address.request_target == "/a%20b?utm_source=x&q=%C3%A9"


def test_host_of_is_the_dialled_name() -> None:
    assert host_of("https://WWW.Bücher.example:444/x") == "www.xn--bcher-kva.example"


def test_probable_duplicates_share_a_key() -> None:
    addresses = [
        "https://www.example.org/news/story?b=2&a=1",
        "http://example.org/news/story/?a=1&b=2&utm_medium=mail",
        "https://m.example.org/news/story?a=1&b=2#comments",
        "https://amp.example.org/news/story/amp/?b=2&a=1",
        "https://example.org/news/story.amp?amp=1&a=1&b=2",
    ]
    assert {duplicate_key(address) for address in addresses} == {"example.org/news/story?a=1&b=2"}


def test_probable_duplicates_keep_the_order_of_equal_names() -> None:
    assert duplicate_key("https://example.org/?a=2&a=1") != duplicate_key("https://example.org/?a=1&a=2")
    assert duplicate_key("https://m.example/") == "m.example?"


hosts = st.sampled_from(["example.org", "EXAMPLE.org.", "bücher.example", "93.184.216.34", "[2606:2800::1]"])
texts = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\\"))
plain_names = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=6).filter(
    lambda name: name not in TRACKING_PARAMETERS
)


@given(hosts, texts.map(lambda text: text[:60]))
def test_canonical_form_settles_at_once(host: str, rest: str) -> None:
    canonical = canonical_url(f"https://{host}/{rest}")
    assert canonical_url(canonical) == canonical
    assert canonical.isascii()


@given(st.text(max_size=80))
def test_any_text_is_either_canonical_or_refused(text: str) -> None:
    for written in (text, f"https://{text}", f"http://example.org{text}"):
        try:
            canonical = canonical_url(written)
        except Invalid:
            continue
        assert canonical_url(canonical) == canonical


@given(st.lists(st.tuples(plain_names, plain_names), max_size=5))
def test_parameters_that_may_choose_content_are_kept(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    expected = f"https://example.org/?{query}" if query else "https://example.org/"
    assert canonical_url(f"https://example.org/?utm_source=a&{query}&gclid=b") == expected


@given(st.text(alphabet=string.ascii_letters + "é/?&=", max_size=30))
def test_escaping_a_letter_changes_nothing(path: str) -> None:
    escaped = "".join(f"%{ord(letter):02x}" if letter in string.ascii_letters else letter for letter in path)
    assert canonical_url(f"https://example.org/{escaped}") == canonical_url(f"https://example.org/{path}")
