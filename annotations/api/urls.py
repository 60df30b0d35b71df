"""Addresses of the API. Without a slash at the end; the other spelling is understood as well."""

from django.urls import URLPattern, path, re_path

from annotations.api import (
    articles,
    claim_sets,
    claims,
    docs,
    evidence,
    exports,
    history,
    me,
    parties,
    publishers,
    relations,
    routes,
    sources,
    verdicts,
)
from annotations.api.endpoints import Endpoint

app_name = "api"


def at(address: str, view: type[Endpoint], route: str) -> URLPattern:
    """An endpoint at an address; it knows its own name."""
    return path(address, view.as_view(route=route), name=route)


urlpatterns = [
    at("", routes.IndexView, "index"),
    at("me", me.MeView, "me"),
    at("articles", articles.ArticlesView, "articles"),
    at("articles/<int:pk>", articles.ArticleView, "article"),
    at("articles/<int:pk>/revisions", articles.ArticleRevisionsView, "article-revisions"),
    at("revisions", articles.RevisionsView, "revisions"),
    at("revisions/<int:pk>", articles.RevisionView, "revision"),
    at("claims", claims.ClaimsView, "claims"),
    at("claims/batch", claims.ClaimBatchView, "claims-batch"),
    at("claims/<int:pk>", claims.ClaimView, "claim"),
    at("claims/<int:pk>/withdraw", claims.ClaimWithdrawView, "claim-withdraw"),
    at("claims/<int:pk>/restore", claims.ClaimRestoreView, "claim-restore"),
    at("claims/<int:pk>/highlights", claims.ClaimHighlightsView, "claim-highlights"),
    at("highlights", claims.HighlightsView, "highlights"),
    at("highlights/<int:pk>", claims.HighlightView, "highlight"),
    at("highlights/<int:pk>/retire", claims.HighlightRetireView, "highlight-retire"),
    at("highlights/<int:pk>/restore", claims.HighlightRestoreView, "highlight-restore"),
    at("publishers", publishers.PublishersView, "publishers"),
    at("publishers/<int:pk>", publishers.PublisherView, "publisher"),
    at("publishers/<int:pk>/grades", publishers.PublisherGradesView, "publisher-grades"),
    at("publishers/<int:pk>/relations", relations.PublisherRelationsView, "publisher-relations"),
    at("publisher-relations/<int:pk>", relations.PublisherRelationView, "publisher-relation"),
    at("parties", parties.PartiesView, "parties"),
    at("parties/<int:pk>", parties.PartyView, "party"),
    at("sources", sources.SourcesView, "sources"),
    at("sources/<int:pk>", sources.SourceView, "source"),
    at("sources/<int:pk>/state", sources.SourceStateView, "source-state"),
    at("sources/<int:pk>/derivations", sources.SourceDerivationsView, "source-derivations"),
    at("sources/<int:pk>/relations", relations.SourceRelationsView, "source-relations"),
    at("source-relations/<int:pk>", relations.SourceRelationView, "source-relation"),
    at("derivations/<int:pk>", relations.DerivationView, "derivation"),
    at("captures", sources.CapturesView, "captures"),
    at("captures/<int:pk>", sources.CaptureView, "capture"),
    at("evidence", evidence.EvidenceListView, "evidence"),
    at("evidence/<int:pk>", evidence.EvidenceView, "evidence-item"),
    at("evidence/<int:pk>/withdraw", evidence.EvidenceWithdrawView, "evidence-withdraw"),
    at("evidence/<int:pk>/restore", evidence.EvidenceRestoreView, "evidence-restore"),
    at("assessments", verdicts.AssessmentsView, "assessments"),
    at("assessments/<int:pk>", verdicts.AssessmentView, "assessment"),
    at("verdicts", verdicts.VerdictsView, "verdicts"),
    at("verdicts/<int:pk>", verdicts.VerdictView, "verdict"),
    at("verdicts/<int:pk>/withdraw", verdicts.VerdictWithdrawView, "verdict-withdraw"),
    at("claim-sets", claim_sets.ClaimSetsView, "claim-sets"),
    at("claim-sets/<int:pk>", claim_sets.ClaimSetView, "claim-set"),
    at("claim-sets/<int:pk>/freeze", claim_sets.ClaimSetFreezeView, "claim-set-freeze"),
    at("exports", exports.ExportsView, "exports"),
    at("exports/<int:pk>", exports.ExportView, "export"),
    at("exports/<int:pk>/cancel", exports.ExportCancelView, "export-cancel"),
    at("exports/<int:pk>/retry", exports.ExportRetryView, "export-retry"),
    at("exports/<int:pk>/download", exports.ExportDownloadView, "export-download"),
    at("history", history.HistoryView, "history"),
    at("problems/<slug:rule>", routes.ProblemView, "problem"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(url_name="api:schema"), name="docs"),
    re_path(r"^(?P<rest>.*)$", routes.other_spelling_or_nowhere, name=routes.NOWHERE),
]
