"""The addresses of the pages for readers."""

from django.urls import path

from annotations.web.checks import about, companion, feeds, lists, pages, report, robots

CHECKS = [
    path("robots.txt", robots.robots, name="robots"),
    path("checks/", lists.index, name="checks"),
    path("checks/articles/<int:article_id>/", pages.of_article, name="check-article"),
    path("checks/claims/<int:claim_id>/", pages.of_claim, name="check-claim"),
    path("checks/claims/<int:claim_id>/evidence.jsonld", companion.of_claim, name="check-companion"),
    path("checks/methodology/", about.methodology, name="checks-methodology"),
    path("checks/about/", about.about, name="checks-about"),
    path("checks/report/", report.report, name="checks-report"),
    path("checks/feed.atom", feeds.checks, name="checks-feed"),
    path("checks/corrections.atom", feeds.corrections, name="checks-corrections"),
    path("checks/sitemap.xml", feeds.sitemap, name="checks-sitemap"),
]
