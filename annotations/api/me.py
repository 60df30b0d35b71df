"""Who asks."""

from collections.abc import Mapping

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.endpoints import Endpoint
from annotations.api.permissions import permitted_actions
from annotations.api.shapes.work import MeShape
from annotations.models import ApiToken


class MeView(Endpoint):
    """The person a token or a session acts for, and what they may do with it."""

    tag = "Me"
    summaries = {"GET": "Who am I"}
    access = {"GET": "workbench.read"}
    answer_shape, has_tag = MeShape, False

    def get(self, request: Request) -> Response:
        person, token = self.person, request.auth
        return Response(
            {
                "id": person.pk,
                "username": person.username,
                "display_name": person.display_name,
                "role": person.role,
                "time_zone": person.time_zone,
                "token": _described(token) if isinstance(token, ApiToken) else None,
                "may": permitted_actions(person, token),
            }
        )


def _described(token: ApiToken) -> Mapping[str, object]:
    return {
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }
