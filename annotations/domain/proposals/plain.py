"""Selected words as a sentence."""

_TRIMMED = " \t\n,;:—–-“”«»\"'‘’"


def plain_text(selected: str) -> str:
    """The selected words as a sentence: one line, no stray marks at the ends, a capital and a stop."""
    text = " ".join(selected.split()).strip(_TRIMMED)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    text = "“" * (text.count("”") - text.count("“")) + text + "”" * (text.count("“") - text.count("”"))
    return text + ("" if text.rstrip("”")[-1:] in ".?!…" else ".")
