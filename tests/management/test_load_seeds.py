import time
from io import StringIO
from django.core.management import call_command
import pytest
from annotations.models import Claim
@pytest.mark.django_db
def test_it():
    b=time.time(); o=StringIO(); import cProfile,pstats; pr=cProfile.Profile(); pr.enable(); call_command("load_seeds", stdout=o); pr.disable(); print(time.time()-b); pstats.Stats(pr).sort_stats("cumtime").print_stats(45); print(o.getvalue(), time.time()-b)
    for c in Claim.objects.order_by("id").select_related("current_assessment__assessment"):
        a=c.current_assessment.assessment
        print(f"{c.id:3} {c.status:20} {a.support}/{a.opposition} {a.supporting_origins}/{a.opposing_origins} {a.certainty} {c.state} {c.type} {c.text[:70]}", [r['code'] for r in a.result['reasons']], [(l['outlet'],l['points'],l['counted'],l.get('reason')) for l in a.result['links']], a.result['sign_off']['reviewers'])
    assert 0
