"""Who hears that signatures under claims no longer stand: the circles of `domain.work.telling`, for many
claims in one go.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from annotations.domain.vocabulary import Role
from annotations.models import Assignment, Claim, DeskMember, Following, Highlight, User

Pairs = defaultdict[int, set[int]]


def heard_by(claim_ids: Collection[int]) -> tuple[Pairs, Pairs]:
    """Who has taken or was given each claim, or watches it or an article that it stands in; and who has muted
    it. Three statements.
    """
    people: Pairs = defaultdict(set)
    muting: Pairs = defaultdict(set)
    working = Assignment.objects.filter(claim__in=claim_ids, ended_at__isnull=True)
    for claim, person in working.values_list("claim", "person"):
        people[claim].add(person)
    for claim, wishes in _wishes(claim_ids).items():
        for person, is_muted in wishes.items():
            (muting if is_muted else people)[claim].add(person)
    return people, muting


def editors_of(claims: Sequence[Claim]) -> dict[int, set[int]]:
    """The editors of each claim's desk; of the newsroom where no desk owns it. Two statements."""
    desks = {claim.desk_id for claim in claims}
    house = User.objects.filter(role=Role.EDITOR, is_active=True).values_list("pk", flat=True)
    by_desk: Mapping[int | None, set[int]] = defaultdict(set, {None: set(house) if None in desks else set()})
    here = DeskMember.objects.filter(desk__in=desks - {None}, role=Role.EDITOR, left_at__isnull=True)
    for desk, person in here.values_list("desk", "person"):
        by_desk[desk].add(person)
    return {claim.pk: by_desk[claim.desk_id] for claim in claims}


def _wishes(claim_ids: Collection[int]) -> dict[int, dict[int, bool]]:
    """For each claim whether each person muted it. What they say of a claim outweighs what of its article."""
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    around = Highlight.objects.filter(claim__in=claim_ids, is_current=True)
    path = "revision__article__followings"
    said = around.filter(**{f"{path}__isnull": False})
    for claim, person, is_muted in said.values_list("claim", f"{path}__person", f"{path}__is_muted"):
        found[claim][person] = is_muted or found[claim].get(person, False)
    own = Following.objects.filter(claim__in=claim_ids)
    for claim, person, is_muted in own.values_list("claim", "person", "is_muted"):
        found[claim][person] = is_muted
    return found
