import pytest
from tests.browser.accessibility import found_wrong
from tests.browser.second_readings import of_review, rows_of_review
from tests.browser.conftest import *
pytestmark = pytest.mark.django_db
def test_mine(visit, axe):
    r = rows_of_review()
    pages = [*of_review(), f"/second-looks/{r['look_id']}/", f"/disputes/{r['look_id']}/", "/second-looks/", "/disputes/", "/review/rules/", "/review/gold/"]
    assert found_wrong(visit, axe, pages) == {}
