"""Text that is safe in a spreadsheet.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, in some locales also when the
character is the full-width one; a tab, carriage return or line feed before it is skipped over. An
apostrophe in front makes the cell text, and is not shown.

What already has such an apostrophe gets one more, so that `restored` gives every cell back as it was.
"""

import re
from typing import Final

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STARTS: Final = re.compile(f"'*[{re.escape(''.join(FORMULA_STARTERS))}]")
_NEUTRALISED: Final = re.compile(f"'{_STARTS.pattern}")


def neutralised(cell: str) -> str:
    """The cell as text that no spreadsheet runs; what is harmless comes back unchanged."""
    return f"'{cell}" if _STARTS.match(cell) else cell


def restored(cell: str) -> str:
    """The cell as it was before it was neutralised."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
