"""The demo people of the seeds."""


def demo_sign_ins() -> str:
    """Lines that say who can sign in."""
    return ""
