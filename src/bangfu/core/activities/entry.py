"""An entry of the ledger as it was typed, and everything in it that cannot stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bangfu.core.duty.days import said
from bangfu.core.months import month_start
from bangfu.core.programmes import wording
from bangfu.core.programmes.measured import ActivityKind, FieldKind, Measured
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Text

LARGEST = Decimal(10) ** 11
"""No figure of a ledger is larger; the database keeps twelve digits before the point."""
PEOPLE = frozenset({Unit.PEOPLE, Unit.PERSON_TIMES})
"""Units in which the public is counted, and so held against the population served."""
WHOLE = frozenset(Unit) - {Unit.YUAN, Unit.PERCENT, Unit.POINTS, Unit.PER_10000}
"""Units that know no halves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was done: when, where, how much.

    ``figures`` by measure code, in the unit of the measure (money in yuan); ``details`` by field
    code. ``last_day`` is the last day of something that took several, else the day itself.
    ``explained`` says why an unusually large figure is right.
    """

    on: date
    figures: Mapping[str, Decimal]
    last_day: date | None = None
    place: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    explained: str = ""

    @property
    def until(self) -> date:
        """The last day it took."""
        return self.last_day or self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an entry is held against: today, the days the programme and the tie run, locked months.

    ``population`` is how many people the place serves, where known. ``stood_on`` are days on which
    a corrected entry stood before: it may not leave a locked month either.
    """

    today: date
    starts_on: date | None = None
    ends_before: date | None = None
    locked: Collection[date] = ()
    population: int | None = None
    stood_on: Collection[date] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot stand, and in which field of the form: ``on``, a measure's code, and so on.

    ``explainable`` where a word of explanation lets it stand.
    """

    field: str
    said: Text
    explainable: bool = False


def problems(entry: Entry, kind: ActivityKind, within: Surroundings) -> list[Problem]:
    """Everything in an entry that cannot stand, in the order of the form; none where it may."""
    days = [*_days(entry, within), *_locked(months_touched(entry.on, entry.until), within)]
    if not any(problem.field == "on" for problem in days):
        days += _locked({month_start(day) for day in within.stood_on}, within)
    return [
        *days,
        *_figures(entry, kind, within),
        *_details(entry, kind),
    ]


def months_touched(on: date, until: date) -> frozenset[date]:
    """The first days of the months in which something from one day to another lies.

    >>> sorted(day.month for day in months_touched(date(2026, 1, 31), date(2026, 3, 2)))
    [1, 2, 3]
    """
    months = 12 * (until.year - on.year) + until.month - on.month
    return frozenset(month_start(on, later=each) for each in range(months + 1))


def _days(entry: Entry, within: Surroundings) -> Iterator[Problem]:
    if entry.until > within.today:
        yield _problem("on", "日期在今天之后，请填写已经发生的工作。", "The day is still to come.")
    if entry.until < entry.on:
        yield _problem(
            "last_day",
            "结束日期早于开始日期，请核对。",
            "The last day is before the first.",
        )
    if within.starts_on and entry.on < within.starts_on:
        first = within.starts_on
        yield _problem(
            "on",
            f"日期早于项目开始日期（{said(first)}），请核对。",
            f"The programme began on {first}.",
        )
    if within.ends_before and entry.until >= within.ends_before:
        last = within.ends_before - timedelta(days=1)
        yield _problem(
            "on",
            f"日期晚于项目结束日期（{said(last)}），请核对。",
            f"The programme ended on {last}.",
        )


def _locked(months: Iterable[date], within: Surroundings) -> Iterator[Problem]:
    for month in sorted(set(months) & set(within.locked)):
        yield _problem(
            "on",
            f"{month.year}年{month.month}月的台账已锁定。内容已存为草稿；"
            "确需补登的，请联系卫生健康行政部门解锁该月。",
            f"{month:%B %Y} is locked. The entry is kept as a draft; ask the health authority to "
            "reopen the month.",
        )


def _figures(entry: Entry, kind: ActivityKind, within: Surroundings) -> Iterator[Problem]:
    for code in entry.figures:
        if kind.measure(code) is None:
            yield _problem(
                code,
                f"“{kind.title.zh}”不登记“{code}”，请核对类别。",
                f'"{kind.title.en}" keeps no figure "{code}".',
            )
    for measured in kind.measures:
        amount = entry.figures.get(measured.code)
        if amount is None:
            if not measured.optional:
                yield _missing(measured.code, measured.title)
            continue
        yield from _amount(amount, measured, entry, within)


def _amount(
    amount: Decimal, measured: Measured, entry: Entry, within: Surroundings
) -> Iterator[Problem]:
    name, unit = measured.title, measured.unit
    if amount <= 0:
        yield _problem(
            measured.code,
            f"“{name.zh}”应大于0；没有发生的，不需要登记。",
            f"{_begun(name.en)} must be more than 0; what did not happen is not entered.",
        )
    elif amount >= LARGEST:
        yield _problem(
            measured.code, f"“{name.zh}”过大，请核对。", f"{_begun(name.en)}: too large a figure."
        )
    elif unit in WHOLE and amount != amount.to_integral_value():
        yield _problem(
            measured.code,
            f"“{name.zh}”按{unit.zh}计，应为整数。",
            f"{_begun(name.en)} is a whole number.",
        )
    elif not entry.explained.strip():
        yield from _too_many(amount, measured, within)


def _too_many(amount: Decimal, measured: Measured, within: Surroundings) -> Iterator[Problem]:
    name, unit = measured.title, measured.unit
    served = within.population
    if measured.most is not None and amount > measured.most:
        yield Problem(
            measured.code,
            Text(
                zh=f"“{name.zh}”{_said(amount, unit)}，一次登记通常不超过"
                f"{_said(Decimal(measured.most), unit)}，请核对数字和单位；"
                "属实的，请在“情况说明”中写明。",
                en=f"{_begun(name.en)}: {amount:,f} in one entry is unusual (up to "
                f"{measured.most:,}). Check figure and unit, or explain it.",
            ),
            explainable=True,
        )
    elif unit in PEOPLE and served and amount > served:
        yield Problem(
            measured.code,
            Text(
                zh=f"“{name.zh}”{_said(amount, unit)}，超过该单位服务人口{served:,}人，请核对；"
                "属实的，请在“情况说明”中写明。",
                en=f"{_begun(name.en)}: {amount:,f} is more than the {served:,} people the place "
                "serves. Check it, or explain it.",
            ),
            explainable=True,
        )


def _details(entry: Entry, kind: ActivityKind) -> Iterator[Problem]:
    for code in entry.details:
        if kind.field(code) is None:
            yield _problem(
                code,
                f"“{kind.title.zh}”没有“{code}”一项，请核对类别。",
                f'"{kind.title.en}" asks nothing called "{code}".',
            )
    for asked in kind.fields:
        answer = entry.details.get(asked.code, "").strip()
        if not answer and not asked.optional:
            yield _missing(asked.code, asked.title)
        allowed = {option.code for option in asked.options}
        if answer and asked.kind is FieldKind.CHOICE and answer not in allowed:
            yield _problem(
                asked.code,
                f"“{asked.title.zh}”请从所列选项中选择。",
                f"{_begun(asked.title.en)}: choose one of those listed.",
            )


def _missing(code: str, title: Text) -> Problem:
    return _problem(code, f"请填写“{title.zh}”。", f"{_begun(title.en)} is missing.")


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, Text(zh=zh, en=en))


def _said(figure: Decimal, unit: Unit) -> str:
    return (
        f"{figure.normalize():,f}%"
        if unit is Unit.PERCENT
        else wording.amount(float(figure), unit).zh
    )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
