"""A claim set that is only for some is told to nobody else: neither it, nor what was exported from it, nor
what happened to either.
"""

import re
from typing import Any

import pytest

from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.export_links import make_link
from annotations.actions.export_runs import run_export
from annotations.actions.export_schedules import create_schedule
from annotations.actions.exports import request_export
from annotations.domain.vocabulary import Audience, DeskVisibility, Role
from annotations.exports import FORMATS
from annotations.models import Claim, ClaimSet, User
from annotations.queries.claim_sets import claim_sets_for
from annotations.queries.exports import exports_for
from tests.api.calling import Program, problem_of
from tests.desks import a_desk
from tests.exports.signed_claims import backed
from tests.factories import a_claim, a_person, an_article, the_administrator
from tests.web.every_address import addresses, told_by
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Quietharbourset"
# Where sets, exports and events are told of: all addresses together take minutes.
WHERE = re.compile(r"claim-set|export|/history|queue|search|rests|/claims/(\?|$)|^/$")


def told_to(owner: User, **given: Any) -> dict[str, Any]:
    """A set of the owner, frozen and exported, by hand and by a timetable."""
    live = create_claim_set(name=f"{SECRET} live", criteria={}, description=SECRET, actor=owner, **given)
    frozen = freeze_claim_set(claim_set_id=live.pk, name=f"{SECRET} frozen", actor=owner)
    export = request_export(claim_set_id=frozen.pk, format="ndjson", include_unsigned=True, actor=owner)
    run_export(export_id=export.pk, formats=FORMATS)
    make_link(export_id=export.pk, actor=owner)
    schedule = create_schedule(claim_set_id=live.pk, format="csv", cadence="daily", actor=owner)
    return {
        "claim_set": [live.pk, frozen.pk],
        "other": [frozen.pk],
        "export": [export.pk],
        "export_schedule": [schedule.pk],
    }


def test_no_address_tells_others_of_a_set_that_somebody_keeps_to_themselves() -> None:
    owner, other = a_person(role=Role.EDITOR), a_person(role=Role.EDITOR)
    backed(a_claim(words="The ferry stopped.", article=an_article()))
    there = told_to(owner, audience=Audience.OWN)
    browser = visitor(other)
    asked = [address for address in addresses(there) if WHERE.search(address)]
    told = {address: found for address in asked if (found := told_by(browser, address, [SECRET]))}
    assert told == {}
    own = {address for address in asked if told_by(visitor(owner), address, [SECRET])}
    assert {"/claim-sets/", "/exports/", "/exports/schedules/", "/api/v1/claim-sets"} <= own


@pytest.mark.parametrize("audience", Audience.values)
@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("is_there", [True, False])
def test_who_sees_a_set_and_its_exports(audience: str, role: str, is_there: bool) -> None:
    owner, person = a_person(), a_person(role=role)
    desk = a_desk(owner, *([person] if is_there else []), visibility=DeskVisibility.OPEN)
    own: dict[str, Any] = {"desk_id": desk.pk} if audience == Audience.DESK else {}
    claim_set = create_claim_set(name="May", criteria={}, audience=audience, actor=owner, **own)
    request_export(claim_set_id=claim_set.pk, format="csv", actor=owner)
    sees = {
        Audience.NEWSROOM: True,
        Audience.OWN: False,
        Audience.DESK: is_there or role == Role.ADMINISTRATOR,
    }[Audience(audience)]
    assert claim_sets_for(person).exists() is sees
    assert exports_for(person).exists() is sees
    assert (claim_sets_for(owner).exists(), exports_for(owner).exists()) == (True, True)


def test_who_must_not_know_of_a_set_can_do_nothing_about_it() -> None:
    owner, other = a_person(), a_person(role=Role.EDITOR)
    there = told_to(owner, audience=Audience.OWN)
    program, browser = Program(other), visitor(other)
    (live, frozen), (export,) = there["claim_set"], there["export"]
    (schedule,) = there["export_schedule"]
    answers = [
        program.post(f"claim-sets/{live}/freeze", {"name": "Mine"}),
        program.patch(f"claim-sets/{live}", {"name": "Mine"}, {"If-Match": "*"}),
        program.post("exports", {"claim_set_id": live, "format": "csv"}),
        program.post("export-schedules", {"claim_set_id": live, "format": "csv", "cadence": "daily"}),
        program.post(f"exports/{export}/cancel"),
        program.post(f"exports/{export}/links", {}),
        program.get(f"exports/{export}/download"),
        program.get(f"claim-sets/{live}/compare", other=frozen),
        program.delete(f"export-schedules/{schedule}"),
    ]
    assert {problem_of(answer)[0] for answer in answers} == {404}
    assert browser.post("/exports/new/", {"claim_set": live, "format": "csv"}).status_code == 404
    assert browser.get(f"/sources/citations/?claim_set={live}").status_code == 404


def test_a_set_is_for_a_desk_at_which_one_works_and_only_its_maker_keeps_it_to_themselves() -> None:
    owner, editor = a_person(), a_person(role=Role.EDITOR)
    desk, other = a_desk(owner, editor), a_desk()
    program = Program(owner)
    body = {"name": "May", "audience": "desk"}
    refused = [
        problem_of(program.post("claim-sets", values))
        for values in (
            body,
            {**body, "desk_id": other.pk},
            {"name": "May", "desk_id": desk.pk},
        )
    ]
    assert refused == [
        (400, "audience-and-desk", "desk_id"),
        (404, "not-found", None),
        (400, "audience-and-desk", "desk_id"),
    ]
    made = program.post("claim-sets", {**body, "desk_id": desk.pk}).json()
    assert (made["audience"], made["desk_id"]) == ("desk", desk.pk)
    changed = program.patch(f"claim-sets/{made['id']}", {"audience": "newsroom"}, {"If-Match": "*"}).json()
    assert (changed["audience"], changed["desk_id"]) == ("newsroom", None)
    kept = Program(the_administrator()).patch(
        f"claim-sets/{made['id']}", {"audience": "own"}, {"If-Match": "*"}
    )
    assert problem_of(kept) == (400, "audience-not-yours", "audience")
    assert (
        program.patch(f"claim-sets/{made['id']}", {"audience": "own"}, {"If-Match": "*"}).status_code == 200
    )
    assert Program(editor).get(f"claim-sets/{made['id']}").status_code == 404


def test_a_filter_finds_nothing_of_what_its_maker_may_not_see() -> None:
    keeper, outsider = a_person(), a_person()
    desk = a_desk(keeper)
    article = an_article(headline="Quillonheadline")
    claim = a_claim(words="The ferry stopped.", article=article)
    type(article).objects.filter(pk=article.pk).update(desk=desk)
    Claim.objects.filter(pk=claim.pk).update(desk=desk)
    exported = []
    for number, person in enumerate((keeper, outsider)):
        claim_set = create_claim_set(
            name=f"Set {number}",
            criteria={"article": [article.pk], "desk": [desk.pk]},
            actor=person,
        )
        export = request_export(
            claim_set_id=claim_set.pk, format="ndjson", include_unsigned=True, actor=person
        )
        done = run_export(export_id=export.pk, formats=FORMATS)
        exported.append(done and (done.claims_total, done.size == 0))
    assert exported == [(1, False), (0, True)]
    page = visitor(outsider).get(f"/claim-sets/{ClaimSet.objects.get(name='Set 0').pk}/").content.decode()
    assert ("Quillonheadline" in page, claim.text in page) == (False, False)
