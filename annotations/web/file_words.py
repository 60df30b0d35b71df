"""What happened to files that come in and go out, and to those who are told of changes, as a sentence."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy

from annotations.models import Event
from annotations.web.event_labels import said

WORDS_OF_FILES: Mapping[str, Callable[[str, Event], str]] = {
    "register_import.requested": said(gettext_lazy("%(who)s tried a file for the register")),
    "register_import.carried_out": said(gettext_lazy("%(who)s had a file carried out in the register")),
    "register_import.started": said(gettext_lazy("The import into the register began")),
    "register_import.finished": said(gettext_lazy("The import into the register came to its end")),
    "register_import.failed": said(gettext_lazy("The import into the register failed")),
    "claim_import.requested": said(gettext_lazy("%(who)s tried a file of claims")),
    "claim_import.carried_out": said(gettext_lazy("%(who)s had a file of claims carried out")),
    "claim_import.started": said(gettext_lazy("The import of claims began")),
    "claim_import.finished": said(gettext_lazy("The import of claims came to its end")),
    "claim_import.failed": said(gettext_lazy("The import of claims failed")),
    "annotation_import.requested": said(gettext_lazy("%(who)s asked for an import of annotations")),
    "annotation_import.started": said(gettext_lazy("The import of annotations began")),
    "webhook.created": said(gettext_lazy("%(who)s made the webhook")),
    "webhook.edited": said(gettext_lazy("%(who)s changed the webhook")),
    "webhook.paused": said(gettext_lazy("%(who)s paused the webhook")),
    "webhook.resumed": said(gettext_lazy("%(who)s resumed the webhook")),
    "webhook.secret_rotated": said(gettext_lazy("%(who)s gave the webhook a new secret")),
    "webhook.tested": said(gettext_lazy("%(who)s sent a test")),
    "webhook.replayed": said(gettext_lazy("%(who)s sent a message again")),
    "export.requested": said(gettext_lazy("%(who)s asked for the export")),
    "export.started": said(gettext_lazy("The export began")),
    "export.interrupted": said(gettext_lazy("The export was interrupted and begins anew")),
    "export.finished": said(gettext_lazy("The export is done")),
    "export.failed": said(gettext_lazy("The export failed")),
    "export.cancelled": said(gettext_lazy("%(who)s stopped the export")),
    "export.linked": said(gettext_lazy("%(who)s made a link to the file")),
    "export.expired": said(gettext_lazy("The file was dropped; its time was over")),
    "export_schedule.created": said(gettext_lazy("%(who)s had it exported by a timetable")),
    "export_schedule.edited": said(gettext_lazy("%(who)s changed the timetable")),
    "export_schedule.dropped": said(gettext_lazy("%(who)s dropped the timetable")),
    "export_schedule.skipped": said(gettext_lazy("A turn of the timetable was left out")),
    "export.retried": said(gettext_lazy("%(who)s asked for the export again")),
}
