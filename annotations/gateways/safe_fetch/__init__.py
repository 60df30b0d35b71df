"""The only door through which the product reads the web.

An editor pastes an address and a server inside the newsroom's network opens it. Whoever controls the address,
or the page behind it, or the name service of its domain, thereby chooses what that server connects to: the
database beside it, the router, the cloud's metadata service that hands out keys. Filtering the text of the
address does not help, because a harmless name may resolve to 127.0.0.1, may do so only at the second look-up,
or may forward there.

So the door works on what is dialled, not on what is written. For every hop: the address is split by
`domain.weblinks` alone; the name is resolved once; *every* answer is vetted and one bad answer refuses them
all; the socket is opened to the vetted number, while the certificate is still verified against the name;
redirects are followed here, hop by hop, through the same checks. Proxy settings of the environment play no
part. Only ports 80 and 443 are dialled, with neither cookies nor credentials nor a referrer. What is sent
is GET, or a message to a receiver that somebody named (`post`), which follows no redirect.

The other half is endurance: a page may be endless, arrive one byte a second, or unpack to gigabytes. One
deadline covers the whole visit, including each single read; header bytes, received bytes and unpacked bytes
are counted as they come. Every visit ends in `Fetched`, `FetchRefused` or `FetchFailed` (or `Invalid`, when
the address is none).
"""

from annotations.gateways.safe_fetch.failures import FailureReason, FetchFailed, FetchRefused
from annotations.gateways.safe_fetch.fetching import WEB_PORTS, fetch
from annotations.gateways.safe_fetch.hops import USER_AGENT
from annotations.gateways.safe_fetch.pages import Fetched, Limits, Redirect
from annotations.gateways.safe_fetch.posting import Posted, post, refuse_private

__all__ = [
    "USER_AGENT",
    "WEB_PORTS",
    "FailureReason",
    "FetchFailed",
    "FetchRefused",
    "Fetched",
    "Limits",
    "Posted",
    "Redirect",
    "fetch",
    "post",
    "refuse_private",
]
