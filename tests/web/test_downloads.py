"""Fetching files: whole, in parts, and by links that end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from annotations.actions.desks import edit_desk
from annotations.actions.export_links import make_link
from annotations.actions.exports import expire_exports, request_export
from annotations.actions.people import edit_person
from annotations.actions.tokens import revoke_token
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.gateways import files
from annotations.models import ApiToken, Claim, DeskMember, Export, SecondLook, User
from annotations.queries.export_links import SALT
from tests.api.calling import Program, problem_of
from tests.desks import a_desk
from tests.events import events_of
from tests.exports.signed_claims import content, everything
from tests.factories import a_claim, a_person, the_administrator
from tests.reviewed import a_look, review_rules
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


CONTENT = bytes(range(256)) * 4


def an_export() -> Export:
    """A finished one of three claims, whose file is made up."""
    for number in range(3):
        a_claim(text=f"Claim {number}.")
    export = request_export(claim_set_id=everything().pk, format="ndjson", actor=a_person())
    stored = files.save(f"exports/{export.pk}-1.ndjson", [CONTENT])
    Export.objects.filter(pk=export.pk).update(
        state="done",
        file_name=stored.name,
        media_type="application/x-ndjson",
        size=stored.size,
        sha256=stored.sha256,
        finished_at=timezone.now(),
    )
    export.refresh_from_db()
    return export


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def path_of(address: str) -> str:
    found = re.fullmatch(r"http://localhost:8000(/downloads/\S+/)", address)
    assert found is not None, address
    return found[1]


def link_of(export: Export, person: User | None = None, **given: Any) -> str:
    return path_of(make_link(export_id=export.pk, actor=person or a_person(), **given).address)


@pytest.fixture(params=["page", "api", "link"])
def fetch(request: Any) -> Any:
    """Three ways to the same file."""

    def by_page(export: Export, **headers: str) -> Any:
        return visitor().get(f"/exports/{export.pk}/download/", headers=headers)

    def by_api(export: Export, **headers: str) -> Any:
        return Program().get(f"exports/{export.pk}/download", headers=headers)

    def by_link(export: Export, **headers: str) -> Any:
        return Client().get(link_of(export), headers=headers)

    return {"page": by_page, "api": by_api, "link": by_link}[request.param]


def test_a_file_is_fetched_in_parts(fetch: Any) -> None:
    export = an_export()
    whole = content(export)
    first, rest = fetch(export, Range="bytes=0-99"), fetch(export, Range="bytes=100-")
    assert [answer.status_code for answer in (first, rest)] == [206, 206]
    assert first["Content-Range"] == f"bytes 0-99/{len(whole)}"
    assert (first["Content-Length"], first["Accept-Ranges"]) == ("100", "bytes")
    assert body(first) + body(rest) == whole
    assert first["ETag"] == f'"{export.sha256}"'


def test_the_rest_of_another_file_is_the_whole_of_this_one(fetch: Any) -> None:
    export = an_export()
    other = fetch(export, Range="bytes=100-", **{"If-Range": '"another"'})
    same = fetch(export, Range="bytes=100-", **{"If-Range": f'"{export.sha256}"'})
    assert (other.status_code, body(other)) == (200, content(export))
    assert (same.status_code, body(same)) == (206, content(export)[100:])


def test_beyond_the_end_there_is_nothing_and_what_is_there_is_not_sent_again(fetch: Any) -> None:
    export = an_export()
    beyond = fetch(export, Range=f"bytes={export.size}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{export.size}")
    unchanged = fetch(export, **{"If-None-Match": f'"{export.sha256}"'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_download_that_has_begun_goes_on_and_the_next_request_is_refused() -> None:
    """What was begun was allowed when it began: nothing is asked while bytes are on their way."""
    export, program = an_export(), Program()
    answer = program.get(f"exports/{export.pk}/download")
    stream = iter(answer.streaming_content)
    begun = next(stream)
    revoke_token(token_id=ApiToken.objects.get(person=program.person).pk, actor=program.person)
    assert begun + b"".join(stream) == content(export)
    rest = program.get(f"exports/{export.pk}/download", headers={"Range": "bytes=100-"})
    assert problem_of(rest)[:2] == (401, "token-revoked")


def test_a_link_is_made_on_the_page_and_opens_without_signing_in() -> None:
    export, person = an_export(), a_person()
    page = visitor(person).post(f"/exports/{export.pk}/link/", {"minutes": "60"})
    link = page.context["link"]
    assert link.address in page.content.decode()
    answer = Client().get(path_of(link.address))
    assert (answer.status_code, body(answer)) == (200, content(export))
    assert answer["Content-Disposition"] == f'attachment; filename="everything-{export.pk}.ndjson"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert events_of(export)[-1] == ("export.linked", person.pk, {}, {"ends_at": link.ends_at.isoformat()})


def test_an_administrator_who_reads_blind_is_kept_from_nothing_else() -> None:
    export, person = an_export(), the_administrator()
    Claim.objects.filter(text="Claim 1.").update(desk=a_desk())
    review_rules()
    look = a_look(first=a_person())
    SecondLook.objects.filter(pk=look.pk).update(reader=person, taken_at=timezone.now(), sealed_claims=[0])
    Export.objects.filter(pk=export.pk).update(requested_by=person)
    assert Client().get(link_of(export, person)).status_code == 200


def test_programs_make_links_too() -> None:
    export, program = an_export(), Program(scopes=["export"])
    made = program.post(f"exports/{export.pk}/links", {"minutes": 10})
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert body(Client().get(path_of(made.json()["address"]))) == content(export)
    for minutes, rule in ((4, "link-too-short"), (43_201, "link-too-long")):
        refused = program.post(f"exports/{export.pk}/links", {"minutes": minutes})
        assert problem_of(refused) == (400, rule, "minutes")


def test_a_link_ends_at_its_time_or_with_the_file() -> None:
    export, person = an_export(), a_person()
    soon = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    Export.objects.filter(pk=export.pk).update(kept_until=soon)
    assert make_link(export_id=export.pk, actor=person, minutes=10_000).ends_at == soon
    link = link_of(export, person)
    export.refresh_from_db()
    expire_exports(now=soon)
    assert Client().get(link).status_code == 422
    with pytest.raises(Invalid):
        make_link(export_id=an_export().pk, minutes=1, actor=person)


def test_who_comes_too_late_is_told_what_to_do() -> None:
    export, person = an_export(), a_person()
    past = int((timezone.now() - timedelta(seconds=1)).timestamp())
    ended = Client().get(f"/downloads/{signing.dumps([export.pk, person.pk, past], salt=SALT)}/")
    assert (ended.status_code, "Ask whoever gave it to you for another" in words_of(ended)) == (410, True)


@pytest.mark.parametrize(
    "token",
    ["x", "a:b:c", signing.dumps([1, 2], salt=SALT), signing.dumps([1, 2, 3])],
    ids=["no token", "none of ours", "too short", "of another kind"],
)
def test_what_was_not_given_out_here_opens_nothing(token: str) -> None:
    an_export()
    assert Client().get(f"/downloads/{token}/").status_code == 404


def test_a_link_opens_no_more_than_whoever_made_it_may_open() -> None:
    person = a_person()
    desk = a_desk(a_person(), role=Role.EDITOR, visibility=DeskVisibility.OPEN)
    export = an_export()
    Claim.objects.filter(text="Claim 1.").update(desk=desk)
    link = link_of(export, person)
    assert Client().get(link).status_code == 200
    edit_desk(desk_id=desk.pk, values={"visibility": "closed"}, actor=the_administrator())
    refused = Client().get(link)
    assert (refused.status_code, b"a closed desk" in refused.content) == (422, True)
    edit_desk(desk_id=desk.pk, values={"visibility": "open"}, actor=the_administrator())
    assert Client().get(link).status_code == 200
    edit_person(person_id=person.pk, values={"is_active": False}, actor=the_administrator())
    gone = Client().get(link, headers={"Range": "bytes=10-"})
    assert (gone.status_code, "may no longer fetch" in words_of(gone)) == (410, True)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_what_whoever_asked_could_see_is_told_to_nobody_who_cannot(role: str) -> None:
    asked = a_person(role=role)
    desk = a_desk(asked)
    export = an_export()
    Export.objects.filter(pk=export.pk).update(requested_by=asked)
    Claim.objects.filter(text="Claim 1.").update(desk=desk)
    assert problem_of(Program().get(f"exports/{export.pk}/download"))[1] == "contains-claims-of-closed-desks"
    assert Program(asked).get(f"exports/{export.pk}/download").status_code == 200
    if role == Role.REVIEWER:
        DeskMember.objects.update(left_at=timezone.now())
        refused = Program(asked).get(f"exports/{export.pk}/download")
        assert problem_of(refused)[1] == "contains-claims-of-closed-desks"


def test_a_link_of_who_reads_blind_rests_until_they_answered() -> None:
    export, person = an_export(), a_person()
    link = link_of(export, person)
    review_rules()
    look = a_look(first=the_administrator())
    SecondLook.objects.filter(pk=look.pk).update(
        reader=person, taken_at=timezone.now(), sealed_claims=[Claim.objects.earliest("pk").pk]
    )
    answer = Client().get(link)
    assert (answer.status_code, b"blind" in answer.content) == (422, True)


def test_there_is_no_link_to_what_is_not_done() -> None:
    person = a_person()
    waiting = request_export(claim_set_id=everything().pk, format="csv", actor=person)
    page = visitor(person).post(f"/exports/{waiting.pk}/link/", {"minutes": "60"})
    assert (page.status_code, page.context["link"]) == (422, None)
