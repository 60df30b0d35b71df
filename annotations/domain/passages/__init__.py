"""Whether a quoted passage stands in a captured text, and where.

People copy passages from a browser, a PDF or an e-mail, and typography changes on the way: quotation marks
and dashes are exchanged, ligatures fall apart, words are hyphenated at line ends. Such a passage is the
same passage. So both texts are folded to plain typography with a map back to the original offsets, and
compared again. Words are never folded: another word, another figure or a missing "not" is another passage,
and so is a part of a word or of a figure.
"""

from annotations.domain.passages.finding import FoundPassage, find_passage, find_reworded

__all__ = ["FoundPassage", "find_passage", "find_reworded"]
