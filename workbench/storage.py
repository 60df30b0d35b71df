"""Where stored files are kept: on the local disk, or in a bucket that speaks the protocol of S3."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from workbench import env

LOCAL = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
CHOICES = ("disk", "s3")
MEMORY_BYTES = 1024 * 1024
"""Of one file that is read from a bucket; the rest lies in a temporary file."""
PATIENCE = {
    "connect_timeout": 5,
    "read_timeout": 30,
    "retries": {"mode": "standard", "total_max_attempts": 3},
}
"""With a bucket, in seconds: a page must not hang where it is away."""


def file_storage() -> dict[str, Any]:
    """The entry of Django's `STORAGES` for captures and exports, as the environment says.

    Files are private: their names are never handed out as addresses, and every read goes through the
    product. Names are given by what the files hold, so a bucket may overwrite. Without keys of its own the
    bucket's library looks where its kind always does, such as the role of the machine.
    """
    if env.choice("WORKBENCH_FILE_STORAGE", "disk", among=CHOICES) == "disk":
        return dict(LOCAL)
    if find_spec("storages") is None:
        raise ImproperlyConfigured(
            "WORKBENCH_FILE_STORAGE is s3, and the packages for it are not installed: install workbench[s3]."
        )
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket()}


def _bucket() -> dict[str, Any]:
    options = {
        "bucket_name": env.text("WORKBENCH_BUCKET"),
        "endpoint_url": env.text("WORKBENCH_BUCKET_ENDPOINT", ""),
        "region_name": env.text("WORKBENCH_BUCKET_REGION", ""),
        "access_key": env.text("WORKBENCH_BUCKET_KEY", ""),
        "secret_key": env.text("WORKBENCH_BUCKET_SECRET", ""),
        "location": env.text("WORKBENCH_BUCKET_FOLDER", ""),
    }
    given = {name: value for name, value in options.items() if value}
    if ("access_key" in given) != ("secret_key" in given):
        raise ImproperlyConfigured(
            "WORKBENCH_BUCKET_KEY and WORKBENCH_BUCKET_SECRET belong together: set both."
        )
    fixed = {"default_acl": None, "querystring_auth": True, "file_overwrite": True}
    # By name, for the package is there only where a bucket is used.
    patience = import_module("botocore.config").Config(**PATIENCE)
    return {**given, **fixed, "max_memory_size": MEMORY_BYTES, "client_config": patience}
