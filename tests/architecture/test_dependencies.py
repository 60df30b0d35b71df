"""What is imported is declared, what is declared is locked, and no lock says where packages come from."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.trees import MODULES, PROJECT, TESTS, tree

DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
OWN = {"workbench", "annotations", "tests", "bench"}


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def required(*extras: str) -> set[str]:
    """Names of the packages pyproject.toml asks for, with these extras."""
    lines = DECLARED["dependencies"] + [
        line for extra in extras for line in DECLARED["optional-dependencies"][extra]
    ]
    return {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in lines}


def undeclared(paths: list[Path], declared: set[str]) -> list[str]:
    """Imports of packages that only happen to be installed."""
    owners = packages_distributions()
    found = {
        name
        for path in paths
        for node in ast.walk(tree(path))
        for name in _imported(node)
        if name not in OWN and name not in sys.stdlib_module_names
    }
    return sorted(name for name in found if not {normal(owner) for owner in owners.get(name, [])} & declared)


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level:
        return {(node.module or "").partition(".")[0]}
    return set()


# Parts of one release, named by the package that brings them.
BROUGHT = {
    "celery": {"kombu", "click"},
    "psycopg": {"psycopg-pool"},
    "whitenoise": {"brotli"},
    "trustme": {"cryptography"},
}


def test_the_product_imports_only_what_it_declares() -> None:
    brought = {part for package in required("pdf") for part in BROUGHT.get(package, set())}
    assert undeclared(MODULES, required("pdf") | brought) == []


def test_the_tests_import_only_what_is_declared_for_development() -> None:
    everything = required("embedded", "pdf", "dev")
    brought = {part for package in everything for part in BROUGHT.get(package, set())}
    assert undeclared(TESTS, everything | brought | {"playwright"}) == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_pin_everything_by_hash_and_name_no_place(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    pinned = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==\S+ ", text, re.M)}
    extras = ("embedded", "pdf") if lock == "requirements.txt" else ("embedded", "pdf", "dev")
    assert required(*extras) - pinned == set()
    assert len(re.findall(r"^[A-Za-z0-9].*==", text, re.M)) == len(pinned)
    assert text.count("--hash=sha256:") >= len(pinned)
    assert re.findall(r"://|--index|--find-links|file:", text) == []
