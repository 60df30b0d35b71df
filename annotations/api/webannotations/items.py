"""One annotation: those that were sent in can be replaced and deleted, our own follow the work."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.annotations import delete_annotation, replace_annotation
from annotations.actions.highlights import retire_highlight
from annotations.actions.presence import note_told
from annotations.api.webannotations.answers import ProtocolEndpoint, addresses_of, tag_of_document
from annotations.api.webannotations.headers import ANNOTATION
from annotations.domain.errors import Stale
from annotations.queries.annotation_container import EVIDENCE, HIGHLIGHT, SENT
from annotations.queries.annotation_documents import Shown, kind_of, one_annotation


class AnnotationView(ProtocolEndpoint):
    """`/annotations/{name}`. Names such as `highlight-12`, `evidence-5` and `verdict-7` are our own."""

    access = {"GET": "workbench.read", "PUT": "annotation.replace", "DELETE": "annotation.delete"}
    http_method_names = ["get", "head", "put", "delete", "options"]

    def get(self, request: Request, name: str) -> Response:
        shown = self._shown(name)
        if shown.kind == EVIDENCE:
            note_told(actor=self.person, evidence_ids=[shown.pk])
        return self._told(request, shown)

    def put(self, request: Request, name: str) -> Response:
        self._refuse_unless(kind_of(name) == SENT)
        shown = self._shown(name)
        replace_annotation(
            name=name,
            document=self._without_own_name(request.data, shown),
            expected_version=self._expected(request, shown),
            addresses=addresses_of(request),
            actor=self.person,
        )
        return self._told(request, self._shown(name))

    def delete(self, request: Request, name: str) -> Response:
        self._refuse_unless(kind_of(name) in (SENT, HIGHLIGHT))
        shown = self._shown(name)
        version = self._expected(request, shown)
        if kind_of(name) == SENT:
            delete_annotation(name=name, expected_version=version, actor=self.person)
        else:
            retire_highlight(highlight_id=shown.pk, expected_version=version, actor=self.person)
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Link"] = ANNOTATION
        return final

    def methods(self) -> str:
        """Of what follows the work only highlights can be taken away here: that retires them."""
        left_out = {SENT: (), HIGHLIGHT: ("PUT",)}.get(kind_of(self.kwargs["name"]), ("PUT", "DELETE"))
        return ", ".join(name for name in super().methods().split(", ") if name not in left_out)

    def _refuse_unless(self, is_possible: bool) -> None:
        if not is_possible:
            raise MethodNotAllowed(str(self.request.method))

    def _shown(self, name: str) -> Shown:
        return one_annotation(name, self.person, self._container())

    def _container(self) -> str:
        return self.request.build_absolute_uri(reverse("webannotations:container"))

    def _told(self, request: Request, shown: Shown) -> Response:
        return self.tells(request, shown.document, tag_of_document(shown.document, shown.version))

    def _expected(self, request: Request, shown: Shown) -> int | None:
        """The version that the client says it saw; None when it does not say. Refuses with `Stale`."""
        header = request.headers.get("If-Match")
        if header is None or header.strip() == "*":
            return None
        tag = tag_of_document(shown.document, shown.version)
        if tag not in [word.strip() for word in header.split(",")]:
            raise Stale(
                "This annotation was changed meanwhile. Look at the present one, then decide again.",
                details={"version": shown.version, "etag": tag, "current": shown.document},
            )
        return shown.version

    def _without_own_name(self, document: Any, shown: Shown) -> Any:
        """An annotation that comes back as it was given names itself; no other name can be put there."""
        if (
            not isinstance(document, Mapping)
            or document.get("id", shown.document["id"]) != shown.document["id"]
        ):
            return document
        return {name: value for name, value in document.items() if name != "id"}
