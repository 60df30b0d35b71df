"""Every kind of notice says who hears of it."""

from annotations.domain.vocabulary import NoticeKind
from annotations.domain.work.telling import WHO_IS_TOLD

WITH_RULES_OF_THEIR_OWN = {
    NoticeKind.WORDS_CHANGED,
    NoticeKind.TEXT_REPLACED,
    NoticeKind.CHECK_DIFFERENT,
    NoticeKind.CHECK_FAILED,
    NoticeKind.SOURCE_CHANGED,
    NoticeKind.PASSAGE_LOST,
    NoticeKind.COPY_SUGGESTED,
}


def test_the_table_is_whole() -> None:
    assert set(WHO_IS_TOLD) | WITH_RULES_OF_THEIR_OWN == set(NoticeKind)
    assert all(WHO_IS_TOLD.values())
