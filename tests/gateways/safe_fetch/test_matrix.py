"""The matrix of ways to have a server visit its own network, one row each: none of them gets through."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from annotations.domain.errors import Invalid
from annotations.gateways.safe_fetch import FetchRefused
from tests.gateways.safe_fetch.pretend_web import PUBLIC, PretendWeb, forward, page

INSIDE = "10.0.0.7"
HERE = "http://news.example/"


@dataclass(frozen=True)
class Attempt:
    """An address, what the name service says of `news.example`, look-up by look-up, and where the page there
    forwards to.
    """

    url: str = HERE
    answers: tuple[Sequence[str], ...] = ((PUBLIC,),)
    forwards_to: str | None = None
    refusal: type[Invalid] = FetchRefused


MATRIX = {
    "1 loopback by number": Attempt("http://127.0.0.1/"),
    "2 loopback by a name of this machine": Attempt("http://localhost/"),
    "3 loopback behind a public name": Attempt(answers=(["127.0.0.1"],)),
    "4 the address of no machine": Attempt(answers=(["0.0.0.0"],)),
    "5 private 10/8": Attempt(answers=([INSIDE],)),
    "6 private 172.16/12": Attempt(answers=(["172.16.5.4"],)),
    "7 private 192.168/16": Attempt(answers=(["192.168.178.1"],)),
    "8 shared by carriers": Attempt(answers=(["100.64.0.1"],)),
    "9 a cloud's keys by number": Attempt("http://169.254.169.254/latest/meta-data/"),
    "10 a cloud's keys by name": Attempt("http://metadata.google.internal/computeMetadata/v1/"),
    "11 loopback in IPv6": Attempt("http://[::1]/"),
    "12 IPv4 mapped into IPv6": Attempt("http://[::ffff:127.0.0.1]/"),
    "13 IPv4 behind a translator": Attempt(answers=(["64:ff9b::a00:7"],)),
    "14 IPv4 behind 6to4": Attempt(answers=(["2002:a00:7::1"],)),
    "15 unique local IPv6": Attempt(answers=(["fd00:ec2::254"],)),
    "16 a host written as one number": Attempt("http://2130706433/", refusal=Invalid),
    "17 a host in hexadecimal and octal": Attempt("http://0x7f.0.0.01/", refusal=Invalid),
    "18 a user name that looks like the host": Attempt("http://news.example@127.0.0.1/", refusal=Invalid),
    "19 one bad answer among good ones": Attempt(answers=([PUBLIC, PUBLIC, INSIDE],)),
    "20 a name that turns inside between two hops": Attempt(
        answers=([PUBLIC], [INSIDE]), forwards_to="http://news.example/again"
    ),
    "21 forwarded to a number inside": Attempt(forwards_to=f"http://{INSIDE}/"),
    "22 forwarded to another scheme": Attempt(forwards_to="file:///etc/passwd"),
    "23 a service beside the web": Attempt("http://news.example:6379/"),
}


@pytest.mark.parametrize("attempt", MATRIX.values(), ids=MATRIX)
def test_no_way_leads_inside(web: PretendWeb, attempt: Attempt) -> None:
    web.name("news.example", *attempt.answers)
    web.routes["/"] = forward(attempt.forwards_to) if attempt.forwards_to else page()
    with pytest.raises(attempt.refusal):
        web.fetch(attempt.url)
    assert web.dialled == ([(PUBLIC, 80)] if attempt.forwards_to else [])


def test_the_matrix_is_whole() -> None:
    assert [int(name.split(" ")[0]) for name in MATRIX] == list(range(1, 24))
