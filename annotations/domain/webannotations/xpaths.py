"""XPath as annotation tools write it, evaluated with a budget.

A full XPath engine can be made to work for hours by a line of text, and cannot be interrupted. What browsers'
tools write is small: steps of element names or `text()` with numbers, and a start at an element with an id.
That part is read here, and the nodes visited are counted. Everything else is not understood, which is an
answer.

A path that does not begin with `html` is read from the body: so do the tools that write shortened paths.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex
from selectolax.lexbor import LexborNode

LONGEST_PATH = 2_000
MAXIMUM_VISITS = 600_000

_STEP = regex.compile(
    r"""(?P<axis>//?)(?:child::)?(?P<test>\*|text\(\)|[A-Za-z][\w.:-]*)(?P<predicates>(?:\[[^\[\]]*\])*)"""
)
_PREDICATE = regex.compile(
    r"""\[\s*(?:(?:position\(\)\s*=\s*)?(?P<number>\d{1,6})|(?P<last>last\(\))
    |@(?P<name>[\w:.-]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'))?)\s*\]""",
    regex.VERBOSE,
)
_ID = regex.compile(r"""id\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")


class NotUnderstood(Exception):
    """The path uses more of XPath than is read here, or costs too much."""


@dataclass(frozen=True, slots=True)
class _Step:
    deep: bool
    test: str
    predicates: tuple["regex.Match[str]", ...]


class _Budget:
    def __init__(self) -> None:
        self.left = MAXIMUM_VISITS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise NotUnderstood("The path visits too many nodes.")


def select(path: str, root: LexborNode, body: LexborNode | None, base: LexborNode | None) -> list[LexborNode]:
    """The nodes a path selects, each once, in no particular order.

    `root` is the html element. A path relative to another selector's element starts at `base`. NotUnderstood
    where the path is beyond what is read here.
    """
    if len(path) > LONGEST_PATH:
        raise NotUnderstood("The path is too long.")
    steps = _steps(path.strip())
    budget = _Budget()
    nodes: list[LexborNode | None] = [_beginning(path, steps[0], body, base)]
    for step in steps:
        nodes = list(_unique(_taken(step, nodes, root, budget)))
    return [node for node in nodes if node is not None]


def _beginning(
    path: str, first: _Step, body: LexborNode | None, base: LexborNode | None
) -> LexborNode | None:
    """The node a path starts at; None for the document, whose only element is the root."""
    if base is not None:
        return base
    return None if first.deep or first.test == "html" else body


def _steps(path: str) -> list[_Step]:
    path = path.removeprefix(".")
    if found := _ID.match(path):
        quote = '"' if found[1] is not None else "'"
        path = f"//*[@id={quote}{found[1] or found[2] or ''}{quote}]{path[found.end() :]}"
    if path and not path.startswith("/"):
        path = f"/{path}"
    steps: list[_Step] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None:
            raise NotUnderstood("The path has a step that is not read here.")
        steps.append(_Step(found["axis"] == "//", found["test"].lower(), _predicates(found["predicates"])))
        at = found.end()
    if not steps:
        raise NotUnderstood("The path is empty.")
    return steps


def _predicates(text: str) -> tuple["regex.Match[str]", ...]:
    found = tuple(_PREDICATE.finditer(text))
    if sum(len(one[0]) for one in found) != len(text):
        raise NotUnderstood("The path has a condition that is not read here.")
    return found


def _taken(
    step: _Step, nodes: Iterable[LexborNode | None], root: LexborNode, budget: _Budget
) -> Iterator[LexborNode]:
    for node in nodes:
        parents = _with_descendants(node, root, budget) if step.deep else [node]
        for parent in parents:
            matching = [one for one in _children(parent, root, budget) if _passes(one, step.test)]
            for predicate in step.predicates:
                matching = _filtered(matching, predicate)
            yield from matching


def _children(node: LexborNode | None, root: LexborNode, budget: _Budget) -> Iterator[LexborNode]:
    child = root if node is None else node.first_child
    while child is not None:
        budget.spend()
        yield child
        child = None if node is None else child.next


def _with_descendants(
    node: LexborNode | None, root: LexborNode, budget: _Budget
) -> Iterator[LexborNode | None]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        children = [one for one in _children(current, root, budget) if one.is_element_node]
        waiting.extend(reversed(children))


def _passes(node: LexborNode, test: str) -> bool:
    if test == "text()":
        return bool(node.is_text_node)
    return bool(node.is_element_node) and test in ("*", node.tag)


def _filtered(nodes: list[LexborNode], predicate: "regex.Match[str]") -> list[LexborNode]:
    if predicate["number"]:
        number = int(predicate["number"])
        return nodes[number - 1 : number] if number else []
    if predicate["last"]:
        return nodes[-1:]
    return [node for node in nodes if node.is_element_node and _has(node, predicate)]


def _has(node: LexborNode, predicate: "regex.Match[str]") -> bool:
    attributes = node.attributes
    name = predicate["name"]
    wanted = next(
        (predicate[quotes] for quotes in ("double", "single") if predicate[quotes] is not None), None
    )
    return name in attributes and (wanted is None or (attributes[name] or "") == wanted)


def _unique(nodes: Iterable[LexborNode]) -> Iterator[LexborNode]:
    """One node reached over several ways is one; equal wrappers may stand for it."""
    seen: set[int] = set()
    for node in itertools.islice(nodes, MAXIMUM_VISITS):
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            yield node
