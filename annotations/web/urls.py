"""Every page, by the place it belongs to.

Each view is a `page` (for who is signed in) or an `open_page` (for everybody); a test holds this list to it.
"""

from django.urls import path

from annotations.web import (
    board,
    captures,
    claim_sets,
    claims,
    evidence,
    exports,
    home,
    live,
    people,
    publishers,
    search,
    sources,
    tokens,
    verdicts,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("queue/", home.queue, name="queue"),
    path("help/keys/", home.help_keys, name="help-keys"),
    path("search/", search.search, name="search"),
    path("live/claims", live.live_claims, name="live-claims"),
    # People
    path("sign-in/", people.sign_in, name="sign-in"),
    path("sign-out/", people.sign_out, name="sign-out"),
    path("profile/", people.profile, name="profile"),
    path("profile/theme/", people.theme, name="theme"),
    path("profile/password/", people.change_password, name="change-password"),
    path("profile/tokens/", tokens.tokens, name="tokens"),
    path("profile/tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    # Claim board, claim sets, exports
    path("claims/", board.board, name="claims"),
    path("claims/choices/<slug:facet>/", board.filter_choices, name="claim-choices"),
    path("claim-sets/", claim_sets.claim_sets, name="claim-sets"),
    path("claim-sets/new/", claim_sets.save, name="claim-set-new"),
    path("claim-sets/<int:claim_set_id>/", claim_sets.claim_set, name="claim-set"),
    path("claim-sets/<int:claim_set_id>/edit/", claim_sets.edit, name="claim-set-edit"),
    path("claim-sets/<int:claim_set_id>/freeze/", claim_sets.freeze, name="claim-set-freeze"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new, name="export-new"),
    path("exports/<int:export_id>/", exports.export, name="export"),
    path("exports/<int:export_id>/progress/", exports.progress, name="export-progress"),
    path("exports/<int:export_id>/cancel/", exports.cancel, name="export-cancel"),
    path("exports/<int:export_id>/retry/", exports.retry, name="export-retry"),
    path("exports/<int:export_id>/download/", exports.download, name="export-download"),
    # One claim, its evidence and verdicts
    path("claims/<int:claim_id>/", claims.claim_page, name="claim"),
    path("claims/<int:claim_id>/panel/", claims.claim_panel, name="claim-panel"),
    path("claims/<int:claim_id>/assessment/", claims.claim_assessment, name="claim-assessment"),
    path("claims/<int:claim_id>/verdict/", verdicts.sign, name="verdict-sign"),
    path("verdicts/<int:verdict_id>/withdraw/", verdicts.withdraw, name="verdict-withdraw"),
    path("claims/<int:claim_id>/evidence/new/", evidence.compose, name="claim-evidence"),
    path("claims/<int:claim_id>/evidence/sources/", evidence.source_options, name="evidence-sources"),
    path("evidence/<int:evidence_id>/edit/", evidence.edit, name="evidence-edit"),
    path("evidence/<int:evidence_id>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("evidence/<int:evidence_id>/restore/", evidence.restore, name="evidence-restore"),
    # The register
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.new, name="source-new"),
    path("sources/<int:source_id>/", sources.source, name="source"),
    path("sources/<int:source_id>/edit/", sources.edit, name="source-edit"),
    path("sources/<int:source_id>/derive/", sources.derive, name="source-derive"),
    path("derivations/<int:derivation_id>/drop/", sources.drop, name="derivation-drop"),
    path("sources/<int:source_id>/captures/new/", captures.new, name="capture-new"),
    path("captures/<int:capture_id>/", captures.capture, name="capture"),
    path("publishers/", publishers.publishers, name="publishers"),
    path("publishers/new/", publishers.new, name="publisher-new"),
    path("publishers/<int:publisher_id>/", publishers.publisher, name="publisher"),
]
