"""Production settings without compressed copies of collected files, which would take a minute to make."""

from collections.abc import Iterator
from typing import Any

from workbench.settings.production import *  # noqa: F403
from workbench.settings.production import STORAGES
from workbench.static import ModuleStaticFilesStorage


class UncompressedStorage(ModuleStaticFilesStorage):
    """The storage of production without the copies for browsers that take compressed ones."""

    def compress_files(self, paths: Any) -> Iterator[tuple[str, str]]:
        """Nothing is compressed."""
        return iter(())


STORAGES["staticfiles"] = {"BACKEND": "tests.services.production_uncompressed.UncompressedStorage"}
