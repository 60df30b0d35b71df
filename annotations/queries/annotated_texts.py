"""Which article an annotation is about, and the texts in which its words are looked for.

A target names an article of ours by our own address of it or of one of its revisions, by the address the
article was published at (`scope` or `source`), or not at all, when somebody says which article is meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from annotations.domain.canonical import CanonicalText, propose_language
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.webannotations.places import Places
from annotations.domain.webannotations.targets import TargetReading
from annotations.domain.weblinks import canonical_url
from annotations.models import Article, Revision, RevisionMarkup
from annotations.queries.reanchoring import latest_revision

_OWN_PATH: Final = re.compile(r"/articles/([1-9]\d{0,17})(?:/revisions/([1-9]\d{0,8}))?/?(?:[?#].*)?")


@dataclass(frozen=True)
class AnnotatedText:
    """A revision with its article, ready to be searched. `addresses` are those of this service."""

    revision: Revision
    is_latest: bool
    addresses: tuple[str, ...]

    @cached_property
    def canonical(self) -> CanonicalText:
        """The text with its blocks."""
        return CanonicalText.from_json(self.revision.text, self.revision.blocks)

    @cached_property
    def places(self) -> Places:
        """Where targets of annotations stand in it."""
        kept = RevisionMarkup.objects.filter(revision=self.revision).values_list("markup", flat=True).first()
        path = revision_path(self.revision.article_id, self.revision.number)
        return Places(self.canonical, kept, [f"{address}{path}" for address in self.addresses])

    @cached_property
    def language(self) -> str:
        """What the article is written in, as far as anybody said; else what it looks like."""
        said = self.revision.article.language
        return said if said != "und" else propose_language(self.revision.text) or "und"


@dataclass
class AnnotatedTexts:
    """The texts that annotations of one request or one import ask for, each read once.

    `addresses` are those at which this service answers, without a final slash.
    """

    addresses: tuple[str, ...]
    _latest: dict[int, AnnotatedText] = field(default_factory=dict)
    _others: dict[tuple[int, str, int | str], AnnotatedText | None] = field(default_factory=dict)
    _by_address: dict[str, int | None] = field(default_factory=dict)

    def article_of(self, targets: Iterable[TargetReading], given: int | None) -> int:
        """The article that the first target of ours is about; `given` is the one somebody named.

        Refuses with `Invalid` (`foreign-target`) what is about none of ours, or about another one than named.
        """
        all_targets = list(targets)
        for target in all_targets:
            found = self.article_named(target, given)
            if found is not None and given in (None, found):
                return found
        raise Invalid(
            f"“{all_targets[0].source[:200]}” is not the address of "
            + ("an article here. Import the article first." if given is None else "this article."),
            field="target",
            rule="foreign-target",
            details={"target": all_targets[0].source},
        )

    def article_named(self, target: TargetReading, given: int | None) -> int | None:
        """The article that one target is about, if it is ours."""
        for address in (target.scope, target.source):
            own = self._own(address)
            if own is not None:
                return own[0]
        for address in (target.scope, target.source):
            published = self._published(address)
            if published is not None:
                return published
        return given if given is not None and self._says_nothing(target, given) else None

    def latest(self, article_id: int) -> AnnotatedText:
        """The latest text of an article. Refuses with `NotFound`."""
        if article_id not in self._latest:
            found = latest_revision(article_id)
            if found is None:
                raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
            self._latest[article_id] = AnnotatedText(found, True, self.addresses)
        return self._latest[article_id]

    def meant_by(self, target: TargetReading, article_id: int) -> AnnotatedText:
        """The text that the target was made on, where it says so and it is here; else the latest."""
        latest = self.latest(article_id)
        for address in (
            target.source,
            target.scope,
            *(iri for state in target.states for iri in state.cached),
        ):
            own = self._own(address)
            if own is not None and own[0] == article_id and own[1] is not None:
                return self._other(article_id, "number", own[1]) or latest
        for state in target.states:
            if state.sha256:
                return self._other(article_id, "sha256", state.sha256) or latest
        return latest

    def _other(self, article_id: int, name: str, value: int | str) -> AnnotatedText | None:
        latest = self.latest(article_id)
        if getattr(latest.revision, name) == value:
            return latest
        key = (article_id, name, value)
        if key not in self._others:
            revisions = Revision.objects.filter(article=article_id, **{name: value})
            found = revisions.select_related("article").defer("words").order_by("-number").first()
            self._others[key] = AnnotatedText(found, False, self.addresses) if found else None
        return self._others[key]

    def _own(self, address: str) -> tuple[int, int | None] | None:
        """Article and number of the revision, where the address is one of our own."""
        for own in self.addresses:
            if address.startswith(f"{own}/"):
                match = _OWN_PATH.fullmatch(address.removeprefix(own))
                return (int(match[1]), int(match[2]) if match[2] else None) if match else None
        return None

    def _published(self, address: str) -> int | None:
        if address not in self._by_address:
            published_at = _page_address(address)
            articles = (
                Article.objects.filter(canonical_url=published_at) if published_at else Article.objects.none()
            )
            self._by_address[address] = articles.values_list("pk", flat=True).first()
        return self._by_address[address]

    def _says_nothing(self, target: TargetReading, given: int) -> bool:
        """Whether the target leaves open which page it is on: it names none of the web, or the article has
        no address to compare.
        """
        pages = [address for address in (target.scope, target.source) if _page_address(address)]
        return not pages or not self.latest(given).revision.article.canonical_url


def revision_path(article_id: int, number: int) -> str:
    """The path of the page that shows a revision."""
    return f"/articles/{article_id}/revisions/{number}/"


def _page_address(address: str) -> str:
    """The canonical address of a page of the web; empty for every other IRI."""
    try:
        return canonical_url(address) if address else ""
    except Invalid:
        return ""
