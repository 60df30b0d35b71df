"""What the database itself holds to about what is published: one offence a constraint."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from annotations.models import (
    ClaimChange,
    ClaimImport,
    ClaimImportRow,
    ClaimSet,
    ErrorReport,
    Export,
    ExportPart,
    ExportSchedule,
    ImportedClaim,
    OrganisationProfile,
    Webhook,
    WebhookDelivery,
)
from tests.desks import a_desk
from tests.factories import a_claim, a_person

pytestmark = pytest.mark.django_db


def refused_by(rows: Any, **values: Any) -> str:
    """The name of the constraint that refuses these values."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.create(**values)
    return str(refused.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


class TestChanges:
    """Positions of changes."""

    def test_a_claim_has_one_position_and_a_position_one_claim(self) -> None:
        ClaimChange.objects.create(claim_id=1, position=1)
        assert "claim_id" in refused_by(ClaimChange.objects, claim_id=1, position=2)
        assert "position" in refused_by(ClaimChange.objects, claim_id=2, position=1)


class TestWebhooks:
    """Webhooks and what is sent to them."""

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"state": "asleep"}, "webhook_state_is_known"),
            ({"name": ""}, "webhook_has_a_name_and_a_salt"),
            ({"salt": ""}, "webhook_has_a_name_and_a_salt"),
        ],
    )
    def test_webhooks(self, values: dict[str, Any], constraint: str) -> None:
        assert refused_by(Webhook.objects, **self.webhook(**values)) == constraint

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"number": 1}, "webhook_delivery_number_is_unique_in_its_webhook"),
            ({"state": "lost", "ended_at": timezone.now()}, "webhook_delivery_state_is_known"),
            ({"to_position": 1}, "webhook_delivery_goes_forward"),
            ({"state": "delivered"}, "webhook_delivery_ended_says_when"),
            ({"state": "waiting", "ended_at": timezone.now()}, "webhook_delivery_ended_says_when"),
            ({}, "webhook_has_one_message_under_way"),
        ],
    )
    def test_deliveries(self, values: dict[str, Any], constraint: str) -> None:
        webhook = Webhook.objects.create(**self.webhook())
        known = {"webhook": webhook, "message_id": "msg_1", "after_position": 2, "to_position": 3}
        first = WebhookDelivery.objects.create(number=1, **known)
        # What is refused as a second message under way would not be looked at otherwise.
        if constraint != "webhook_has_one_message_under_way":
            WebhookDelivery.objects.filter(pk=first.pk).update(state="failed", ended_at=timezone.now())
        given = {**known, "number": 2, **values}
        assert refused_by(WebhookDelivery.objects, **given) == constraint

    @staticmethod
    def webhook(**given: Any) -> dict[str, Any]:
        return {
            "name": "News",
            "address": "https://news.example/hook",
            "salt": "s",
            "owner": a_person(),
            **given,
        }


class TestClaimImports:
    """Files of claims, their rows, and where claims came from."""

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"format": "novel"}, "claim_import_format_is_known"),
            ({"state": "lost"}, "claim_import_state_is_known"),
            ({"state": "done"}, "claim_import_ended_says_when"),
            ({"state": "failed", "finished_at": timezone.now()}, "claim_import_failed_says_why"),
            ({"rows_done": 1}, "claim_import_does_no_more_than_all"),
        ],
    )
    def test_imports(self, values: dict[str, Any], constraint: str) -> None:
        assert refused_by(ClaimImport.objects, **self.file(**values)) == constraint

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"number": 1}, "claim_import_row_is_told_once"),
            ({"outcome": "lost"}, "claim_import_row_outcome_is_known"),
            ({"outcome": "refused"}, "claim_import_row_refused_says_why"),
        ],
    )
    def test_rows(self, values: dict[str, Any], constraint: str) -> None:
        file = ClaimImport.objects.create(**self.file())
        ClaimImportRow.objects.create(claim_import=file, number=1, outcome="new")
        given = {"claim_import": file, "number": 2, "outcome": "new", **values}
        assert refused_by(ClaimImportRow.objects, **given) == constraint

    def test_origins(self) -> None:
        ImportedClaim.objects.create(claim=a_claim(), format="csv", key="k")
        again = {"claim": a_claim(), "format": "csv", "key": "k"}
        assert refused_by(ImportedClaim.objects, **again) == "imported_claim_is_read_once"
        assert refused_by(ImportedClaim.objects, **again | {"key": ""}) == "imported_claim_has_a_key"

    @staticmethod
    def file(**values: Any) -> dict[str, Any]:
        return {"format": "csv", "sha256": "0" * 64, "requested_by": a_person(), **values}


class TestOrganisationProfile:
    """Versions of what the newsroom says about itself."""

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"number": 1}, "annotations_organisationprofile_number_key"),
            ({"number": 0}, "organisation_profile_counts_from_1"),
            ({"name": ""}, "organisation_has_a_name"),
        ],
    )
    def test_profiles(self, values: dict[str, Any], constraint: str) -> None:
        OrganisationProfile.objects.create(number=1, name="The Checkers", changed_by=a_person())
        given = {"number": 2, "name": "The Checkers", "changed_by": a_person(), **values}
        assert refused_by(OrganisationProfile.objects, **given) == constraint

    def test_a_version_is_never_changed_nor_deleted(self) -> None:
        OrganisationProfile.objects.create(number=1, name="The Checkers", changed_by=a_person())
        for deed in (lambda rows: rows.update(name="x"), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
                deed(OrganisationProfile.objects.all())


class TestErrorReports:
    """What readers reported."""

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"text": ""}, "error_report_says_what"),
            ({"outcome": "lost", "settled": True}, "error_report_outcome_is_known"),
            ({"outcome": "corrected"}, "error_report_settled_says_by_whom"),
            ({"outcome": "waiting", "settled": True}, "error_report_settled_says_by_whom"),
        ],
    )
    def test_error_reports(self, values: dict[str, Any], constraint: str) -> None:
        by = {"settled_by": a_person(), "settled_at": timezone.now()} if values.pop("settled", False) else {}
        assert refused_by(ErrorReport.objects, **{"text": "It was Tuesday.", **values, **by}) == constraint


class TestExports:
    """For whom claim sets are, exports whose file is gone, their parts, and timetables."""

    @pytest.mark.parametrize(
        "values", [{"audience": "desk"}, {"audience": "all"}, {"audience": "own", "at": "desk"}]
    )
    def test_claim_sets(self, values: dict[str, Any]) -> None:
        given = {"desk": a_desk()} if values.pop("at", "") else {}
        person = a_person()
        refused = refused_by(ClaimSet.objects, name="May", created_by=person, **values, **given)
        assert refused == "claim_set_for_a_desk_names_it"

    @pytest.mark.parametrize(
        "values",
        [
            {"sha256": "0" * 64, "finished_at": timezone.now(), "file_name": "a"},
            {"finished_at": timezone.now()},
            {"sha256": "0" * 64},
        ],
    )
    def test_what_expired_has_no_file_and_was_finished(self, values: dict[str, Any]) -> None:
        given = self.asked(state="expired", **values)
        assert refused_by(Export.objects, **given) == "export_expired_implies_no_file"

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"number": 1}, "export_part_number_is_unique_in_its_export"),
            ({"first_claim": 9}, "export_part_holds_claims"),
            ({"claims": 0}, "export_part_holds_claims"),
        ],
    )
    def test_parts(self, values: dict[str, Any], constraint: str) -> None:
        known = {
            "export": Export.objects.create(**self.asked()),
            "first_claim": 1,
            "last_claim": 8,
            "claims": 3,
            "change_position": 0,
            "size": 1,
        }
        ExportPart.objects.create(number=1, **known)
        assert refused_by(ExportPart.objects, **{**known, "number": 2, **values}) == constraint

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"format": "docx"}, "export_schedule_format_is_known"),
            ({"cadence": "hourly"}, "export_schedule_cadence_is_known"),
            ({"hour": 24}, "export_schedule_hour_is_one"),
            ({"keep": 0}, "export_schedule_keeps_one"),
        ],
    )
    def test_timetables(self, values: dict[str, Any], constraint: str) -> None:
        asked = self.asked()
        owner = asked.pop("requested_by")
        given = {**asked, "cadence": "daily", "next_at": timezone.now(), "owner": owner, **values}
        assert refused_by(ExportSchedule.objects, **given) == constraint

    @staticmethod
    def asked(**given: Any) -> dict[str, Any]:
        person = a_person()
        claim_set = ClaimSet.objects.create(name="May", created_by=person)
        return {"claim_set": claim_set, "requested_by": person, "format": "csv", **given}
