from django.test import Client
from django.db import connection
from django.test.utils import CaptureQueriesContext
from bench.reviewers import made
from tests.factories import *
from annotations.actions.assessments import assess_claim
def main(arguments):
    place=made(3)
    for i in range(10):
        s,e,w=place.spans[i]
        c=a_claim(words=w, article=place.article)
        some_evidence(claim=c, capture=place.capture, passage=place.passages[i])
        assess_claim(claim_id=c.pk)
    client=Client(); client.force_login(place.people[0])
    for path in (f"/articles/{place.article.pk}/", f"/claims/{c.pk}/", f"/claims/{c.pk}/panel/", "/claims/", "/"):
        for _ in range(2): client.get(path)
        with CaptureQueriesContext(connection) as q: client.get(path)
        print("=====",path,len(q))
        for one in q.captured_queries: print("--",one["sql"][:70].replace("\n"," "), "...FROM", one["sql"].split(" FROM ")[1][:60] if " FROM " in one["sql"] else "", "..", one["sql"][-320:].replace("\n"," "))
