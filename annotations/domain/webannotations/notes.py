"""How the words of an annotation were found, or why they were not, said for a person."""

from django.db.models import TextChoices


class PlaceNote(TextChoices):
    """How the words of a target were found in a text, or why they were not."""

    QUOTE = "quote", "Looked for by its words"
    QUOTE_AT_POSITION = "quote_at_position", "Its words stand at its position"
    QUOTE_IN_ELEMENT = "quote_in_element", "Its words stand several times; its place in the page says which"
    POSITION_OF_THIS_TEXT = "position_of_this_text", "A position in this very text"
    ONLY_A_POSITION = "only_a_position", "Only a position was given, in an unknown text: look whether it fits"
    POSITION_OUTSIDE = "position_outside", "Its position does not lie in this text"
    ELEMENT = "element", "By its place in the page; no words were given to compare"
    SEVERAL_ELEMENTS = "several_elements", "Several parts of the page fit: look which is meant"
    NOT_IN_PAGE = "not_in_page", "The page has no such part, or its selector is of a kind not read here"
    PAGE_NOT_KEPT = "page_not_kept", "It names a part of a page whose HTML is not kept here"
    REFINEMENT_NOT_FOLLOWED = (
        "refinement_not_followed",
        "It means a part of these words that cannot be told: select it",
    )
    NAMES_NO_WORDS = "names_no_words", "It names no words: the whole page, or something that is not text"
