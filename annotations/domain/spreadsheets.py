"""Text that is safe in a spreadsheet.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, in some locales also when the
character is the full-width one; a tab, carriage return or line feed before it is skipped over. An
apostrophe in front makes the cell text, and is not shown.
"""

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralised(cell: str) -> str:
    """The cell as text that no spreadsheet runs; what is harmless comes back unchanged."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTERS) else cell
