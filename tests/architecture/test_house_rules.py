"""Rules of the house that no other tool checks. Each test names the places that break one."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.trees import MODULES, TEMPLATES, TESTS, dotted, found, named, tree

LINES_MAX = 400
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
# What a Celery process tells about itself; nothing to do with rows.
SIGNALS_ALLOWED = {"celery.signals"}


def test_no_module_is_longer_than_a_person_keeps_in_mind() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LINES_MAX} == {}


def test_no_junk_drawers() -> None:
    assert [
        named(path) for path in [*MODULES, *TESTS] if {path.stem, *path.parent.parts} & JUNK_DRAWERS
    ] == []


def test_imports_stand_at_the_top() -> None:
    inside = [
        f"{place} in {function.name}()"
        for place, function in found(MODULES, ast.FunctionDef)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_no_signals() -> None:
    imported = [
        place
        for place, node in found(MODULES, ast.ImportFrom)
        if isinstance(node, ast.ImportFrom)
        and re.search(r"(^|\.)(signals|dispatch)$", node.module or "")
        and node.module not in SIGNALS_ALLOWED
    ]
    assert imported == []


def test_no_save_or_delete_of_its_own() -> None:
    overridden = [
        f"{place} {node.name}.{part.name}()"
        for place, node in found(MODULES, ast.ClassDef)
        if isinstance(node, ast.ClassDef) and "models" in place.split("/")
        for part in node.body
        if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete"}
    ]
    assert overridden == []


@pytest.mark.parametrize(
    "model", list(apps.get_app_config("annotations").get_models()), ids=lambda m: m.__name__
)
def test_models_have_no_hidden_order_no_hidden_rows_and_no_generic_keys(model: type[models.Model]) -> None:
    options = model._meta
    generic = [field.name for field in options.private_fields if not isinstance(field, models.Field)]
    base_filter = str(model._default_manager.all().query.where)
    assert (list(options.ordering or ()), generic, base_filter) == ([], [], "(AND: )")


def test_foreign_keys_name_the_class() -> None:
    by_string = [
        place
        for place, node in found(MODULES, ast.Call)
        if isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2] in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        for target in [*node.args[:1], *(word.value for word in node.keywords if word.arg == "to")]
        # A row of a tree points at its own class, which has no other name yet.
        if isinstance(target, ast.Constant) and target.value != "self"
    ]
    assert by_string == []


def test_celery_is_never_eager_and_nothing_is_mocked() -> None:
    words = re.compile(r"task_always_eager|unittest\.mock|MagicMock|\bmocker\b")
    here = __file__
    assert [named(path) for path in TESTS if str(path) != here and words.search(path.read_text())] == []


def test_no_test_is_skipped() -> None:
    marks = re.compile(r"pytest\.(skip|xfail|importorskip)|mark\.(skip|skipif|xfail)")
    here = __file__
    assert [named(path) for path in TESTS if str(path) != here and marks.search(path.read_text())] == []


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    inline = re.compile(
        r"<style\b|<script(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
    )
    texts = {named(path): path.read_text(encoding="utf-8") for path in TEMPLATES}
    assert {name: inline.findall(text) for name, text in texts.items() if inline.search(text)} == {}


def test_public_modules_say_what_they_are_for() -> None:
    assert [
        named(path) for path in MODULES if path.read_text().strip() and not ast.get_docstring(tree(path))
    ] == []
