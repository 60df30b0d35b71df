"""Reading what is sent as JSON."""

from collections.abc import Mapping
from typing import Any

from rest_framework.parsers import JSONParser

from annotations.domain.errors import Invalid


class JsonParser(JSONParser):
    """JSON of a depth that can be read; what is deeper is refused as what is no JSON is."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise Invalid("The JSON is nested too deeply. Send a flatter one.", rule="too-deep") from error
