"""One defect for each rule of the engine: which passage of the source becomes which."""

from dataclasses import dataclass

ENGINE = "annotations/domain/verification"


@dataclass(frozen=True, slots=True)
class Defect:
    """In `file` the passage `before`, which stands there once, becomes `after`."""

    rule: str
    file: str
    before: str
    after: str

    @property
    def path(self) -> str:
        """The file from the root of the project."""
        return self.file if "/" in self.file else f"{ENGINE}/{self.file}"


DEFECTS = (
    Defect(
        "a retracted item is dropped", "weighing.py", "if self._register.is_retracted(item):", "if False:"
    ),
    Defect(
        "a way through a retracted item is dead",
        "chains.py",
        "elif self._register.is_retracted(item):",
        "elif False:",
    ),
    Defect(
        "a dead end is not promoted to an origin",
        "chains.py",
        "return not leads_on and not any(",
        "return not leads_on or not any(",
    ),
    Defect(
        "a circle is condensed and told",
        "chains.py",
        "circular=len(component) > 1 or",
        "circular=len(component) > 2 or",
    ),
    Defect(
        "the article under check is no witness",
        "weighing.py",
        "if self._register.is_host(item) else None",
        "if False else None",
    ),
    Defect("nor is what rests on it", "chains.py", "elif self._register.is_host(item):", "elif False:"),
    Defect(
        "nor is another copy of it",
        "register.py",
        "_connected(set(node.host_items), sharing)",
        "set(node.host_items)",
    ),
    Defect(
        "relies_on replaces the derivations of the item",
        "chains.py",
        "(_named_by_link(link) or None)",
        "None",
    ),
    Defect(
        "own reporting rests on nothing",
        "chains.py",
        "instead = () if link.sourcing == Sourcing.OWN else",
        "instead = None if link.sourcing == Sourcing.OWN else",
    ),
    Defect(
        "in an attribution the asserter is no origin",
        "chains.py",
        "if self._register.is_asserters_own(item):",
        "if False:",
    ),
    Defect(
        "the asserter's own channel proves the words",
        "weighing.py",
        "if self._register.is_asserters_own(item):",
        "if False:",
    ),
    Defect(
        "same work is one origin",
        "chains.py",
        "relation.kind == SourceRelationKind.DISTINCT or not",
        "True or not",
    ),
    Defect(
        "publishers recorded as not independent are one",
        "classes.py",
        "if relation.kind == PublisherRelationKind.NOT_INDEPENDENT:",
        "if False:",
    ),
    Defect(
        "publishers of one owner are one", "classes.py", "if publisher.owner_group is not None:", "if False:"
    ),
    Defect(
        "a reviewed exception separates owner's outlets",
        "classes.py",
        "if r.kind == PublisherRelationKind.INDEPENDENT]",
        "if False]",
    ),
    Defect(
        "unnamed origins are one",
        "classes.py",
        "partition.unite_unless_apart(unnamed, _distinct(register.item_relations))",
        "pass",
    ),
    Defect("unless recorded as distinct", "classes.py", "_distinct(register.item_relations))", "[])"),
    Defect("members of a party are one", "classes.py", "partition.unite_unless_apart(members, [])", "pass"),
    Defect(
        "while they belong to it",
        "inputs.py",
        "return (self.since is None or self.since <= day) and",
        "return True or",
    ),
    Defect(
        "an outlet counts once",
        "overlaps.py",
        "        for side in (0, 1)\n        for pair in pairs",
        "        for side in (1,)\n        for pair in pairs",
    ),
    Defect(
        "an origin counts once",
        "assignment.py",
        "            if column not in self.row_of:\n",
        "            if True:\n",
    ),
    Defect(
        "the heaviest matching is found, not the first",
        "assignment.py",
        "if distance + self._row_potential[reached] < given_up:",
        "if False:",
    ),
    Defect(
        "overlapping ends are given up one by one",
        "overlaps.py",
        "for way in _ways(edges, *clashing):",
        "for way in ():",
    ),
    Defect(
        "only what shares no label is counted without a matching",
        "ends.py",
        "return len(set(labels)) == len(labels)",
        "return True",
    ),
    Defect(
        "what rests on nothing is an origin together with its copies",
        "chains.py",
        "return Trace(start, (first,), steps=None",
        "return Trace(start, ((start,),), steps=None",
    ),
    Defect(
        "a next step is tried on the link as it would be",
        "trials.py",
        "changed.id: self._weighing.weigh(changed)",
        "changed.id: self._weighed[changed.id]",
    ),
    Defect(
        "one report more is tried beside all others",
        "trials.py",
        "[*self._weighed.values(), *weighed_links(",
        "[*weighed_links(",
    ),
    Defect(
        "untraced links add to nothing",
        "sides.py",
        "(traced if weighed.traced else untraced).append",
        "traced.append",
    ),
    Defect(
        "the best untraced link may lean",
        "sides.py",
        "if best is not None and best[2] > matching.points:",
        "if False:",
    ),
    Defect(
        "what is traced",
        "weighing.py",
        "return link.sourcing == Sourcing.OWN or proximity == Proximity.PRIMARY",
        "return proximity == Proximity.PRIMARY",
    ),
    Defect(
        "a suspected copy is not first hand",
        "weighing.py",
        "traced=relay or (not link.copy_suspected and",
        "traced=relay or (True and",
    ),
    Defect(
        "the type stands before the parts",
        "compound.py",
        "return bool(parts) and result.support is not None",
        "return bool(parts)",
    ),
    Defect(
        "leans both ways are no lean",
        "compound.py",
        "if {Status.LEANS_SUPPORTED, Status.LEANS_REFUTED} <= scored and",
        "if False and",
    ),
    Defect(
        "a relay is second hand at most",
        "weighing.py",
        "if (relay or link.copy_suspected) and proximity == Proximity.PRIMARY:",
        "if False:",
    ),
    Defect(
        "a party for itself counts nothing",
        "policy.py",
        "(Interest.SELF_SERVING.value, 0)",
        "(Interest.SELF_SERVING.value, 50)",
    ),
    Defect(
        "unknown interest counts nothing",
        "policy.py",
        "(Interest.UNKNOWN.value, 0)",
        "(Interest.UNKNOWN.value, 100)",
    ),
    Defect(
        "contradicting swaps whom it serves", "interest.py", "if stance == Stance.CONTRADICTS:", "if False:"
    ),
    Defect(
        "the worst interest of the chain counts",
        "weighing.py",
        "worst([interest_of(self._register, item, link.stance), origins_interest])",
        "origins_interest",
    ),
    Defect(
        "an admission is lifted to grade B", "weighing.py", "if admits and grade != Grade.F:", "if False:"
    ),
    Defect("only of the origin", "weighing.py", "admits = is_origin and", "admits ="),
    Defect(
        "an unnamed origin has the interest of its office",
        "interest.py",
        "register.speaks_for(item)",
        "register.publisher_of(item)",
    ),
    Defect(
        "a denial of a party is told",
        "findings.py",
        "if weighed.link.stance == Stance.CONTRADICTS and _is_self_serving(weighed)",
        "if False",
    ),
    Defect(
        "the best way counts",
        "widths.py",
        "if before not in origin and width > best.get(before, -1):",
        "if before not in origin and before not in best:",
    ),
    Defect(
        "a way is as good as its worst item",
        "widths.py",
        "min(best[item], entry(before, item, False))",
        "best[item]",
    ),
    Defect(
        "an unnamed origin needs a good outlet beside it",
        "weighing.py",
        "if vouching else 0",
        "if True else 0",
    ),
    Defect(
        "nobody vouches for an unnamed origin by itself",
        "weighing.py",
        "start_points = 0 if nobody else",
        "start_points = 50 if nobody else",
    ),
    Defect("grade F counts nothing", "policy.py", "(100, 75, 50, 25, 0, 0)", "(100, 75, 50, 25, 0, 50)"),
    Defect(
        "credibility is a brake",
        "policy.py",
        "(Credibility.DOUBTFUL.value, 50)",
        "(Credibility.DOUBTFUL.value, 100)",
    ),
    Defect(
        "a platform is no source",
        "register.py",
        "if publisher is None or publisher.is_platform:",
        "if publisher is None:",
    ),
    Defect("the floor", "policy.py", "    floor=30,", "    floor=31,"),
    Defect(
        "the bar is met from 100 on",
        "decision.py",
        "if ahead >= policy.bar and opposition",
        "if ahead > policy.bar and opposition",
    ),
    Defect("sides are never netted alone", "decision.py", "and opposition < policy.bar and", "and"),
    Defect("high risk needs a second origin", "policy.py", "(Risk.HIGH.value, 2)", "(Risk.HIGH.value, 1)"),
    Defect(
        "causes are of high risk",
        "policy.py",
        "high_risk_types=(ClaimType.CAUSAL.value,)",
        "high_risk_types=()",
    ),
    Defect(
        "what rests on nobody named is of high risk",
        "findings.py",
        "if unnamed_only or node.type",
        "if node.type",
    ),
    Defect("the band has prior mass 100", "policy.py", "    prior_mass=100,", "    prior_mass=50,"),
    Defect(
        "high certainty needs a weak opponent",
        "decision.py",
        "if is_pivotal or loser >= policy.floor else",
        "if is_pivotal else",
    ),
    Defect(
        "fragility looks at both sides",
        "fragility.py",
        "sorted(support.classes | opposition.classes)",
        "sorted(support.classes)",
    ),
    Defect(
        "and skips only what surely stands",
        "fragility.py",
        "decide(least, most_against, at_worst, required, policy) is status",
        "True",
    ),
    Defect(
        "as of a day", "weighing.py", "item.published_on > self._as_of", "item.published_on < self._as_of"
    ),
    Defect(
        "an undated item was known on no day",
        "weighing.py",
        "if item.published_on is None:\n                return LinkReason.UNDATED\n            if",
        "if item.published_on and",
    ),
    Defect("out of scope", "weighing.py", "if link.scope_mismatch:", "if False:"),
    Defect("opinions have no score", "engine.py", "if node.type in policy.not_checkable_types:", "if False:"),
    Defect("predictions wait until they are due", "engine.py", "and not node.matured:", "and node.matured:"),
    Defect(
        "one origin for a verdict on content asks for four eyes",
        "sign_off.py",
        "rests_on_one and is_content",
        "False",
    ),
    Defect(
        "a claim to split cannot be signed",
        "sign_off.py",
        "SignOffBlocker.MUST_SPLIT: findings.node.must_split",
        "SignOffBlocker.MUST_SPLIT: False",
    ),
    Defect(
        "a signature lapses with evidence",
        "sign_off.py",
        '"COUNTED_LINK_LOST": bool(_lost_links(signed, now))',
        '"COUNTED_LINK_LOST": False',
    ),
    Defect(
        "and with a link that changes sides",
        "sign_off.py",
        'if now["stance"] != before["stance"]:',
        "if False:",
    ),
    Defect("the fingerprint follows the policy", "engine.py", '"policy":{policy.canonical}', '"policy":1'),
    Defect(
        "the credibility digit",
        "decision.py",
        'return "1" if origins >= 2 else "2"',
        'return "1" if origins >= 1 else "2"',
    ),
    Defect(
        "parts on both sides are mixed",
        "compound.py",
        "if {Status.SUPPORTED, Status.REFUTED} <= scored:",
        "if False:",
    ),
    Defect(
        "an override of what has no score is refused",
        "overrides.py",
        "    if rank(computed) is None:\n        raise",
        "    if False:\n        raise",
    ),
    Defect(
        "and one to what has no score",
        "overrides.py",
        "status not in Status.values or rank(Status(status)) is None",
        "status not in Status.values",
    ),
    Defect("an override has to be explained", "overrides.py", "if length < TEXT_MINIMUM:", "if False:"),
    Defect("by two people", "overrides.py", "if proposal.proposed_by == approver:", "if False:"),
    Defect(
        "one of them a lead",
        "overrides.py",
        "(proposal.is_far or not proposal.is_by_lead)",
        "proposal.is_far",
    ),
    Defect(
        "far steps by the lead",
        "overrides.py",
        "(proposal.is_far or not proposal.is_by_lead)",
        "not proposal.is_by_lead",
    ),
    Defect("an override expires", "overrides.py", "if proposal.expires_at <= now:", "if False:"),
    Defect(
        "the type stands before an override",
        "overrides.py",
        "    if rank(computed) is None:\n        return",
        "    if False:\n        return",
    ),
    Defect(
        "a policy whose bar one untraced report meets is refused",
        "policy_check.py",
        "_best(policy, Proximity.SECONDARY) >= policy.bar",
        "False",
    ),
    Defect(
        "and one under which weak grades count",
        "policy_check.py",
        "_best(policy, Proximity.PRIMARY, _WEAK) >= policy.floor",
        "False",
    ),
    Defect(
        "and one under which an opinion has a score",
        "policy_check.py",
        "not set(POLICY_1_0_0.not_checkable_types) <= set(policy.not_checkable_types)",
        "False",
    ),
    Defect(
        "and one under which something worse is worth more",
        "policy_check.py",
        "any(better < worse for better, worse in pairwise(worths))",
        "False",
    ),
    Defect(
        "age",
        "staleness.py",
        "DEVELOPING: Final = timedelta(days=7)",
        "DEVELOPING: Final = timedelta(days=8)",
    ),
    Defect(
        "what speaks against what was signed", "staleness.py", "return signed in _IN_FAVOUR", "return False"
    ),
    Defect(
        "a weekday on the anchor's own is last week's",
        "annotations/domain/times/english.py",
        "timedelta(days=back or 7)",
        "timedelta(days=back)",
    ),
    Defect("dozens", "annotations/domain/quantities/english.py", '"dozens": (24, 99)', '"dozens": (12, 99)'),
    Defect(
        "a later total above does not contradict",
        "annotations/domain/quantities/comparison.py",
        "if _is_later_count_above(claim, evidence, gap):",
        "if False:",
    ),
)
