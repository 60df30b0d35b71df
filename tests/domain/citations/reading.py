"""Strict readers of BibTeX and RIS: what they do not understand is an error."""

import re

_UNESCAPED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{character}": character for character in "#$%&_"},
}
_COMMAND = re.compile("|".join(map(re.escape, sorted(_UNESCAPED, key=len, reverse=True))))
_ENTRY = re.compile(r"@([a-z]+)\{([A-Za-z0-9:-]+),\n")
_FIELD = re.compile(r"  ([a-z]+) = (?:(\{)|([a-z]{3}))")


def read_bibtex(text: str) -> list[dict[str, str]]:
    """The entries with their fields, commands read as the characters they stand for."""
    entries, at = [], 0
    while at < len(text):
        found = _ENTRY.match(text, at)
        assert found, text[at : at + 60]
        entry, at = _fields(text, found.end())
        entries.append({"type": found[1], "key": found[2], **entry})
        at = len(text) if not text[at:].strip() else at + len(text[at:]) - len(text[at:].lstrip())
    return entries


def _fields(text: str, at: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while True:
        found = _FIELD.match(text, at)
        assert found, text[at : at + 60]
        if found[2]:
            end = _closing(text, found.end() - 1)
            value = text[found.end() : end]
            at = end + 1
        else:
            value, at = found[3], found.end()
        is_address = found[1] in ("url", "doi")
        fields[found[1]] = value if is_address else _COMMAND.sub(lambda one: _UNESCAPED[one[0]], value)
        if text.startswith(",\n", at):
            at += 2
        else:
            assert text.startswith("\n}\n", at), text[at : at + 60]
            return fields, at + 3


def _closing(text: str, at: int) -> int:
    """The brace that closes the one at `at`, counted as BibTeX counts: escaped ones too."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise AssertionError("A brace is not closed.")


def read_ris(text: str) -> list[dict[str, list[str]]]:
    """The records, each a list of values by tag."""
    records: list[dict[str, list[str]]] = []
    for line in text.split("\r\n")[:-1]:
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line, re.DOTALL)
        assert found and "\n" not in line, line
        tag, value = found.groups()
        if tag == "TY":
            records.append({})
        records[-1].setdefault(tag, []).append(value)
    assert all([*record][:1] == ["TY"] and [*record][-1:] == ["ER"] for record in records)
    return records
