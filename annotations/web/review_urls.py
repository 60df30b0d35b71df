"""Pages of second readings, of what two people read differently, and of the rules that ask for it."""

from django.urls import path

from annotations.web import disputes, overrides, review_rules, second_looks

REVIEW = [
    path("second-looks/", second_looks.second_looks, name="second-looks"),
    path("second-looks/next/", second_looks.following, name="second-look-next"),
    path("second-looks/<int:look_id>/", second_looks.second_look, name="second-look"),
    path("second-looks/<int:look_id>/release/", second_looks.release, name="second-look-release"),
    path("second-looks/<int:look_id>/take/", second_looks.take, name="second-look-take"),
    path("second-looks/<int:look_id>/assign/", second_looks.assign, name="second-look-assign"),
    path("evidence/<int:evidence_id>/second-look/", second_looks.ask, name="second-look-ask"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:look_id>/", disputes.dispute, name="dispute"),
    path("disputes/<int:look_id>/take/", disputes.take, name="dispute-take"),
    path("disputes/<int:look_id>/release/", disputes.release, name="dispute-release"),
    path("claims/<int:claim_id>/override/", overrides.override, name="override"),
    path("overrides/<int:override_id>/approve/", overrides.approve, name="override-approve"),
    path("overrides/<int:override_id>/end/", overrides.end, name="override-end"),
    path("review/rules/", review_rules.rules, name="review-rules"),
    path("review/rules/share/", review_rules.share, name="review-rules-share"),
    path("review/gold/", review_rules.gold, name="review-gold"),
    path("review/gold/file/", review_rules.gold_file, name="gold-file"),
    path("review/gold/<int:gold_id>/retire/", review_rules.retire, name="gold-retire"),
    path("review/gold/<int:gold_id>/restore/", review_rules.restore, name="gold-restore"),
]
