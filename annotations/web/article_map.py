"""The map at the article's edge: a tick a claim, where its words stand in the whole."""

from django.utils.safestring import SafeString, mark_safe

from annotations.queries.reading import ReadClaim, Reading

HEIGHT = 1000
LEAST = 4


def ticks(read: Reading) -> SafeString:
    """The ticks of all claims on a map that is 1000 high, by the place of their first highlight; the browser
    puts them where the words really are. Written here, as marks are: there may be a thousand.
    """
    length = max(1, len(read.revision.text))
    return mark_safe("".join(_tick(one, length) for one in read.claims.values()))


def _tick(one: ReadClaim, length: int) -> str:
    start, end = one.spans[0]
    top = min(HEIGHT - LEAST, HEIGHT * start // length)
    height = max(LEAST, HEIGHT * (end - start) // length)
    return f'<rect data-status="{one.shown}" data-claim="{one.claim.pk}" y="{top}" height="{height}"/>'
