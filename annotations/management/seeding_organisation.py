"""What the demo newsroom says about itself, and that readers see its pages."""

from annotations.actions.organisation import revise_profile
from annotations.management.seeding_files import Table, naming, without
from annotations.models import OrganisationProfile, User


def load_organisation(table: Table, people: dict[str, User]) -> None:
    """The profile, unless there is one."""
    if OrganisationProfile.objects.exists():
        return
    with naming("The profile"):
        profile = table["profile"]
        revise_profile(values=without(profile, "by"), expected_number=0, actor=people[profile["by"]])
