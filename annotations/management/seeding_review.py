"""Which links the demo newsroom reads twice from now on, and passages whose stance it knows."""

from django.db import transaction

from annotations.actions.gold import keep_gold
from annotations.actions.review_rules import set_review_rules
from annotations.management.seeding_files import Table, naming, without
from annotations.models import GoldLink, ReviewRules, User


@transaction.atomic
def load_review(table: Table, people: dict[str, User]) -> None:
    """The rules, unless there are any, and the passages, unless some are kept."""
    if not ReviewRules.objects.exists():
        with naming("The review rules"):
            rules = table["rules"]
            set_review_rules(actor=people[rules["by"]], **without(rules, "by"))
    if GoldLink.objects.exists():
        return
    for number, row in enumerate(table.get("gold", []), start=1):
        with naming(f"Known passage {number}"):
            keep_gold(values=without(row, "by"), actor=people[row["by"]])
