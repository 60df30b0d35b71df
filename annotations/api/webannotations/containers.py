"""The container of all annotations, its readings by article and by preference, and its pages."""

from collections.abc import Mapping
from typing import Any, cast

from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.annotations import create_annotation
from annotations.api.webannotations.answers import ProtocolEndpoint, addresses_of, tag_of_document
from annotations.api.webannotations.headers import ACCEPTED, CONTAINER, RESOURCE
from annotations.api.webannotations.preferences import Asked, asked_of
from annotations.domain.errors import NotFound
from annotations.domain.webannotations.containers import collection, page
from annotations.queries.annotation_container import PAGE_SIZE, entries, how_many
from annotations.queries.annotation_documents import described, named, one_annotation

LABEL = "Annotations in Workbench"


class ContainerView(ProtocolEndpoint):
    """`/annotations/`: what it is, its first page, its other pages by `page`, and new annotations by POST.

    `article` reads the part that is about one article; an annotation that is sent there is about it.
    """

    access = {"GET": "workbench.read", "POST": "annotation.import"}
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: Request) -> Response:
        asked = asked_of(request)
        total = how_many(asked.article_id, self.person)
        if asked.page is not None:
            document = self._page(asked, asked.page, total)
            return self.tells(request, document, tag_of_document(document))
        document = self._collection(asked, total)
        answer = self.tells(
            request, document, tag_of_document(document), Content_Location=self._address(asked)
        )
        if asked.applied:
            answer["Preference-Applied"] = asked.applied
        return answer

    def post(self, request: Request) -> Response:
        asked = asked_of(request)
        if asked.page is not None:
            raise MethodNotAllowed("POST")
        kept = create_annotation(
            document=cast(Mapping[str, Any], request.data),
            slug=request.headers.get("Slug", ""),
            article_id=asked.article_id,
            addresses=addresses_of(request),
            actor=self.person,
        )
        shown = one_annotation(kept.annotation.name, self.person, self._container())
        return self.tells(
            request,
            shown.document,
            tag_of_document(shown.document, shown.version),
            status=201 if kept.is_new else 200,
            Location=shown.document["id"],
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Whatever is answered, refusals included, says what stands here."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Link"] = RESOURCE if self._is_page else CONTAINER
        if not self._is_page:
            final["Accept-Post"] = ACCEPTED
        patch_vary_headers(final, ["Prefer"])
        return final

    def methods(self) -> str:
        return "GET, HEAD, OPTIONS" if self._is_page else super().methods()

    @property
    def _is_page(self) -> bool:
        return "page" in self.request.GET

    def _collection(self, asked: Asked, total: int) -> dict[str, Any]:
        first: Any = None
        if total:
            first = self._address(asked, 0) if asked.is_minimal else self._page(asked, 0, total)
        return collection(
            self._address(asked),
            label=LABEL,
            total=total,
            first=first,
            last=self._address(asked, (total - 1) // PAGE_SIZE) if total else "",
        )

    def _page(self, asked: Asked, number: int, total: int) -> dict[str, Any]:
        """Refuses with `NotFound` behind the last page: a page holds at least one annotation."""
        found = entries(asked.article_id, number, self.person)
        if not found:
            pages = -(-total // PAGE_SIZE)
            raise NotFound(f"There is no page {number}. There are {pages}, from 0.", details={"pages": pages})
        container = self._container()
        return page(
            self._address(asked, number),
            named(found, container) if asked.by_iris else described(found, self.person, container),
            collection_iri=self._address(asked),
            start_index=number * PAGE_SIZE,
            total=total,
            next_iri=self._address(asked, number + 1) if (number + 1) * PAGE_SIZE < total else "",
            previous_iri=self._address(asked, number - 1) if number else "",
        )

    def _container(self) -> str:
        return self.request.build_absolute_uri(self.request.path)

    def _address(self, asked: Asked, page: int | None = None) -> str:
        """The address of a reading, and of one of its pages: both carry what was preferred."""
        of_page = "" if page is None else f"&page={page}"
        return f"{self._container()}?{asked.query}{of_page}"
