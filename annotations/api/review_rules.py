"""Rules for second looks, and passages whose stance is known."""

import io
from typing import Any

from annotations.actions.gold import keep_gold, keep_gold_of_file, restore_gold, retire_gold
from annotations.actions.review_rules import set_review_rules
from annotations.api.endpoints import Creating, Item, Listing, Reporting, Step
from annotations.api.shapes.base import Reading
from annotations.api.shapes.review import (
    GoldFileInput,
    GoldKeptShape,
    GoldLinkInput,
    GoldLinkShape,
    ReviewRulesInput,
    ReviewRulesShape,
)
from annotations.queries.represented_looks import all_gold_links, all_review_rules

RULES = Reading("version of the review rules", ReviewRulesShape, all_review_rules)
GOLD = Reading("gold link", GoldLinkShape, all_gold_links)


class ReviewRulesView(Listing, Creating):
    """Which links are read twice, version by version; the latest is in force."""

    tag = "Second looks"
    summaries = {"GET": "List review rules", "POST": "Set review rules"}
    access = {"GET": "workbench.read", "POST": "review.rules"}
    accepts = {"POST": ReviewRulesInput}
    reading = answers = RULES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return set_review_rules(**values, actor=self.person).pk


class GoldLinksView(Listing, Creating):
    """Claims and passages whose stance is known, given out among second looks."""

    tag = "Second looks"
    summaries = {"GET": "List gold links", "POST": "Keep a gold link"}
    access = {"GET": "review.gold", "POST": "review.gold"}
    accepts = {"POST": GoldLinkInput}
    reading = answers = GOLD
    item_route = "gold-link"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return keep_gold(values=values, actor=self.person).pk


class GoldFileView(Reporting):
    """Keeps every row of a CSV file, or none: the first that is refused is named by its line."""

    tag = "Second looks"
    summaries = {"POST": "Keep the gold links of a file"}
    access = {"POST": "review.gold"}
    accepts = {"POST": GoldFileInput}
    answer_status, answer_shape = 201, GoldKeptShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        kept = keep_gold_of_file(stream=io.BytesIO(values["content"].encode()), actor=self.person)
        return {"ids": [gold.pk for gold in kept]}


class GoldLinkView(Item):
    """One gold link."""

    tag = "Second looks"
    summaries = {"GET": "Read a gold link"}
    access = {"GET": "review.gold"}
    reading = GOLD


class GoldLinkRetireView(Step):
    """Gives it out no more."""

    tag = "Second looks"
    summaries = {"POST": "Retire a gold link"}
    access = {"POST": "review.gold"}
    answers = GOLD

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return retire_gold(gold_id=ids["pk"], actor=self.person).pk


class GoldLinkRestoreView(Step):
    """Gives it out again."""

    tag = "Second looks"
    summaries = {"POST": "Restore a gold link"}
    access = {"POST": "review.gold"}
    answers = GOLD

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return restore_gold(gold_id=ids["pk"], actor=self.person).pk
