"""As much of curl as docs/api.md uses, for machines that have none."""

import argparse
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

BOUNDARY = "----------a-boundary-that-no-example-holds"


def form(parts: list[str]) -> bytes:
    """`name=value` and `name=@file` as a form in parts."""
    pieces = []
    for part in parts:
        name, _, value = part.partition("=")
        if value.startswith("@"):
            file = Path(value[1:])
            head, content = f'name="{name}"; filename="{file.name}"', file.read_bytes()
        else:
            head, content = f'name="{name}"', value.encode()
        pieces.append(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
        )
    return b"".join(pieces) + f"--{BOUNDARY}--\r\n".encode()


def asked() -> argparse.Namespace:
    words = argparse.ArgumentParser()
    words.add_argument("-sS", action="store_true")
    for short in ("-H", "-F"):
        words.add_argument(short, action="append", default=[])
    for short in ("-X", "-d", "-o", "-D"):
        words.add_argument(short)
    words.add_argument("address")
    return words.parse_args()


def answered(request: urllib.request.Request) -> tuple[int, Any, bytes]:
    """Status, headers and body; an error of HTTP is an answer."""
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def put(target: str | None, content: bytes) -> None:
    """To a file, or to the standard output."""
    if target in (None, "-"):
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        Path(str(target)).write_bytes(content)


def main() -> None:
    words = asked()
    headers = dict(header.split(": ", 1) for header in words.H)
    content = words.d.encode() if words.d is not None else None
    if words.F:
        content, headers["Content-Type"] = form(words.F), f"multipart/form-data; boundary={BOUNDARY}"
    status, received, body = answered(
        urllib.request.Request(words.address, data=content, headers=headers, method=words.X)
    )
    if words.D:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in received.items()), "", ""]
        put(words.D, "\r\n".join(lines).encode())
    put(words.o, body)


if __name__ == "__main__":
    main()
