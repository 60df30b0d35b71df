"""The one exception of the launcher."""


class CannotStart(Exception):
    """Something that has to be put right first. The text is one line that says what and how."""
