"""Which numbers may be dialled: the public unicast internet, and nothing that leads back inside.

The tables are the special-purpose registries of IANA for IPv4 and IPv6, written out, because what the
standard library calls global changed between patch releases of Python. It is asked as well; a refusal of
either is final.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

PRIVATE = "a private network"
THIS_MACHINE = "this machine itself"
LINK_LOCAL = "the local link or a cloud's metadata service"
RESERVED = "a reserved range"
MULTICAST = "a multicast group"
TRANSLATED = "an IPv4 address wrapped in an IPv6 one"

_REFUSED_IPV4 = [
    (IPv4Network("0.0.0.0/8"), THIS_MACHINE),
    (IPv4Network("10.0.0.0/8"), PRIVATE),
    (
        IPv4Network("100.64.0.0/10"),
        PRIVATE,
    ),  # shared by carriers; some clouds keep their metadata service here
    (IPv4Network("127.0.0.0/8"), THIS_MACHINE),
    (IPv4Network("168.63.129.16/32"), LINK_LOCAL),  # public by number, yet one cloud's host agent
    (IPv4Network("169.254.0.0/16"), LINK_LOCAL),
    (IPv4Network("172.16.0.0/12"), PRIVATE),
    (IPv4Network("192.0.0.0/24"), RESERVED),
    (IPv4Network("192.0.2.0/24"), RESERVED),
    (IPv4Network("192.88.99.0/24"), RESERVED),
    (IPv4Network("192.168.0.0/16"), PRIVATE),
    (IPv4Network("198.18.0.0/15"), RESERVED),
    (IPv4Network("198.51.100.0/24"), RESERVED),
    (IPv4Network("203.0.113.0/24"), RESERVED),
    (IPv4Network("224.0.0.0/4"), MULTICAST),
    (IPv4Network("240.0.0.0/4"), RESERVED),
]

_REFUSED_IPV6 = [
    (IPv6Network("::/128"), THIS_MACHINE),
    (IPv6Network("::1/128"), THIS_MACHINE),
    (IPv6Network("::/96"), TRANSLATED),
    (IPv6Network("::ffff:0:0/96"), TRANSLATED),
    (IPv6Network("::ffff:0:0:0/96"), TRANSLATED),
    (IPv6Network("64:ff9b::/96"), TRANSLATED),
    (IPv6Network("64:ff9b:1::/48"), TRANSLATED),
    (IPv6Network("2001::/32"), TRANSLATED),  # Teredo
    (IPv6Network("2001::/23"), RESERVED),
    (IPv6Network("2001:db8::/32"), RESERVED),
    (IPv6Network("2002::/16"), TRANSLATED),  # 6to4
    (IPv6Network("3fff::/20"), RESERVED),
    (IPv6Network("fc00::/7"), PRIVATE),
    (IPv6Network("fe80::/10"), LINK_LOCAL),
    (IPv6Network("fec0::/10"), PRIVATE),
    (IPv6Network("ff00::/8"), MULTICAST),
]

_GLOBAL_UNICAST = IPv6Network("2000::/3")

_LOCAL_SUFFIXES = (
    ".localhost",
    ".localdomain",
    ".local",
    ".internal",
    ".intranet",
    ".private",
    ".corp",
    ".home",
    ".lan",
    ".home.arpa",
)


def is_local_name(host: str) -> bool:
    """Whether a host name (lower case, no trailing dot) has meaning only inside one network."""
    return "." not in host or f".{host}".endswith(_LOCAL_SUFFIXES)


def is_number(host: str) -> bool:
    """Whether a host, as `domain.weblinks` writes it, is an IP address rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def why_refused(address: str) -> str | None:
    """Where a numeric address leads, when that is not the public internet; None when it may be dialled.

    What cannot be read as an address is refused too.
    """
    try:
        number = ip_address(address)
    except ValueError:
        return RESERVED
    where = _why_refused_ipv4(number) if isinstance(number, IPv4Address) else _why_refused_ipv6(number)
    return where or (None if number.is_global else RESERVED)


def _why_refused_ipv4(number: IPv4Address) -> str | None:
    return next((where for network, where in _REFUSED_IPV4 if number in network), None)


def _why_refused_ipv6(number: IPv6Address) -> str | None:
    if number.scope_id is not None:
        return LINK_LOCAL
    where = next((where for network, where in _REFUSED_IPV6 if number in network), None)
    return where or (None if number in _GLOBAL_UNICAST else RESERVED)
