"""Typed readers of environment variables that fail loudly.

Every variable the project reads is read through this module, by its literal name, so that one test can hold
the list of settings against the operations manual. A value that is missing or cannot be understood stops the
process with one sentence naming the variable, what was found and what would be right.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str | None = None) -> str:
    """The variable's text without surrounding blanks; empty counts as absent.

    Without a default it is required.
    """
    found = os.environ.get(name, "").strip()
    if found:
        return found
    if default is None:
        raise ImproperlyConfigured(f"The environment variable {name} is required and is not set.")
    return default


def whole_number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`."""
    found = text(name, str(default))
    if not found.isascii() or not found.isdigit() or int(found) < least:
        raise ImproperlyConfigured(f"{name} is {found!r}; it must be a whole number of at least {least}.")
    return int(found)


def yes_or_no(name: str, *, default: bool) -> bool:
    """A switch: 1, true, yes, on; or 0, false, no, off."""
    found = text(name, "yes" if default else "no").lower()
    if found not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {found!r}; it must be yes or no.")
    return found in YES


def words(name: str, default: str | None = None) -> list[str]:
    """A list of words with commas between them."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """One word of a closed list."""
    found = text(name, default)
    if found not in among:
        raise ImproperlyConfigured(f"{name} is {found!r}; it must be one of {', '.join(among)}.")
    return found


def folder(name: str, default: Path) -> Path:
    """An absolute folder. It need not exist yet."""
    return Path(text(name, str(default))).expanduser().absolute()


def database(name: str) -> dict[str, Any]:
    """A PostgreSQL address as Django's database settings.

    The address is libpq's: `postgresql://user:password@host:5432/name?sslmode=require`. A host that is a
    percent-encoded path is the folder of a Unix socket.
    """
    parts = _address(name, ("postgresql", "postgres"))
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database; an address ends in /name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def redis_address(name: str) -> str:
    """An address of a server that speaks the Redis protocol: `redis://`, `rediss://` or `unix:///path?db=0`."""
    _address(name, ("redis", "rediss", "unix"))
    return text(name)


def kept_secret(path: Path) -> str:
    """A random secret that is made once and kept in `path`, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written_secret(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return _written_secret(path)


def _written_secret(path: Path) -> str:
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 50:
        raise ImproperlyConfigured(f"{path} holds no secret. Delete the file and start again.")
    return secret


def _address(name: str, schemes: tuple[str, ...]) -> SplitResult:
    parts = urlsplit(text(name))
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(s + '://' for s in schemes)}.")
    return parts


def _host(parts: SplitResult) -> str:
    # `hostname` lowers the case of what it returns, which would break the path of a socket folder.
    place = parts.netloc.rpartition("@")[2]
    return unquote(place.partition(":")[0]) if place.upper().startswith("%2F") else parts.hostname or ""
