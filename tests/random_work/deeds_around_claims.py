"""What changes about claims without anybody touching them: who sees them, and what they rest on."""

from datetime import timedelta

from django.utils import timezone

from annotations.actions.articles import edit_article
from annotations.actions.desk_property import own_article
from annotations.actions.desks import add_member, drop_member, edit_desk
from annotations.actions.merges import merge_publishers, merge_sources, unmerge_publishers, unmerge_sources
from annotations.actions.people import edit_person
from annotations.actions.publishers import edit_publisher
from annotations.actions.sources import edit_source
from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models import (
    ArchivedCopy,
    Article,
    Claim,
    Desk,
    Override,
    Publisher,
    PublisherMerge,
    Source,
    SourceMerge,
)
from tests.factories import the_administrator
from tests.random_work.chance import Chance, Deed


def do_own_article(chance: Chance) -> Deed:
    article, actor = chance.any(Article.objects.all()), the_administrator()
    desk_id = chance.random.choice([None, *Desk.objects.values_list("pk", flat=True)])
    return lambda: own_article(article_id=article.pk, desk_id=desk_id, actor=actor)


def do_move_claim(chance: Chance) -> Deed:
    """By statement: what a claim with evidence of others could not do by an action."""
    claim = chance.any(Claim.objects.all())
    desk_id = chance.random.choice([None, *Desk.objects.values_list("pk", flat=True)])
    return lambda: Claim.objects.filter(pk=claim.pk).update(desk=desk_id)


def do_open_or_close_desk(chance: Chance) -> Deed:
    desk, visibility = chance.any(Desk.objects.all()), chance.random.choice(DeskVisibility.values)
    return lambda: edit_desk(desk_id=desk.pk, values={"visibility": visibility}, actor=the_administrator())


def do_show_or_hide_desk(chance: Chance) -> Deed:
    """By statement, as above."""
    desk, visibility = chance.any(Desk.objects.all()), chance.random.choice(DeskVisibility.values)
    return lambda: Desk.objects.filter(pk=desk.pk).update(visibility=visibility)


def do_join_desk(chance: Chance) -> Deed:
    desk, person = chance.any(Desk.objects.all()), chance.random.choice(chance.room.people)
    return lambda: add_member(
        desk_id=desk.pk, person_id=person.pk, role=Role.READER, actor=the_administrator()
    )


def do_leave_desk(chance: Chance) -> Deed:
    desk, person = chance.any(Desk.objects.all()), chance.random.choice(chance.room.people)
    return lambda: drop_member(desk_id=desk.pk, person_id=person.pk, actor=the_administrator())


def do_merge_sources(chance: Chance) -> Deed:
    kept, absorbed = (chance.random.choice(chance.room.sources) for _ in range(2))
    return lambda: merge_sources(
        kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One report.", actor=the_administrator()
    )


def do_merge_publishers(chance: Chance) -> Deed:
    kept, absorbed = (chance.any(Publisher.objects.all()) for _ in range(2))
    return lambda: merge_publishers(
        kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One house.", actor=the_administrator()
    )


def do_unmerge_sources(chance: Chance) -> Deed | None:
    merge = chance.any(SourceMerge.objects.filter(undone_at__isnull=True))
    return merge and (lambda: unmerge_sources(merge_id=merge.pk, actor=the_administrator()))


def do_unmerge_publishers(chance: Chance) -> Deed | None:
    merge = chance.any(PublisherMerge.objects.filter(undone_at__isnull=True))
    return merge and (lambda: unmerge_publishers(merge_id=merge.pk, actor=the_administrator()))


def do_edit_article(chance: Chance) -> Deed:
    article, headline = chance.any(Article.objects.all()), f"Headline {chance.random.random()}"
    return lambda: edit_article(
        article_id=article.pk, values={"headline": headline}, actor=the_administrator()
    )


def do_edit_source(chance: Chance) -> Deed:
    source, title = chance.any(Source.objects.all()), f"Report {chance.random.random()}"
    return lambda: edit_source(source_id=source.pk, values={"title": title}, actor=the_administrator())


def do_edit_publisher(chance: Chance) -> Deed:
    publisher, name = chance.any(Publisher.objects.all()), f"Gazette {chance.random.random()}"
    return lambda: edit_publisher(publisher_id=publisher.pk, values={"name": name}, actor=the_administrator())


def do_note_copy(chance: Chance) -> Deed:
    source, number = chance.any(Source.objects.all()), chance.random.random()
    return lambda: ArchivedCopy.objects.create(
        source=source,
        url=f"https://archive.example/{number}",
        archived_at=timezone.now(),
        noted_by=the_administrator(),
    )


def do_rename_person(chance: Chance) -> Deed:
    person, name = chance.random.choice(chance.room.people), f"Person {chance.random.random()}"
    return lambda: edit_person(person_id=person.pk, values={"display_name": name}, actor=the_administrator())


def do_let_override_lapse(chance: Chance) -> Deed | None:
    """Its time is over, and nothing else happened."""
    override = chance.any(Override.objects.filter(ended_at__isnull=True))
    past = timezone.now() - timedelta(minutes=1)
    return override and (lambda: Override.objects.filter(pk=override.pk).update(expires_at=past))
