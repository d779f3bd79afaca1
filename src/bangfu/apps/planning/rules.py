"""What a programme's dispatch rules say about one post, read for the planner.

A definition's rules are stated for people; this module answers what the planner asks. A rule that
the planner does not weigh is not dropped in silence: :func:`left_to_people` names it.
"""

from collections.abc import Iterable
from typing import TypeVar

from bangfu.core.planner import Form as PlannerForm
from bangfu.core.planner import Tier
from bangfu.core.programmes import dispatch as said
from bangfu.core.programmes import quota_rules as rules
from bangfu.core.programmes.vocabulary import Each, Per

R = TypeVar("R", bound=rules.Rule)

PLANNER_FORMS: dict[str, PlannerForm] = {
    "resident": "resident",
    "team": "resident",
    "village": "resident",
    "leadership": "leadership",
    "rotating": "rotating",
    "visiting": "visiting",
    "part_time": "visiting",
    "studio": "visiting",
    "mobile": "resident",
    "pairing": "visiting",
    "flexible": "visiting",
}
"""Forms of service as the planner tells them apart: by whether a person is away full time."""

COUNTED_LATER = (
    rules.YearlyDays,
    rules.Presence,
    rules.FullTime,
    rules.SameUnit,
    rules.Conversion,
    rules.ServiceBeforeTitle,
    rules.Exemption,
    rules.OnPostBy,
    rules.DesignatedHosts,
)
"""Rules about service once it is rendered, or kept by the list of hosts: no plan decides them."""


def of_kind(dispatch: said.Dispatch, kind: type[R], *, group: str = "") -> list[R]:
    """The rules of one kind that hold for a post group; a rule naming no group holds for all."""
    return [
        rule
        for rule in dispatch.rules
        if isinstance(rule, kind) and (not rule.posts or group in rule.posts)
    ]


def group_of(
    dispatch: said.Dispatch, *, form: str, code: str = "", parties: frozenset[str] = frozenset()
) -> said.Posts | None:
    """The post group a need belongs to.

    The one it names; else, of those of its form, the one that names most of the ``parties`` of its
    host and tied sender, by their codes in the definition.
    """
    if code:
        return dispatch.posts_of(code)
    of_form = [group for group in dispatch.posts if group.form == form]
    named = [len(parties & {*group.senders, *group.hosts}) for group in of_form]
    return of_form[named.index(max(named))] if of_form else None


def rank_floor(dispatch: said.Dispatch, group: str, stated: int) -> int:
    """The lowest rank accepted, as a digit: the stricter of the need's and the rules'."""
    floors = [
        rule.rank.digit
        for rule in of_kind(dispatch, rules.RankFloor, group=group)
        if rule.members is None
    ]
    return min([stated, *floors])


def never_uncovered(dispatch: said.Dispatch, group: said.Posts | None) -> bool:
    """Whether a day without anyone breaks the programme's rules."""
    if group and group.never_uncovered:
        return True
    return bool(of_kind(dispatch, rules.Coverage, group=group.code if group else ""))


def days_together(group: said.Posts | None) -> int:
    """Days that leaver and successor serve side by side; one for a same-day hand-over."""
    if group is None or group.handover is None:
        return 0
    return group.handover.overlap_days or int(group.handover.same_day)


def plans_by_day(dispatch: said.Dispatch) -> bool:
    """Whether days matter: somebody must be there each day, or one follows another by hand-over."""
    return any(
        never_uncovered(dispatch, group) or (days_together(group) and changes_hands(group))
        for group in dispatch.posts
    )


def changes_hands(group: said.Posts) -> bool:
    """Whether several people follow each other on one post."""
    return bool(group.stint and (group.stint.months or group.stint.weeks))


def exact_tiers(dispatch: said.Dispatch) -> dict[Tier, int]:
    """So many from tertiary, secondary and primary hospitals, where the programme is exact."""
    for rule in of_kind(dispatch, rules.TierQuota):
        if rule.exactly:
            return {
                "tertiary": rule.exactly.tertiary,
                "secondary": rule.exactly.secondary,
                "primary": rule.exactly.primary,
            }
    return {}


def person_times(dispatch: said.Dispatch) -> int:
    """The fewest person-times the whole programme sends."""
    return max(
        (
            rule.at_least
            for rule in of_kind(dispatch, rules.Number)
            if _is_person_times(rule) and rule.at_least
        ),
        default=0,
    )


def one_post_each(dispatch: said.Dispatch) -> bool:
    """Whether an exact number of people is sent: 71 experts are 71, not 35 who sit twice."""
    return any(
        rule.exactly and rule.each is None and rule.of is rules.Counted.PEOPLE
        for rule in of_kind(dispatch, rules.Number)
        if rule.per in (Per.TERM, Per.BATCH)
    )


def per_sender(dispatch: said.Dispatch) -> tuple[int, int | None]:
    """Fewest and most person-times of each sender."""
    lower = max(
        (
            r.at_least
            for r in of_kind(dispatch, rules.Number)
            if r.each is Each.SENDER and r.at_least
        ),
        default=0,
    )
    caps = [
        rule.at_most
        for rule in of_kind(dispatch, rules.SenderCap)
        if rule.each is Each.SENDER and rule.at_most
    ]
    return lower, min(caps, default=None)


def left_to_people(dispatch: said.Dispatch) -> list[rules.Rule]:
    """Rules the planner does not weigh and no later stage counts: the clerk answers for them."""
    return [rule for rule in dispatch.rules if not _weighed(rule, dispatch)]


def _weighed(rule: rules.Rule, dispatch: said.Dispatch) -> bool:
    match rule:
        case rules.RankFloor():
            return rule.members is None
        case rules.TierQuota():
            return rule.exactly is not None
        case rules.Number():
            return _is_person_times(rule) or rule.exactly is not None or rule.each is Each.SENDER
        case rules.SenderCap():
            return rule.each in (Each.SENDER, Each.DEPARTMENT) and not rule.categories
        case rules.MinimumStay() | rules.Coverage() | rules.Paired() | rules.Specialties():
            return True
        case _:
            return isinstance(rule, COUNTED_LATER)


def _is_person_times(rule: rules.Number) -> bool:
    return rule.of is rules.Counted.PERSON_TIMES and rule.per in (Per.TERM, Per.YEAR)


def wanted_subjects(dispatch: said.Dispatch, group: str, stated: Iterable[str]) -> tuple[str, ...]:
    """Clinical subjects in order of preference: the need's own, else the programme's."""
    own = tuple(stated)
    if own:
        return own
    accepted = [
        code for rule in of_kind(dispatch, rules.Specialties, group=group) for code in rule.accept
    ]
    return tuple(dict.fromkeys(accepted))
