"""Who may do what through the API: every address, every method, every role, every scope."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from annotations.actions.people import edit_person
from annotations.actions.tokens import revoke_token
from annotations.domain.vocabulary import Role, Scope
from annotations.models import ApiToken
from tests.api.calling import Program, checked, problem_of
from tests.factories import PASSWORD, a_person, the_administrator

pytestmark = pytest.mark.django_db

EVERYBODY = frozenset(Role)
REVIEWERS = frozenset({Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

Row = tuple[frozenset[Role], Scope]
READ: Row = (EVERYBODY, Scope.READ)
WRITE: Row = (REVIEWERS, Scope.WRITE)
EDITORS_READ: Row = (frozenset({Role.EDITOR, Role.ADMINISTRATOR}), Scope.READ)
EDIT: Row = (frozenset({Role.EDITOR, Role.ADMINISTRATOR}), Scope.WRITE)
GOVERN: Row = (ADMINISTRATORS, Scope.WRITE)
SELECT: Row = (REVIEWERS, Scope.EXPORT)
OWN: Row = (EVERYBODY, Scope.WRITE)
EXPORT: Row = (EVERYBODY, Scope.EXPORT)

TABLE: dict[tuple[str, str], Row] = {
    ("me", "GET"): READ,
    ("me-profile", "POST"): OWN,
    ("tokens", "GET"): READ,
    ("tokens", "POST"): OWN,
    ("token", "GET"): READ,
    ("token-revoke", "POST"): OWN,
    ("people", "GET"): READ,
    ("person", "GET"): READ,
    ("person-edit", "POST"): GOVERN,
    ("invitations-accept", "POST"): OWN,
    ("assignments-undo", "POST"): EDIT,
    ("revision-retire-waiting", "POST"): WRITE,
    ("revision-restore-retired", "POST"): WRITE,
    ("gold-links-file", "POST"): GOVERN,
    ("events-undo-last", "POST"): OWN,
    ("sources-cite", "POST"): WRITE,
    ("sources-watch", "POST"): WRITE,
    ("sources-watch-undo", "POST"): WRITE,
    ("source-archive-requests", "GET"): READ,
    ("source-archive-requests", "POST"): WRITE,
    ("source-archived-copies", "GET"): READ,
    ("source-identity", "POST"): OWN,
    ("evidence-batch", "POST"): WRITE,
    ("evidence-confirm-passage", "POST"): WRITE,
    ("evidence-relink", "POST"): WRITE,
    ("evidence-undo-relink", "POST"): WRITE,
    ("evidence-audit", "POST"): WRITE,
    ("publications-try", "POST"): EDIT,
    ("publications-together", "POST"): EDIT,
    ("articles", "GET"): READ,
    ("articles", "POST"): WRITE,
    ("article", "GET"): READ,
    ("article", "PATCH"): WRITE,
    ("article-revisions", "POST"): WRITE,
    ("article-checks", "GET"): READ,
    ("article-checks", "POST"): WRITE,
    ("article-checks", "DELETE"): WRITE,
    ("article-checks-now", "POST"): WRITE,
    ("annotation-imports", "GET"): READ,
    ("annotation-imports", "POST"): WRITE,
    ("annotation-import", "GET"): READ,
    ("claim-imports", "GET"): READ,
    ("claim-imports", "POST"): WRITE,
    ("claim-import", "GET"): READ,
    ("claim-import-rows", "GET"): READ,
    ("claim-import-carry-out", "POST"): WRITE,
    ("notices", "GET"): READ,
    ("queue", "GET"): READ,
    ("evidence-second-looks", "GET"): READ,
    ("evidence-second-looks", "POST"): WRITE,
    ("second-looks", "GET"): READ,
    ("second-looks-unread", "GET"): WRITE,
    ("second-look", "GET"): READ,
    ("second-look-answer", "POST"): WRITE,
    ("second-look-take", "POST"): WRITE,
    ("second-look-release", "POST"): WRITE,
    ("second-look-assign", "POST"): EDIT,
    ("disputes", "GET"): READ,
    ("dispute", "GET"): READ,
    ("dispute-take", "POST"): WRITE,
    ("dispute-release", "POST"): WRITE,
    ("dispute-settle", "POST"): WRITE,
    ("organisation", "GET"): READ,
    ("organisation", "PATCH"): GOVERN,
    ("organisation-versions", "GET"): READ,
    ("claim-review", "GET"): READ,
    ("claim-evidence-companion", "GET"): READ,
    ("claimreview-lint", "POST"): READ,
    ("review-rules", "GET"): READ,
    ("review-rules", "POST"): GOVERN,
    ("gold-links", "GET"): GOVERN,
    ("gold-links", "POST"): GOVERN,
    ("gold-link", "GET"): GOVERN,
    ("gold-link-retire", "POST"): GOVERN,
    ("gold-link-restore", "POST"): GOVERN,
    ("verdict-settle", "POST"): EDIT,
    ("assignments", "GET"): READ,
    ("assignments", "POST"): EDIT,
    ("assignment-take", "POST"): WRITE,
    ("assignment", "GET"): READ,
    ("assignment", "PATCH"): OWN,
    ("assignment-finish", "POST"): OWN,
    ("assignment-release", "POST"): OWN,
    ("assignment-resume", "POST"): OWN,
    ("assignment-hand-on", "POST"): OWN,
    ("comments", "GET"): READ,
    ("comments", "POST"): WRITE,
    ("comment", "GET"): READ,
    ("comment", "PATCH"): WRITE,
    ("comment-remove", "POST"): WRITE,
    ("comment-restore", "POST"): WRITE,
    ("followings", "GET"): READ,
    ("followings", "POST"): OWN,
    ("claim-onlookers", "GET"): READ,
    ("article-onlookers", "GET"): READ,
    ("publisher-rests", "GET"): READ,
    ("publisher-rests-claims", "GET"): READ,
    ("publisher-preview", "POST"): READ,
    ("source-rests", "GET"): READ,
    ("source-rests-claims", "GET"): READ,
    ("source-preview", "POST"): READ,
    ("publisher-apply", "POST"): GOVERN,
    ("source-apply", "POST"): WRITE,
    ("capture-rests", "GET"): READ,
    ("capture-rests-claims", "GET"): READ,
    ("notices-read", "POST"): OWN,
    ("notice-read", "POST"): OWN,
    ("desks", "GET"): READ,
    ("desks", "POST"): GOVERN,
    ("desk", "GET"): READ,
    ("desk", "PATCH"): EDIT,
    ("desk-close", "POST"): GOVERN,
    ("desk-reopen", "POST"): GOVERN,
    ("desk-members", "GET"): READ,
    ("desk-members", "POST"): EDIT,
    ("desk-leave", "POST"): OWN,
    ("desk-member", "GET"): READ,
    ("desk-member-role", "POST"): EDIT,
    ("desk-member-drop", "POST"): EDIT,
    ("desk-invitations", "GET"): EDIT,
    ("desk-invitations", "POST"): EDIT,
    ("invitations", "POST"): GOVERN,
    ("invitation-revoke", "POST"): EDIT,
    ("article-desk", "POST"): EDIT,
    ("source-desk", "POST"): EDIT,
    ("revisions", "GET"): READ,
    ("revision", "GET"): READ,
    ("claims", "GET"): READ,
    ("claims", "POST"): WRITE,
    ("claims-batch", "POST"): WRITE,
    ("claim", "GET"): READ,
    ("claim", "PATCH"): WRITE,
    ("claim-withdraw", "POST"): WRITE,
    ("claim-restore", "POST"): WRITE,
    ("claim-highlights", "POST"): WRITE,
    ("claim-layers", "POST"): WRITE,
    ("claim-parts", "POST"): WRITE,
    ("claim-take-out", "POST"): WRITE,
    ("claim-proposed-parts", "GET"): READ,
    ("claim-split", "POST"): WRITE,
    ("claim-join", "POST"): WRITE,
    ("claim-try", "POST"): READ,
    ("claim-independence", "GET"): READ,
    ("highlights", "GET"): READ,
    ("highlight", "GET"): READ,
    ("highlight-confirm", "POST"): WRITE,
    ("highlight-reselect", "POST"): WRITE,
    ("highlight-requeue", "POST"): WRITE,
    ("highlight-retire", "POST"): WRITE,
    ("highlight-restore", "POST"): WRITE,
    ("sources-export", "GET"): SELECT,
    ("sources-together", "POST"): WRITE,
    ("sources-together-undo", "POST"): WRITE,
    ("publishers-export", "GET"): SELECT,
    ("publishers-together", "POST"): GOVERN,
    ("publishers-together-undo", "POST"): GOVERN,
    ("register-imports", "GET"): READ,
    ("register-imports", "POST"): GOVERN,
    ("register-import", "GET"): READ,
    ("register-import-rows", "GET"): READ,
    ("register-import-carry-out", "POST"): GOVERN,
    ("saved-filters", "GET"): READ,
    ("saved-filters", "POST"): OWN,
    ("saved-filter", "GET"): READ,
    ("saved-filter", "DELETE"): OWN,
    ("saved-filter-rename", "POST"): OWN,
    ("sources-protected", "POST"): WRITE,
    ("source-protect", "POST"): WRITE,
    ("source-identity", "GET"): OWN,
    ("source-confidants", "GET"): OWN,
    ("source-confidants", "POST"): OWN,
    ("source-confidant", "GET"): OWN,
    ("source-confidant", "DELETE"): OWN,
    ("suggestions", "GET"): READ,
    ("suggestion", "GET"): READ,
    ("suggestion-accept", "POST"): WRITE,
    ("suggestion-reject", "POST"): WRITE,
    ("suggestion-reopen", "POST"): WRITE,
    ("citations", "GET"): READ,
    ("source-merges", "GET"): READ,
    ("source-merges", "POST"): GOVERN,
    ("source-merge", "GET"): READ,
    ("source-unmerge", "POST"): GOVERN,
    ("publisher-merges", "GET"): READ,
    ("publisher-merges", "POST"): GOVERN,
    ("publisher-merge", "GET"): READ,
    ("publisher-unmerge", "POST"): GOVERN,
    ("publishers", "GET"): READ,
    ("publishers", "POST"): WRITE,
    ("publisher", "GET"): READ,
    ("publisher", "PATCH"): GOVERN,
    ("publisher-grades", "GET"): READ,
    ("publisher-grades", "POST"): GOVERN,
    ("publisher-relations", "GET"): READ,
    ("publisher-relations", "POST"): GOVERN,
    ("publisher-relation", "GET"): READ,
    ("publisher-relation", "DELETE"): GOVERN,
    ("parties", "GET"): READ,
    ("parties", "POST"): GOVERN,
    ("party", "GET"): READ,
    ("sources", "GET"): READ,
    ("sources", "POST"): WRITE,
    ("source", "GET"): READ,
    ("source", "PATCH"): WRITE,
    ("source-state", "POST"): GOVERN,
    ("source-derivations", "GET"): READ,
    ("source-derivations", "POST"): WRITE,
    ("source-relations", "GET"): READ,
    ("source-relations", "POST"): WRITE,
    ("source-relation", "GET"): READ,
    ("source-relation", "DELETE"): WRITE,
    ("derivation", "GET"): READ,
    ("derivation", "DELETE"): WRITE,
    ("source-visits", "GET"): READ,
    ("source-visits", "POST"): WRITE,
    ("source-watch", "GET"): READ,
    ("source-watch", "POST"): WRITE,
    ("source-watch", "DELETE"): WRITE,
    ("visits", "GET"): READ,
    ("visit", "GET"): READ,
    ("captures", "GET"): READ,
    ("captures", "POST"): WRITE,
    ("capture", "GET"): READ,
    ("capture-file", "GET"): READ,
    ("capture-visit-file", "GET"): READ,
    ("evidence", "GET"): READ,
    ("evidence", "POST"): WRITE,
    ("evidence-item", "GET"): READ,
    ("evidence-item", "PATCH"): WRITE,
    ("evidence-copy", "POST"): WRITE,
    ("evidence-withdraw", "POST"): WRITE,
    ("evidence-restore", "POST"): WRITE,
    ("assessments", "GET"): READ,
    ("assessment", "GET"): READ,
    ("verdicts", "GET"): READ,
    ("verdicts", "POST"): WRITE,
    ("verdict", "GET"): READ,
    ("verdict-withdraw", "POST"): WRITE,
    ("publications", "GET"): READ,
    ("publication", "GET"): READ,
    ("claim-publish", "GET"): READ,
    ("claim-publish", "POST"): EDIT,
    ("claim-begin-correction", "POST"): EDIT,
    ("claim-unpublish", "POST"): EDIT,
    ("replies", "GET"): READ,
    ("replies", "POST"): WRITE,
    ("reply", "GET"): READ,
    ("reply-conclude", "POST"): WRITE,
    ("reply-postpone", "POST"): WRITE,
    ("reply-reopen", "POST"): WRITE,
    ("reports", "GET"): EDITORS_READ,
    ("report", "GET"): EDITORS_READ,
    ("report-settle", "POST"): EDIT,
    ("report-reopen", "POST"): EDIT,
    ("corrections", "GET"): READ,
    ("corrections", "POST"): WRITE,
    ("correction", "GET"): READ,
    ("correction-conclude", "POST"): WRITE,
    ("correction-reopen", "POST"): WRITE,
    ("overrides", "GET"): READ,
    ("overrides", "POST"): WRITE,
    ("override", "GET"): READ,
    ("override-approve", "POST"): WRITE,
    ("override-end", "POST"): WRITE,
    ("stale-flags", "GET"): READ,
    ("stale-flag", "GET"): READ,
    ("stale-flag-dismiss", "POST"): WRITE,
    ("policies", "GET"): READ,
    ("policy-in-force", "GET"): READ,
    ("policy", "GET"): READ,
    ("policy-trials", "GET"): READ,
    ("policy-trials", "POST"): GOVERN,
    ("policy-trial", "GET"): READ,
    ("policy-trial-moves", "GET"): READ,
    ("policy-apply", "POST"): GOVERN,
    ("policy-discard", "POST"): GOVERN,
    ("recomputations", "GET"): READ,
    ("recomputation", "GET"): READ,
    ("quality", "GET"): (REVIEWERS, Scope.READ),
    ("quality-item", "GET"): (REVIEWERS, Scope.READ),
    ("quality-compute", "POST"): GOVERN,
    ("changes", "GET"): READ,
    ("changes-latest", "GET"): READ,
    ("webhooks", "GET"): (REVIEWERS, Scope.READ),
    ("webhooks", "POST"): WRITE,
    ("webhook", "GET"): (REVIEWERS, Scope.READ),
    ("webhook", "PATCH"): WRITE,
    ("webhook-secret", "GET"): WRITE,
    ("webhook-pause", "POST"): WRITE,
    ("webhook-resume", "POST"): WRITE,
    ("webhook-rotate-secret", "POST"): WRITE,
    ("webhook-test", "POST"): WRITE,
    ("webhook-deliveries", "GET"): (REVIEWERS, Scope.READ),
    ("webhook-delivery", "GET"): (REVIEWERS, Scope.READ),
    ("webhook-delivery-replay", "POST"): WRITE,
    ("claim-sets", "GET"): READ,
    ("claim-sets", "POST"): SELECT,
    ("claim-set", "GET"): READ,
    ("claim-set", "PATCH"): SELECT,
    ("claim-set-freeze", "POST"): SELECT,
    ("claim-set-compare", "GET"): READ,
    ("article-claim-set", "POST"): SELECT,
    ("exports", "GET"): EXPORT,
    ("exports", "POST"): EXPORT,
    ("export", "GET"): EXPORT,
    ("export-cancel", "POST"): EXPORT,
    ("export-retry", "POST"): EXPORT,
    ("export-download", "GET"): EXPORT,
    ("export-links", "POST"): EXPORT,
    ("export-schedules", "GET"): EXPORT,
    ("export-schedules", "POST"): SELECT,
    ("export-schedule", "GET"): EXPORT,
    ("export-schedule", "PATCH"): SELECT,
    ("export-schedule", "DELETE"): SELECT,
    ("history", "GET"): READ,
    ("history-seals", "GET"): (ADMINISTRATORS, Scope.EXPORT),
    ("history-checks", "GET"): (ADMINISTRATORS, Scope.EXPORT),
    ("history-checks", "POST"): GOVERN,
    ("history-bundle", "GET"): (ADMINISTRATORS, Scope.EXPORT),
    ("event-undo", "POST"): OWN,
}
OPEN_TO_ALL = {("index", "GET"), ("problem", "GET"), ("schema", "GET"), ("docs", "GET")}
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
EXPORT_VERBS = ("request", "watch", "download", "cancel", "retry")
NO_SUCH_ROW = "999999999"


def routes() -> Iterator[tuple[str, str, str]]:
    """Every address with each method that it answers: route name, method, address."""
    namespaces: Any = get_resolver().namespace_dict
    prefix, resolver = namespaces["api"]
    for pattern in resolver.url_patterns:
        if pattern.name == "nowhere":
            continue
        view = (
            pattern.callback.view_class if hasattr(pattern.callback, "view_class") else pattern.callback.cls
        )
        address = str(pattern.pattern).replace("<int:pk>", NO_SUCH_ROW).replace("<slug:rule>", "stale")
        allowed = {name.upper() for name in view.http_method_names} & set(METHODS)
        for method in METHODS:
            if method in allowed and hasattr(view, method.lower()):
                yield pattern.name, method, f"/{prefix}{address}"


def test_every_address_is_in_the_table() -> None:
    assert {(name, method) for name, method, _ in routes()} == {*TABLE, *OPEN_TO_ALL}


def request(client: Client, method: str, address: str) -> Any:
    return checked(client.generic(method, address, b"{}", "application/json"))


@pytest.mark.parametrize("role", list(Role))
def test_role_and_scope_decide(role: Role) -> None:
    person = a_person(role=role)
    programs = {scope: Program(person, scopes=[scope]).client for scope in Scope}
    wrong = []
    for name, method, address in routes():
        if (name, method) not in TABLE:
            continue
        roles, needed = TABLE[name, method]
        for scope, client in programs.items():
            answer = request(client, method, address)
            rule = answer.json()["rule"] if answer.status_code == 403 else None
            expected = "scope-missing" if scope != needed else None if role in roles else "role"
            found = "role" if rule not in (None, "scope-missing") else rule
            if (found, answer.status_code == 401) != (expected, False):
                wrong.append((name, method, scope, answer.status_code, rule))
    assert wrong == []


def test_a_missing_scope_is_named() -> None:
    answer = Program(scopes=[Scope.READ]).post("claims", {"text": "The bridge was closed.", "type": "event"})
    assert problem_of(answer) == (403, "scope-missing", None)
    assert (answer.json()["scope"], answer.json()["scopes"]) == ("write", ["read"])


def test_nobody_passes_unknown() -> None:
    answers = {
        (name, method): request(Client(), method, address).status_code for name, method, address in routes()
    }
    assert answers == {**dict.fromkeys(TABLE, 401), **dict.fromkeys(OPEN_TO_ALL, 200)}


def test_without_a_token_one_is_told_how_to_sign_in() -> None:
    answer = Client().get("/api/v1/claims")
    assert problem_of(answer) == (401, "sign-in-needed", None)
    assert answer["WWW-Authenticate"] == 'Bearer realm="Workbench API"'


@pytest.mark.parametrize("header", ["Bearer", "Bearer wb_unknown", "Bearer wb_a b", "Bearer \xff\xfe"])
def test_an_unknown_token_is_refused(header: str) -> None:
    assert problem_of(Client().get("/api/v1/me", headers={"Authorization": header})) == (
        401,
        "token-unknown",
        None,
    )


def test_a_revoked_token_is_refused() -> None:
    program = Program()
    revoke_token(token_id=program.token.pk, actor=program.person)
    assert problem_of(program.get("me")) == (401, "token-revoked", None)


def test_an_expired_token_is_refused() -> None:
    program = Program()
    long_ago = timezone.now() - timedelta(days=2)
    ApiToken.objects.filter(pk=program.token.pk).update(
        issued_at=long_ago, expires_at=long_ago + timedelta(days=1)
    )
    assert problem_of(program.get("me")) == (401, "token-expired", None)


def test_a_token_of_somebody_who_left_is_refused() -> None:
    program = Program()
    edit_person(person_id=program.person.pk, values={"is_active": False}, actor=the_administrator())
    assert problem_of(program.get("me")) == (401, "token-revoked", None)


def test_the_use_of_a_token_is_noted_once_a_minute() -> None:
    program = Program()
    program.get("me")
    first = ApiToken.objects.get(pk=program.token.pk).last_used_at
    program.get("me")
    assert first is not None and ApiToken.objects.get(pk=program.token.pk).last_used_at == first


def test_me_says_who_and_what() -> None:
    program = Program(role=Role.READER, scopes=[Scope.READ, Scope.EXPORT])
    me = program.get("me").json()
    assert (me["username"], me["role"], me["token"]["scopes"]) == (
        program.person.username,
        "reader",
        ["read", "export"],
    )
    read = ["workbench.read", "organisation.read", "claimreview.lint", "changes.read", "claim_set.read"]
    assert me["may"] == [*read, *(f"export.{verb}" for verb in EXPORT_VERBS), "export.link"]


def test_a_browser_session_reads_but_needs_the_csrf_token_to_write() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_person(), backend="annotations.queries.sessions.PersonBackend")
    assert browser.get("/api/v1/me").json()["token"] is None
    body = {"name": "The Lantern", "kind": "newspaper"}
    refused = browser.post("/api/v1/publishers", body, "application/json")
    assert problem_of(refused) == (403, "csrf-failed", None)
    token = "a" * 32
    browser.cookies["csrftoken"] = token
    passed = browser.post("/api/v1/publishers", body, "application/json", headers={"X-CSRFToken": token})
    assert passed.status_code == 201


def test_a_token_needs_no_csrf_token() -> None:
    program = Program()
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {program.clear_text}"})
    body = {"name": "The Lantern", "kind": "newspaper"}
    assert strict.post("/api/v1/publishers", body, "application/json").status_code == 201


def test_a_password_is_not_a_way_in() -> None:
    person = a_person()
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Basic {person.username}:{PASSWORD}"})
    assert problem_of(answer) == (401, "sign-in-needed", None)


def test_only_the_author_or_an_editor_withdraws() -> None:
    author, colleague, editor = Program(), Program(), Program(role=Role.EDITOR)
    claim = author.post("claims", {"text": "The bridge was closed.", "type": "event"}).json()
    assert problem_of(colleague.post(f"claims/{claim['id']}/withdraw")) == (403, "claim.withdraw", None)
    assert editor.post(f"claims/{claim['id']}/withdraw").json()["state"] == "withdrawn"
    assert author.post(f"claims/{claim['id']}/restore").json()["state"] == claim["state"]
