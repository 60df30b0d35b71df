"""Being told, and having seen it."""

import pytest

from annotations.actions.notices import raise_notices, read_all_notices, read_notice
from annotations.domain.errors import NotAllowed
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Notice
from tests.factories import a_claim, a_person, an_article

pytestmark = pytest.mark.django_db


def test_everybody_who_works_on_it_is_told_once_until_they_have_seen_it() -> None:
    importer, claimant = a_person(), a_person()
    article = an_article(actor=importer)
    a_claim(article=article, words="Two boats", actor=claimant)
    a_person()
    for _ in range(2):
        raise_notices(NoticeKind.CHECK_FAILED, article, detail={"url": "https://news.example"})
    assert set(Notice.objects.values_list("person", flat=True)) == {importer.pk, claimant.pk}
    assert Notice.objects.count() == 2
    seen = read_notice(notice_id=Notice.objects.get(person=importer).pk, actor=importer)
    again = read_notice(notice_id=seen.pk, actor=importer)
    assert seen.read_at is not None and again.read_at == seen.read_at
    raise_notices(NoticeKind.CHECK_FAILED, article, detail={"url": "https://news.example"})
    assert Notice.objects.filter(person=importer).count() == 2
    assert (read_all_notices(actor=importer), read_all_notices(actor=importer)) == (1, 0)


def test_nobody_reads_the_notices_of_others() -> None:
    article = an_article(actor=a_person())
    raise_notices(NoticeKind.CHECK_FAILED, article, detail={})
    with pytest.raises(NotAllowed):
        read_notice(notice_id=Notice.objects.get().pk, actor=a_person())
