"""What a page can do, a program can: the API calls every action that a page or the admin site calls."""

import ast
import importlib
import inspect
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "annotations"

WITHOUT_A_ROUTE = {
    "apply_unless_felt": "a program asks for the preview, then applies with its digest: two requests",
    "change_own_password": "a token must not be a way to the password; the page asks for the old one",
    "create_person": "the admin site's; programs invite, and who comes chooses their own password",
    "edit_membership": "a program applies a change of a publisher, which has a preview",
    "join_bloc": "a program applies a change of a publisher, which has a preview",
    "name_confidants": "a program names them one after the other, by `name_confidant`",
    "set_password": "the admin site's, for the same reason as one's own",
}


def called_by(*folders: str) -> dict[str, set[str]]:
    """Every function of `actions` that takes an actor, with the modules that import it."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("annotations.actions"):
                    for one in node.names:
                        if is_action(str(node.module), one.name):
                            found[one.name].add(path.stem)
    return found


def is_action(module: str, name: str) -> bool:
    """A function that somebody carries out; constants, records and shapers are not."""
    function = getattr(importlib.import_module(module), name)
    return inspect.isfunction(function) and "actor" in inspect.signature(function).parameters


def test_every_action_of_a_page_has_a_route() -> None:
    pages, routes = called_by("web", "admin"), called_by("api")
    assert {name: pages[name] for name in pages.keys() - routes.keys() - WITHOUT_A_ROUTE.keys()} == {}


def test_the_list_of_exceptions_holds_no_more_than_it_must() -> None:
    pages, routes = called_by("web", "admin"), called_by("api")
    assert WITHOUT_A_ROUTE.keys() - (pages.keys() - routes.keys()) == set()
