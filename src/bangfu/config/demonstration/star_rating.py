"""How four sides rate Jinzhou's branches: what each gives, changes and closes, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.actions import Given
from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.appraisal.queries import sheets
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.core.programmes.vocabulary_review import ResultUse

from . import jinzhou
from .appraisal_steps import announce
from .star_marks import FULL, halves, judged
from .task_deeds import at

SEED = 65
FIVE, FOUR = 25, 40
"""Branches with five and with four stars, as the city reports."""
OBJECTS, FALSE = FIVE + FOUR - 1, FIVE + FOUR
"""Places in the order of merit of who objects with success, and of who has false records."""
THREE = FALSE + 1 + 16
"""The first place below three stars."""
SHARE_JUDGED = Decimal("0.3")
NO_COMMITTEE = "正式党员不足7人，不设支部委员会"
STRICTER = "抽查随访记录，有两份未能核实，扣减1分"
FAIRER = "补交的随访记录经核实有效，恢复0.5分"
SEEN_MORE = "实地核查，实际情况好于上报，予以上调"
SEEN_LESS = "实地核查，与上报情况有出入，予以下调"
FALSE_RECORDS = "3月和5月主题党日照片为同一次活动，记录内容与科室排班不符"
OBJECTION = "群众评议随访时，有6名患者已转科，问的是其他科室的情况，请复核。"
OPINIONS = (
    "重新随访6名患者，均表示满意，原记录科室有误。",
    "调取住院记录，6名患者随访前确已转科，不应计入本支部。",
)
DECISION = "异议成立，剔除误访的6份，按其余随访结果重新计分。"
COMMENDED = "列入“五星堡垒”党支部名单，全市集中宣传"
PLANS = {
    0: ("保持五星，带动同院党支部", "每季度开放一次主题党日；与一个三星以下党支部结对。"),
    FIVE: ("下半年达到五星", "补齐支委会记录；党员先锋岗每月公布群众评价。"),
    THREE: ("年底前补齐基础档案，达到三星", "明确专人建档，每月底由书记核对；院党委每月检查一次。"),
}
"""Aim and measures of three branches from each place on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One person for each level, two who look again, and the office that holds the round.

    Branches and committees by their hospital; the empty name is everybody else's.
    """

    branches: Mapping[str, User]
    committees: Mapping[str, User]
    bureau: User
    organisation: User
    second_look: tuple[User, User]

    def at(self, subject: Subject) -> tuple[User, User, User, User]:
        """Who fills in the four levels of a sheet, lowest first."""
        name = subject.institution.name
        return (
            self.branches.get(name) or self.branches[""],
            self.committees.get(name) or self.committees[""],
            self.bureau,
            self.organisation,
        )


def rate(held: Round, people: People, *, day: date) -> None:
    """From self-rating to publication, within five weeks after a day."""
    rating = _Rating(held, people, day)
    for place, subject in enumerate(rating.order):
        rating.go_through(subject, place)
    announced = day + timedelta(25)
    published = announce(held, by=people.bureau, day=announced)
    _object(rating.order[OBJECTS], people, day=announced + timedelta(1))
    actions.publish_round(round=held, by=people.bureau, at=at(published), on=published)
    actions.release_results(
        round=held, ladder=Ladder.STARS, lowest="four", by=people.bureau, at=at(published)
    )
    _follow_up(rating.order, people, day=published + timedelta(2))


def begin(held: Round, people: People, *, day: date) -> None:
    """A round a few days old: at one hospital sheets wait at each of the four levels."""
    rating = _Rating(held, people, day)
    own = [one for one in rating.order if one.institution.name == jinzhou.CENTRAL]
    for number, subject in enumerate(own):
        rating.go_through(subject, rating.order.index(subject), levels=number % 4, days=2)


@dataclass(slots=True)
class _Case:
    """One sheet: its place in the order of merit, and the totals between which it belongs.

    ``given`` are the points of judged items as they stand.
    """

    subject: Subject
    place: int
    least: Decimal
    most: Decimal
    given: dict[str, Given]


class _Rating:
    """The sheets of a round in their order of merit, and what they are thought worth."""

    def __init__(self, held: Round, people: People, day: date) -> None:
        self._people, self._day = people, day
        scheme = sheets.scheme_of(held)
        weight = next(Decimal(str(one.weight)) for one in scheme.blocks if one.code == "basic")
        subjects = list(held.subjects.select_related("institution").order_by("pk"))
        found = sheets.scored_sheets(held, subjects).sheets
        # An item that waits for a declaration: nothing was measured for it.
        self._without_committee = {one.key for one in found if "committee" in one.awaiting}
        self._base = {one.key: one.block("basic").points * weight for one in found}
        Random(SEED).shuffle(subjects)  # noqa: S311 - not for secrets
        self.order = sorted(subjects, key=lambda one: self._base[one.key], reverse=True)

    def go_through(self, subject: Subject, place: int, *, levels: int = 4, days: int = 6) -> None:
        """Give the points of so many levels and close them, so many days apart."""
        worth, least, most = _thought_of(place, len(self.order))
        share = (worth - self._base[subject.key]) / SHARE_JUDGED
        case = _Case(subject, place, least, most, judged(share))
        steps = (self._rate_oneself, self._appraise, self._review, self._settle)
        by_level = zip(steps[:levels], self._people.at(subject), strict=False)
        for number, (step, by) in enumerate(by_level):
            step(case, by, self._day + timedelta(days * number + place % 5))

    def _rate_oneself(self, case: _Case, by: User, day: date) -> None:
        _give(case, case.given["by_members"], by, day)
        _close(case, "branch", by, day, "经支部党员大会通过，自评属实")

    def _appraise(self, case: _Case, by: User, day: date) -> None:
        both = [case.given[item] for item in ("by_secretary_report", "by_public")]
        actions.give_block(subject=case.subject, given=both, by=by, at=at(day))
        _close(case, "committee", by, day, "院党委会研究，同意上报")

    def _review(self, case: _Case, by: User, day: date) -> None:
        """The bureau looks at papers and calls people; what it finds is said."""
        if case.subject.key in self._without_committee:
            actions.exempt_item(
                subject=case.subject, item="committee", reason=NO_COMMITTEE, by=by, at=at(day)
            )
        if case.place == FALSE:
            actions.establish_veto(
                subject=case.subject, veto="false_records", reason=FALSE_RECORDS, by=by, at=at(day)
            )
        elif case.place % 9 == 4:
            _change(case, "by_public", Decimal(-1), STRICTER, by, day)
        _bring_within(case, by, day)
        _close(case, "bureau", by, day, "经实地核查和材料审核，建议按现得分定级")

    def _settle(self, case: _Case, by: User, day: date) -> None:
        if case.place % 27 == 4:
            _change(case, "by_public", Decimal("0.5"), FAIRER, by, day)
        _close(case, "city", by, day, "同意")


def _give(case: _Case, given: Given, by: User, day: date) -> None:
    actions.give_points(
        subject=case.subject,
        item=given.item,
        points=given.points,
        reason=given.reason,
        files=given.files,
        by=by,
        at=at(day),
    )


def _change(case: _Case, item: str, by_points: Decimal, reason: str, by: User, day: date) -> None:
    """What a level above puts in place of the points below."""
    points = case.given[item].points + by_points
    case.given[item] = Given(item=item, points=points, reason=reason)
    _give(case, case.given[item], by, day)


def _close(case: _Case, level: str, by: User, day: date, opinion: str) -> None:
    actions.close_level(subject=case.subject, level=level, opinion=opinion, by=by, at=at(day))


def _bring_within(case: _Case, by: User, day: date) -> None:
    """Where the points below do not say what the bureau saw on the spot, it changes them."""
    for item, full in FULL.items():
        case.subject.refresh_from_db(fields=["total"])
        total = case.subject.total or Decimal(0)
        if case.least <= total <= case.most:
            return
        wanted = (case.least if total < case.least else case.most) - total
        now = case.given[item].points
        points = min(max(now + halves(wanted / SHARE_JUDGED, away=True), Decimal(0)), Decimal(full))
        if points != now:
            reason = SEEN_MORE if wanted > 0 else SEEN_LESS
            _change(case, item, points - now, reason, by, day)


def _thought_of(place: int, among: int) -> tuple[Decimal, Decimal, Decimal]:
    """What a sheet is thought worth in all, and the totals between which it belongs."""
    if place == OBJECTS:
        return Decimal("79.5"), Decimal("79.2"), Decimal("79.9")
    for first, end, best, worst, least, most in (
        (0, FIVE, "97.5", "91", "90.3", 100),
        (FIVE, FALSE + 1, "89", "81", "80.3", "89.5"),
        (FALSE + 1, THREE, "78.5", "71", "70.3", "78.9"),
        (THREE, among, "68.5", "52", 0, "69.5"),
    ):
        if place < end:
            part = Decimal(place - first) / max(end - first - 1, 1)
            worth = Decimal(best) - part * (Decimal(best) - Decimal(worst))
            return worth, Decimal(least), Decimal(most)
    raise AssertionError(place)


def _object(subject: Subject, people: People, *, day: date) -> None:
    """One branch shows that patients were asked twice; two look again, the office decides."""
    item = "by_public"
    branch, _committee, bureau, _organisation = people.at(subject)
    held = actions.object_to(
        subject=subject, item=item, text=OBJECTION, by=branch, at=at(day), on=day
    )
    latest = subject.marks.standing().filter(item=item).latest("pk")
    points = latest.points + 3
    for person, opinion in zip(people.second_look, OPINIONS, strict=True):
        actions.recheck(
            objection=held, opinion=opinion, points=points, by=person, at=at(day + timedelta(3))
        )
    actions.decide_objection(
        objection=held,
        upheld=True,
        decision=DECISION,
        points=points,
        by=bureau,
        at=at(day + timedelta(5)),
    )


def _follow_up(order: list[Subject], people: People, *, day: date) -> None:
    """Examples are commended; some of each tier have written their plan."""
    for subject in order[:FIVE]:
        actions.record_use(
            subject=subject,
            sort=ResultUse.COMMENDATION,
            text=COMMENDED,
            on=day,
            by=people.bureau,
            at=at(day),
        )
    for first, (aim, measures) in PLANS.items():
        for subject in order[first : first + 3]:
            actions.plan_improvement(
                subject=subject,
                aim=aim,
                measures=measures,
                starts_on=day,
                due_on=day + timedelta(90),
                by=people.at(subject)[0],
                on=day,
                at=at(day),
            )
