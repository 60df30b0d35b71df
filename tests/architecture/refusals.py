"""Every rule by which the API refuses, read from the code: `python -m tests.architecture.refusals` prints
docs/problems.md.

A rule is the word `rule=` of a refusal, or of a function that makes one with the rule it is given. What it
means is what the explanation says, else the sentence of the refusal itself, with … for what differs.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotations.api.explanations import EXPLANATIONS, RULE_OF_STATUS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "problems.md"
# Pages and the admin site answer with messages; what works in the background keeps its rules in rows.
NOT_THE_API = ("web", "admin", "management", "migrations")
STATUS = {
    "Invalid": 400,
    "NotAllowed": 403,
    "NotFound": 404,
    "Gone": 410,
    "Conflict": 409,
    "Stale": 412,
    "Unavailable": 503,
    "ArchiveUnavailable": 503,
    "FetchRefused": 400,
    "FetchFailed": 503,
    "TooLarge": 413,
    "PreconditionRequired": 428,
    "KeyReused": 422,
}
INTRODUCTION = """\
# Refusals by rule

Every refusal of the API is a problem document (RFC 9457): `status`, a sentence in `detail`, the input in
`field`, and in `rule` the name of what was broken, which programs go by; `type` is its address, where anybody
may read it: `/api/v1/problems/{rule}`. A rule keeps its name and its meaning; sentences may get better.

This list is made from the code (`.ci/problems`) and a test holds the two together. Where one rule has several
sentences the first is shown; … stands for what differs.

"""
FAMILIES = (
    (
        "an action such as `claim.edit`",
        "403",
        "The role may not do this. `may` of `/api/v1/me` lists the actions.",
    ),
    (
        "`{noun}-{verb}-from-{state}`",
        "409",
        "The state does not admit the step: see [lifecycle.md](lifecycle.md).",
    ),
    ("`unknown-{input}`", "400", "There is no such word in the closed list of this input."),
    ("`fetch-{reason}`", "400, 503", "A page is not read: its address is refused, or it did not answer."),
    ("`archive-{reason}`", "503", "The public web archive could not be asked."),
    ("`rating-{finding}`", "400", "A rating scale breaks a rule of ClaimReview."),
    (
        "the words of a constraint",
        "409",
        "The database holds something against it: the rule is the sentence.",
    ),
    ("`required`, `blank` and such, in `errors`", "400", "What is wrong with one input."),
)


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One rule with its status and the first sentence that goes with it."""

    name: str
    status: int
    sentence: str


def rules() -> list[Rule]:
    """Every rule, by name; one that has two statuses stands there twice."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for path in sorted((ROOT / "annotations").rglob("*.py")):
        if path.relative_to(ROOT / "annotations").parts[0] not in NOT_THE_API:
            for name, status, sentence in _rules_of(ast.parse(path.read_text(encoding="utf-8"))):
                found[name, status].append(sentence)
    return sorted(
        Rule(name, status, next(filter(None, sentences), "")) for (name, status), sentences in found.items()
    )


def _rules_of(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    makers, sentences = _makers(tree), _sentences(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in STATUS:
            yield from _own_rule(node)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        status, place = makers.get(node.func.id, (STATUS.get(node.func.id), None))
        if node.func.id == "problem" and node.args and isinstance(node.args[0], ast.Constant):
            status, sentence = int(str(node.args[0].value)), _words(node.args[1], sentences)
        else:
            sentence = _words(node.args[0], sentences) if node.args else ""
        name = _given_rule(node, place)
        if status is not None and name is not None:
            yield name, status, sentence


def _own_rule(node: ast.ClassDef) -> Iterator[tuple[str, int, str]]:
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            targets = [target.id for target in line.targets if isinstance(target, ast.Name)]
            if targets == ["rule"]:
                yield str(line.value.value), STATUS[node.name], ast.get_docstring(node) or ""


def _makers(tree: ast.Module) -> dict[str, tuple[int, int]]:
    """Functions that make a refusal by a rule they are given: its status, and the place of the rule."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
            kinds = [
                call.func.id
                for call in ast.walk(node)
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in STATUS
            ]
            if "rule" in names and kinds:
                found[node.name] = (STATUS[kinds[0]], names.index("rule"))
    return found


def _given_rule(node: ast.Call, place: int | None) -> str | None:
    given = [word.value for word in node.keywords if word.arg == "rule"]
    if not given and place is not None and len(node.args) > place:
        given = [node.args[place]]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) and given[0].value else None


def _sentences(tree: ast.Module) -> list[tuple[int, str, str]]:
    """The texts that are given a name: in which line, the name, the text."""
    named = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                named.append((node.lineno, target.id, _words(node.value, [])))
    return sorted(named)


def _words(node: ast.expr, sentences: list[tuple[int, str, str]]) -> str:
    """The text of an expression; of a name, what it was given last before."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [_words(part, []) if isinstance(part, ast.Constant) else "…" for part in node.values]
        return "".join(parts)
    if isinstance(node, ast.Name):
        return next(
            (text for at, name, text in reversed(sentences) if name == node.id and at < node.lineno), ""
        )
    return ""


def page() -> str:
    """docs/problems.md."""
    known = {(rule.name, rule.status): rule.sentence for rule in rules()}
    known |= {(name, status): known.get((name, status), "") for status, name in RULE_OF_STATUS.items()}
    lines = [
        (f"`{name}`", str(status), EXPLANATIONS.get(name) or sentence)
        for (name, status), sentence in sorted(known.items())
    ]
    return f"{INTRODUCTION}{_table(lines)}\n## Rules that are made of others\n\n{_table(FAMILIES)}"


def _table(lines: Iterable[tuple[str, str, str]]) -> str:
    rows = [f"| {name} | {status} | {_cell(meaning)} |\n" for name, status, meaning in lines]
    return "".join(["| rule | status | meaning |\n", "| --- | --- | --- |\n", *rows])


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(page(), end="")
