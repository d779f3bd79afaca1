"""Rows of a workbook against the ledger: what is there already, what is new, what cannot stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries.grounds import Ground, grounds_of
from bangfu.apps.activities.workbook import PLACES, kinds
from bangfu.apps.registry.actions.checks import in_portions
from bangfu.apps.registry.actions.imports.lists import Run
from bangfu.apps.registry.actions.imports.places import InstitutionWords, out_of_reach
from bangfu.apps.registry.actions.imports.planning import Plan, WrongCell
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.activities import Entry, Problem, Side
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.importing import Reading, Row
from bangfu.core.refusal import Refusal

from .many import Checks, Entered, record_activities, refusal_of
from .recording import EntryRefused
from .work import Work

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was understood, with the name under which the trial lists it."""

    name: str
    entered: Entered


def enter_activities(run: Run) -> Plan[Activity, Draft]:
    """Enter what the ledger does not have yet; what says the very same stays as it is.

    A row is held against everything an entry by hand is held against, and only where the account
    may enter work by hand.
    """
    plan = Plan[Activity, Draft]()
    drafts = list(_drafts(plan, run.reading, by=run.by, on=run.on))
    _tell_apart(plan, drafts)
    checks = Checks(today=run.on)
    for row, draft in plan.new:
        if month := checks.locked_month(draft.entered.work):
            plan.wrong(row, WrongCell("on", _locked(month)))
        elif refused := refusal_of(draft.entered.work, checks):
            plan.errors.extend(row.error(key, why) for key, why in _reasons(refused, draft))

    def write() -> None:
        entries = [draft.entered for _row, draft in plan.new]
        record_activities(entries=entries, by=run.by, at=run.at, today=run.on)

    run.write(plan, write)
    return plan


def _drafts(
    plan: Plan[Activity, Draft], reading: Reading, *, by: User | None, on: date
) -> Iterable[tuple[Row, Draft]]:
    found = _Found(reading, by=by, on=on)
    for row in reading.rows:
        try:
            draft = found.draft(row)
        except WrongCell as wrong:
            plan.wrong(row, wrong)
        else:
            yield row, draft


class _Found:
    """What the rows may refer to, read once for all of them."""

    def __init__(self, reading: Reading, *, by: User | None, on: date) -> None:
        words = (str(row.values.get(k) or "") for row in reading.rows for k in ("giver", "host"))
        self._institutions = InstitutionWords(words)
        self._grounds = grounds_of(by, on=on) if by else []
        self._colleagues: dict[tuple[int, str], list[Worker]] = defaultdict(list)
        names = {name for row in reading.rows for name in _people(row)}
        for some in in_portions(names):
            rows = Worker.objects.filter(name__in=some, valid_to__isnull=True)
            for worker in rows:
                self._colleagues[worker.home_id, worker.name].append(worker)

    def draft(self, row: Row) -> Draft:
        """The piece of work a row tells; raises ``WrongCell``."""
        giver = self._place(row, "giver")
        host = self._place(row, "host") if row.values.get("host") else None
        ground = self._ground(row, giver, host)
        kind = str(row.values["kind"])
        if kind not in {one.code for one in ground.kinds}:
            raise WrongCell("kind", _not_kept())
        names = _people(row)
        met = {name: self._colleagues.get((giver.pk, name), ()) for name in names}
        work = Work(
            programme=ground.programme,
            kind=kind,
            giver=giver,
            host=host,
            posting=ground.posting,
            entry=_entry(row, kind, host),
            workers=tuple(those[0] for those in met.values() if len(those) == 1),
            names=tuple(name for name, those in met.items() if len(those) != 1),
        )
        on = work.entry.on
        label = f"{on.year}年{on.month}月{on.day}日 {kinds()[kind].title.zh} · {giver.name}"
        return Draft(label, Entered(work, ground.side))

    def _place(self, row: Row, key: str) -> Institution:
        try:
            return self._institutions.find(str(row.values[key]))
        except BadValue as reason:
            raise WrongCell(key, reason) from None

    def _ground(self, row: Row, giver: Institution, host: Institution | None) -> Ground:
        """The capacity in which the account may enter such work by hand, the nearest first."""
        on = _day(row)
        reached = [one for one in self._grounds if _speaks(one, giver, host, on)]
        if not reached:
            raise WrongCell("giver", out_of_reach())
        word = row.values.get("programme")
        meant = [one for one in reached if word is None or word in _names_of(one)]
        if not meant:
            raise WrongCell("programme", _unknown_programme(reached))
        if len({one.programme.pk for one in meant}) > 1:
            raise WrongCell("programme", _unknown_programme(meant))
        return min(meant, key=lambda one: _NEARNESS[one.side])


def _names_of(ground: Ground) -> tuple[str, ...]:
    programme = ground.programme
    return programme.code, programme.title_zh, programme.title_en


_NEARNESS = {Side.HOST: 0, Side.GIVER: 1, Side.AUTHORITY: 2}


def _speaks(ground: Ground, giver: Institution, host: Institution | None, on: date) -> bool:
    if ground.posting is not None:
        there = ground.posting
        within = there.starts_on <= on < there.ends_before
        return within and there.home_id == giver.pk and (host is None or host == there.host)
    if ground.institution is not None:
        return ground.institution == (host if ground.side is Side.HOST else giver)
    sides = (giver, host) if host else (giver,)
    return any(side.area_code.startswith(area) for side in sides for area in ground.areas)


def _entry(row: Row, kind: str, host: Institution | None) -> Entry:
    described = kinds()[kind]
    figures: dict[str, Decimal] = {}
    for place, key in enumerate(PLACES):
        amount = row.values.get(key)
        if not isinstance(amount, Decimal):
            continue
        if place >= len(described.measures):
            raise WrongCell(key, _not_asked(described.title.zh, described.title.en))
        figures[described.measures[place].code] = amount
    on, last = _day(row), row.values.get("last_day")
    details = {described.fields[0].code: _said(row, "detail")} if described.fields else {}
    return Entry(
        on=on,
        last_day=last if isinstance(last, date) and last != on else None,
        figures=figures,
        place=_said(row, "place") or (host.name if host else ""),
        details={code: said for code, said in details.items() if said},
        note=_said(row, "note"),
        explained=_said(row, "explained"),
    )


def _tell_apart(plan: Plan[Activity, Draft], drafts: list[tuple[Row, Draft]]) -> None:
    """Into what stands in the ledger already and what is new; a row twice in the file is wrong."""
    standing = _standing([draft.entered.work for _row, draft in drafts])
    seen: dict[Key, Row] = {}
    for row, draft in drafts:
        key = _key(draft.entered.work)
        earlier = seen.setdefault(key, row)
        if earlier is not row:
            plan.wrong(row, WrongCell("on", _repeated(earlier)))
        elif key in standing:
            plan.change(row, standing[key], draft, draft)
        else:
            plan.enter(row, draft)


def _standing(works: list[Work]) -> Mapping[Key, Activity]:
    if not works:
        return {}
    days = [work.entry.on for work in works]
    found = Activity.objects.filter(
        programme__in={work.programme.pk for work in works},
        giver__in={work.giver.pk for work in works},
        happened_on__range=(min(days), max(days)),
    ).exclude(state=Activity.State.WITHDRAWN)
    rows = found.prefetch_related("figures", "participants").iterator(chunk_size=1000)
    return {_key_of(row): row for row in rows}


def _key(work: Work) -> Key:
    kind, entry = kinds()[work.kind], work.entry
    figures = {
        kind.indicator(measured): entry.figures[measured.code]
        for measured in kind.measures
        if measured.code in entry.figures
    }
    people = [*(who.name for who in work.workers), *work.names]
    return _told(
        work.programme.pk,
        work.kind,
        work.giver.pk,
        work.host.pk if work.host else None,
        (entry.on, entry.until),
        entry.place,
        people,
        figures,
    )


def _key_of(row: Activity) -> Key:
    return _told(
        row.programme_id,
        row.kind,
        row.giver_id,
        row.host_id,
        (row.happened_on, row.last_day),
        row.place,
        [each.name for each in row.participants.all()],
        {figure.indicator: figure.amount for figure in row.figures.all()},
    )


def _told(
    programme: int,
    kind: str,
    giver: int,
    host: int | None,
    days: tuple[date, date],
    place: str,
    people: Iterable[str],
    figures: Mapping[str, Decimal],
) -> Key:
    """What makes two rows one entry: everything but remarks."""
    counted = frozenset((code, amount) for code, amount in figures.items() if amount)
    met = frozenset(Counter(people).items())
    return programme, kind, giver, host, days, place.strip(), met, counted


def _reasons(refused: Refusal, draft: Draft) -> Iterable[tuple[str, BadValue]]:
    """What stands against a row, each at the cell that it is about."""
    if not isinstance(refused, EntryRefused):
        yield "giver", _refused(refused.zh, refused.en)
        return
    for problem in refused.problems:
        yield _column_of(problem, draft.entered.work), _refused(problem.said.zh, problem.said.en)


def _column_of(problem: Problem, work: Work) -> str:
    measures = [measured.code for measured in kinds()[work.kind].measures]
    if problem.field in measures:
        return PLACES[measures.index(problem.field)]
    return {"last_day": "last_day", "place": "place", "explained": "explained"}.get(
        problem.field, "on"
    )


def _day(row: Row) -> date:
    day = row.values["on"]
    if not isinstance(day, date):
        raise TypeError(day)  # the layout reads days
    return day


def _people(row: Row) -> tuple[str, ...]:
    given = row.values.get("people")
    return tuple(str(name) for name in given) if isinstance(given, tuple) else ()


def _said(row: Row, key: str) -> str:
    return str(row.values.get(key) or "")


def _refused(zh: str, en: str) -> BadValue:
    return BadValue(
        "refused",
        zh=zh,
        en=en,
        remedy_zh="请改正后重新上传。",
        remedy_en="Correct it and upload the file again.",
    )


def _locked(month: date) -> BadValue:
    return BadValue(
        "month_locked",
        zh=f"{month.year}年{month.month}月的台账已锁定。",
        en=f"{month:%B %Y} is locked.",
        remedy_zh="请删去该行；确需补登的，请联系卫生健康行政部门解锁该月。",
        remedy_en="Delete the row, or ask the health authority to reopen the month.",
    )


def _not_kept() -> BadValue:
    return BadValue(
        "kind_not_kept",
        zh="本项目的台账不登记这一类别。",
        en="The programme keeps no such kind in its ledger.",
        remedy_zh="请改填项目所列的类别，或删去该行。",
        remedy_en="Enter a kind the programme keeps, or delete the row.",
    )


def _not_asked(zh: str, en: str) -> BadValue:
    return BadValue(
        "figure_not_asked",
        zh=f"“{zh}”没有这一项数量。",
        en=f"{en} has no such figure.",
        remedy_zh="请清空这一格。",
        remedy_en="Empty this cell.",
    )


def _unknown_programme(grounds: Iterable[Ground]) -> BadValue:
    titles = "、".join(dict.fromkeys(str(one.programme) for one in grounds))
    return BadValue(
        "programme_unknown",
        zh="不能判断属于哪个项目。",
        en="It is unclear which programme is meant.",
        remedy_zh=f"请填其中一个：{titles}。",
        remedy_en=f"Enter one of: {titles}.",
    )


def _repeated(earlier: Row) -> BadValue:
    return BadValue(
        "repeated",
        zh=f"与工作表“{earlier.sheet}”第 {earlier.number} 行完全相同。",
        en=f"It says the same as row {earlier.number} of sheet {earlier.sheet}.",
        remedy_zh="请删去重复的一行；确是两项工作的，请写明不同的地点或参加人员。",
        remedy_en="Delete the repeated row; if these are two, tell their places or people apart.",
    )
