"""The matrix of ways to make a server visit its own network: each is refused, and nothing is dialled."""

import socket
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.gateways.safe_fetch import FailureReason, FetchFailed, FetchRefused, addresses
from annotations.gateways.safe_fetch.transport import dial, resolve_within, system_resolver
from tests.gateways.safe_fetch.pretend_web import OTHER_PUBLIC, PUBLIC, PretendWeb, forward, page

REFUSED_NUMBERS = {
    "unspecified": "0.0.0.0",
    "this network": "0.1.2.3",
    "loopback": "127.0.0.1",
    "loopback, further up": "127.255.255.254",
    "private 10/8": "10.0.0.1",
    "private 172.16/12": "172.31.255.255",
    "private 192.168/16": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "a cloud's metadata in carrier space": "100.100.100.200",
    "link-local": "169.254.1.1",
    "cloud metadata": "169.254.169.254",
    "a cloud's host agent": "168.63.129.16",
    "protocol assignments": "192.0.0.192",
    "documentation": "192.0.2.1",
    "documentation 2": "198.51.100.7",
    "documentation 3": "203.0.113.7",
    "6to4 relay": "192.88.99.1",
    "benchmarking": "198.18.0.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "IPv6 unspecified": "::",
    "IPv6 loopback": "::1",
    "IPv4-compatible": "::7f00:1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped public": "::ffff:93.184.216.34",
    "IPv4-translated": "::ffff:0:7f00:1",
    "NAT64": "64:ff9b::7f00:1",
    "NAT64 local": "64:ff9b:1::a00:1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "ORCHID": "2001:20::1",
    "IPv6 documentation": "2001:db8::1",
    "IPv6 documentation 2": "3fff::1",
    "unique local": "fd00:ec2::254",
    "IPv6 link-local": "fe80::1",
    "IPv6 link-local with zone": "fe80::1%eth0",
    "site-local": "fec0::1",
    "IPv6 multicast": "ff02::1",
    "discard": "100::1",
    "segment routing": "5f00::1",
    "not a number": "news.example",
}

REFUSED_HOSTS = [
    "http://localhost/",
    "http://LOCALHOST./",
    "http://api.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://router.home.arpa/",
    "http://wiki.corp/",
    "http://nas.lan/",
    "http://intranet/",
    "http://local/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://news.example:22/",
    "http://news.example:6379/",
    "https://news.example:8443/",
]

NO_ADDRESS = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://①②⑦.0.0.1:80:80/",
    "http://news.example@127.0.0.1/",
    "http://127.0.0.1:80@news.example/",
    "http://news.example\\@127.0.0.1/",
    "http://127.0.0.1%00.news.example/",
    "http://news.example/%0d%0a\r\nX-Injected: 1",
    "http://news.example:80\r\nX-Injected: 1/",
    "http://[fe80::1%25eth0]/",
    "file:///etc/passwd",
    "gopher://news.example/_SET",
    "ftp://news.example/a",
    "dict://127.0.0.1:11211/stat",
    "javascript:alert(1)",
    "//news.example/a",
    "http:///news.example/",
    "http://" + "a" * 64 + ".example/",
]

REFUSED_REDIRECTS = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://[::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://inside.example/",
    "http://news.example:6379/",
    "//127.0.0.1/",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "gopher://news.example/",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://2130706433/",
    "http://news.example@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://127.0.0.1\\@news.example/",
]


@pytest.mark.parametrize("number", REFUSED_NUMBERS.values(), ids=REFUSED_NUMBERS)
def test_a_name_that_leads_inside_is_refused(web: PretendWeb, number: str) -> None:
    web.name("news.example", [number])
    with pytest.raises(FetchRefused) as refusal:
        web.fetch("https://news.example/")
    assert (refusal.value.rule, refusal.value.field) == ("address-not-public", "url")
    assert web.dialled == []


@pytest.mark.parametrize(
    "answers",
    [
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        [PUBLIC, OTHER_PUBLIC, "::1"],
        [PUBLIC] * 40 + ["127.0.0.1"],
    ],
)
def test_one_bad_answer_refuses_all(web: PretendWeb, answers: Sequence[str]) -> None:
    web.name("news.example", answers)
    with pytest.raises(FetchRefused):
        web.fetch("https://news.example/")
    assert web.dialled == []


@pytest.mark.parametrize("url", REFUSED_HOSTS)
def test_local_names_numbers_and_ports_are_refused_without_a_look_up(web: PretendWeb, url: str) -> None:
    with pytest.raises(FetchRefused):
        web.fetch(url)
    assert (web.asked, web.dialled) == ([], [])


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_tricks_of_writing_are_no_address_at_all(web: PretendWeb, url: str) -> None:
    with pytest.raises(Invalid):
        web.fetch(url)
    assert (web.asked, web.dialled) == ([], [])


@pytest.mark.parametrize("location", REFUSED_REDIRECTS)
@pytest.mark.parametrize("status", ["301 Moved Permanently", "307 Temporary Redirect"])
def test_a_redirect_inside_is_refused_after_the_first_visit(
    web: PretendWeb, location: str, status: str
) -> None:
    web.name("inside.example", ["192.168.0.10"])
    web.routes["/"] = forward(location, status)
    with pytest.raises(FetchRefused):
        web.fetch("http://news.example/")
    assert web.dialled == [(PUBLIC, 80)]


def test_rebinding_changes_nothing_because_a_name_is_resolved_once(web: PretendWeb) -> None:
    web.name("news.example", [PUBLIC], ["127.0.0.1"])
    web.routes["/"] = page()
    assert web.fetch("https://news.example/").remote_address == PUBLIC
    assert (web.asked, web.dialled) == (["news.example"], [(PUBLIC, 443)])


def test_rebinding_between_hops_is_refused_at_the_second(web: PretendWeb) -> None:
    web.name("news.example", [PUBLIC], ["127.0.0.1"])
    web.routes["/"] = forward("/again")
    with pytest.raises(FetchRefused):
        web.fetch("https://news.example/")
    assert (web.asked, web.dialled) == (["news.example"] * 2, [(PUBLIC, 443)])


def test_a_name_without_answers_is_no_site(web: PretendWeb) -> None:
    web.name("news.example", [])
    with pytest.raises(FetchFailed) as failure:
        web.fetch("https://news.example/")
    assert failure.value.reason is FailureReason.NO_SUCH_SITE


def test_a_refusal_does_not_tell_which_inner_number_a_name_has(web: PretendWeb) -> None:
    web.name("news.example", ["10.1.2.3"])
    with pytest.raises(FetchRefused) as refusal:
        web.fetch("https://news.example/")
    assert refusal.value.message == (
        "news.example leads to a private network. "
        "Only the public web is visited; upload the page as a file instead."
    )


def test_the_environments_proxies_play_no_part(web: PretendWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    web.routes["/"] = page()
    assert web.fetch("http://news.example/").body == b"hello"
    assert web.dialled == [(PUBLIC, 80)]


def test_a_port_has_to_be_allowed_by_the_caller(web: PretendWeb) -> None:
    web.routes["/"] = page()
    assert web.fetch("http://news.example:8080/", ports=frozenset({8080})).body == b"hello"
    assert web.requests[0].startswith("GET / HTTP/1.1\r\nHost: news.example:8080\r\n")


@pytest.mark.parametrize("number", [PUBLIC, OTHER_PUBLIC, "1.1.1.1", "2a00:1450:4001:82a::200e"])
def test_public_numbers_may_be_dialled(number: str) -> None:
    assert addresses.why_refused(number) is None


@given(st.ip_addresses())
def test_nothing_the_standard_library_calls_private_is_dialled(number: object) -> None:
    if addresses.why_refused(str(number)) is None:
        assert getattr(number, "is_global", False)


@given(st.ip_addresses(v=4))
def test_no_wrapping_of_ipv4_in_ipv6_is_dialled(number: object) -> None:
    packed = int(number)  # type: ignore[call-overload]
    high, low = f"{packed >> 16:x}", f"{packed & 0xFFFF:x}"
    wrapped = [f"::{number}", f"::ffff:{number}", f"64:ff9b::{number}", f"2002:{high}:{low}::1"]
    assert all(addresses.why_refused(form) for form in wrapped)


@pytest.mark.parametrize("host", ["no-such-name.invalid", "localhost"])
def test_the_systems_resolver_knows_no_local_names(host: str) -> None:
    with pytest.raises(OSError):
        resolve_within(system_resolver, host, 2.0)


def test_dialling_opens_a_connection_to_a_number() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address, port = listener.getsockname()
        with dial(address, port, 1.0) as channel:
            assert channel.getpeername() == (address, port)


def test_dialling_a_closed_port_leaves_no_socket_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address, port = listener.getsockname()
    with pytest.raises(ConnectionRefusedError):
        dial(address, port, 1.0)
