"""Static files under names that carry their content's hash, ES modules included."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN = "annotations/"


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import './name.js'` inside modules too, so that a module never loads a stale neighbour.

    Only inside our own: the scripts of packages import what their readers would have to provide.
    """

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """How a reference found in the file `name` is written in its hashed copy."""
        if name.endswith(".js") and not name.startswith(OWN):
            return lambda reference: reference.group(0)
        converter: Any = super().url_converter(name, hashed_files, template)
        return converter
