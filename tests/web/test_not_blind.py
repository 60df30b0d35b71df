"""Who was told how a link is judged, on whatever page or by a program, is not asked to read it blind."""

import pytest

from annotations.domain.vocabulary import Role
from annotations.queries.blind_readers import BlindReaders
from tests.api.calling import Program
from tests.factories import a_capture, a_claim, a_person, a_source, assessed, some_evidence
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def test_whoever_was_told_how_a_link_is_judged_is_not_asked_to_read_it_blind() -> None:
    source, claim = a_source(), a_claim()
    capture = a_capture(source=source, text="The pier was shut at ten. It was raining.")
    link = some_evidence(claim=claim, capture=capture, passage="The pier was shut at ten.")
    assessed(claim)
    # The words of one more claim say nothing of it: who sees only that one stays blind to this one.
    some_evidence(claim=(beside := a_claim()), source=(other := a_source()))
    telling = (
        f"/sources/{source.pk}/",
        f"/captures/{capture.pk}/",
        f"/claims/{claim.pk}/",
        f"/claims/{claim.pk}/panel/",
        f"/claims/{claim.pk}/assessment/",
        f"/claims/{claim.pk}/history/",
        f"/claims/{claim.pk}/links/",
        f"/claims/{claim.pk}/independence/",
        f"/claims/{claim.pk}/try/",
        f"/evidence/{link.pk}/history/",
        f"/evidence/{link.pk}/edit/",
        f"/evidence/{link.pk}/copy/",
        f"/annotations/evidence-{link.pk}",
        f"/api/v1/claims/{claim.pk}",
        f"/api/v1/claims/{claim.pk}/independence",
        f"/api/v1/evidence/{link.pk}",
        f"/api/v1/evidence?claim={claim.pk}",
        f"/api/v1/evidence?source={source.pk}",
        f"/api/v1/evidence?capture={capture.pk}",
        f"/api/v1/assessments?claim={claim.pk}",
        f"/api/v1/assessments/{claim.current_assessment.assessment_id}",
        f"/api/v1/history?stream=claim:{claim.pk}",
    )
    silent = (
        f"/claims/?words={claim.text[:12]}",
        "/search/?words=pier",
        f"/live/claims?ids={claim.pk}",
        "/api/v1/claims",
        "/api/v1/evidence",
        f"/sources/{other.pk}/",
        f"/claims/{beside.pk}/history/",
        f"/api/v1/history?stream=source:{source.pk}",
    )
    people = {address: a_person(role=Role.EDITOR) for address in (*telling, *silent)}
    for address, person in people.items():
        client = Program(person).client if address.startswith(("/api/", "/annot")) else visitor(person)
        assert client.get(address).status_code == 200, address
    readers = BlindReaders([link.pk])
    blind = [address for address, person in people.items() if readers.is_blind(link.pk, person.pk)]
    assert blind == list(silent)
