"""The project's own files, read once, for tests that hold them to the house rules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path
    for top in ("workbench", "annotations")
    for path in (PROJECT / top).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
TEMPLATES = sorted((PROJECT / "annotations" / "templates").rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    """The module's syntax."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """The path as a person would say it."""
    return str(path.relative_to(PROJECT))


def found(paths: list[Path], kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind in these modules, each with its place as file:line."""
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield f"{named(path)}:{getattr(node, 'lineno', 1)}", node


def dotted(node: ast.AST) -> str:
    """The name an expression spells, such as `models.ForeignKey`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""
