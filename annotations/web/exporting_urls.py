"""Pages by which claims leave the newsroom, and come in from others: claim sets, exports, files of claims."""

from django.urls import URLPattern, path

from annotations.web import claim_imports, claim_sets, downloads, export_schedules, exports, timelines
from annotations.web.webhook_urls import WEBHOOKS

EXPORTING: list[URLPattern] = [
    path("claims/import/", claim_imports.new, name="claim-import-new"),
    path("claims/import/columns/", claim_imports.template, name="claim-import-columns"),
    path("claims/imports/<int:claim_import_id>/", claim_imports.claim_import, name="claim-import"),
    path(
        "claims/imports/<int:claim_import_id>/progress/", claim_imports.progress, name="claim-import-progress"
    ),
    path(
        "claims/imports/<int:claim_import_id>/carry-out/",
        claim_imports.carry_out,
        name="claim-import-carry-out",
    ),
    path("claims/imports/<int:claim_import_id>/report/", claim_imports.report, name="claim-import-report"),
    path("claim-sets/", claim_sets.claim_sets, name="claim-sets"),
    path("claim-sets/new/", claim_sets.save, name="claim-set-new"),
    path("claim-sets/<int:claim_set_id>/", claim_sets.claim_set, name="claim-set"),
    path("claim-sets/<int:claim_set_id>/edit/", claim_sets.edit, name="claim-set-edit"),
    path("claim-sets/<int:claim_set_id>/freeze/", claim_sets.freeze, name="claim-set-freeze"),
    path("claim-sets/<int:frozen_id>/compare/<int:other_id>/", claim_sets.compare, name="claim-sets-compare"),
    path("articles/<int:article_id>/dossier/", claim_sets.of_article, name="article-dossier"),
    path("exports/", exports.exports, name="exports"),
    path("exports/schedules/", export_schedules.schedules, name="export-schedules"),
    path("exports/schedules/new/", export_schedules.new, name="export-schedule-new"),
    path("exports/schedules/<int:export_schedule_id>/", export_schedules.schedule, name="export-schedule"),
    path(
        "exports/schedules/<int:export_schedule_id>/pause/",
        export_schedules.pause,
        name="export-schedule-pause",
    ),
    path(
        "exports/schedules/<int:export_schedule_id>/resume/",
        export_schedules.resume,
        name="export-schedule-resume",
    ),
    path(
        "exports/schedules/<int:export_schedule_id>/drop/",
        export_schedules.drop,
        name="export-schedule-drop",
    ),
    path("exports/new/", exports.new, name="export-new"),
    path("exports/<int:export_id>/", exports.export, name="export"),
    path("exports/<int:export_id>/progress/", exports.progress, name="export-progress"),
    path("exports/<int:export_id>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:export_id>/retry/", exports.retry, name="export-retry"),
    path("exports/<int:export_id>/download/", exports.download, name="export-download"),
    path("exports/<int:export_id>/link/", downloads.link, name="export-link"),
    path("downloads/<str:token>/", downloads.download, name="download"),
    path("claim-sets/<int:claim_set_id>/history/", timelines.of_claim_set, name="claim-set-history"),
    path("exports/<int:export_id>/history/", timelines.of_export, name="export-history"),
    path(
        "exports/schedules/<int:export_schedule_id>/history/",
        timelines.of_export_schedule,
        name="export-schedule-history",
    ),
    *WEBHOOKS,
]
