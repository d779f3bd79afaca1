"""One activity with everything about it, and what its reader may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, LockedMonth, Revision
from bangfu.apps.activities.snapshots import snapshot_of
from bangfu.core.activities import CaseLine, Side
from bangfu.core.programmes import ActivityKind
from bangfu.core.programmes.measured import FieldKind
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.standards.subjects import every as every_subject
from bangfu.web.components import Fact
from bangfu.web.wording import MISSING, day, enumerated, in_english, in_own_language, moment

from .amounts import amount_in_words, plain_amount
from .ledger import figures_of
from .reach import answerable_by, correctable_by, visible_to


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of a donation."""

    name: str
    quantity: str
    value: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One referral, without the patient."""

    label: str
    department: str
    by_channel: bool
    asked_on: date
    days: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed: each thing before, in words."""

    at: datetime
    by: str
    reason: str
    was_confirmed: bool
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Open:
    """What the reader may do with an entry."""

    confirm: bool
    correct: bool
    withdraw: bool


def open_to(user: User, activity: Activity) -> Open:
    """What a reader may do now; nothing in a locked month."""
    locked = LockedMonth.objects.holding(activity)
    if activity.state == Activity.State.WITHDRAWN or locked.exists():
        return Open(confirm=False, correct=False, withdraw=False)
    mine = correctable_by(user).filter(pk=activity.pk).exists()
    return Open(
        confirm=answerable_by(user).filter(pk=activity.pk).exists(),
        correct=mine and activity.same_as_id is None and is_entered_here(activity),
        withdraw=mine and is_entered_here(activity),
    )


def is_entered_here(activity: Activity) -> bool:
    """Whether it was entered in the ledger itself, not as the beginning of what stays behind."""
    kind = activity.described
    return kind is not None and kind.lasting is None


def facts(activity: Activity) -> list[Fact]:
    """What the page of one activity states."""
    stated = [Fact(figure.title, str(figure)) for figure in figures_of(activity)]
    stated += [
        Fact(_("日期"), _days(activity)),
        Fact(_("地点"), activity.place or MISSING),
        Fact(_("帮扶单位"), activity.giver.name),
        Fact(_("受援单位"), activity.host.name if activity.host else MISSING),
        Fact(_("项目"), str(activity.programme)),
        Fact(_("参加人员"), "、".join(p.name for p in activity.participants.all()) or MISSING),
    ]
    stated += details_of(activity)
    if activity.note:
        stated.append(Fact(_("备注"), activity.note))
    if activity.explained:
        stated.append(Fact(_("情况说明"), activity.explained))
    side = in_own_language(Side.of(activity.entered_by).label)
    entered = f"{activity.recorded_by or side} · {moment(activity.recorded_at)}"
    stated.append(Fact(_("登记"), entered))
    if activity.confirmed_at:
        stated.append(
            Fact(_("确认"), f"{activity.confirmed_by or ''} · {moment(activity.confirmed_at)}")
        )
    elif activity.state == Activity.State.RECORDED:
        waiting = in_own_language(Side.of(activity.confirming).label)
        stated.append(Fact(_("等待确认"), waiting))
    if activity.said:
        stated.append(Fact(_("原因"), activity.said))
    return stated


def items_of(activity: Activity) -> list[ItemRow]:
    """The lines of a donation."""
    return [
        ItemRow(
            item.name,
            f"{plain_amount(item.quantity)}{item.unit}",
            amount_in_words(item.value, Unit.YUAN),
        )
        for item in activity.items.all()
    ]


def cases_of(activity: Activity) -> list[CaseRow]:
    """The referrals counted in an activity."""
    return [
        CaseRow(
            case.label,
            case.department,
            case.by_channel,
            case.asked_on,
            CaseLine(asked_on=case.asked_on, answered_on=case.answered_on).days_to_answer,
        )
        for case in activity.cases.all()
    ]


def changes_of(activity: Activity) -> list[Change]:
    """Every correction, the latest first, each with what it put right."""
    after: Mapping[str, object] | None = None
    found = []
    for revision in activity.revisions.select_related("changed_by"):
        found.append(_change(activity, revision, after))
        after = revision.before
    return found


def entered_by(activity: Activity) -> str:
    """The institution that entered it, or the side where the authority did."""
    places = {Side.GIVER.value: activity.giver, Side.HOST.value: activity.host}
    place = places.get(activity.entered_by)
    return place.name if place else in_own_language(Side.of(activity.entered_by).label)


def seen_by(user: User, pk: int) -> Activity | None:
    """One activity as far as the reader may see it, with its parts."""
    found = visible_to(user).in_full().filter(pk=pk)
    return found.prefetch_related("figures", "participants", "items", "cases").first()


def _days(activity: Activity) -> str:
    if activity.last_day == activity.happened_on:
        return day(activity.happened_on)
    return _("%(first)s至%(last)s") % {
        "first": day(activity.happened_on),
        "last": day(activity.last_day),
    }


def details_of(activity: Activity) -> Iterator[Fact]:
    """What is told of an entry that is not counted, such as a topic, in words."""
    kind, details = activity.described, activity.details
    for code, said in details.items():
        asked = kind.field(code) if kind else None
        if asked is None:
            yield Fact(code, said)
            continue
        answers = {option.code: in_own_language(option.title) for option in asked.options}
        if asked.kind is FieldKind.SUBJECT:
            subject = every_subject().get(said)
            said = (subject.en if in_english() else subject.zh) if subject else said
        yield Fact(in_own_language(asked.title), answers.get(said, said))


def _change(activity: Activity, revision: Revision, after: Mapping[str, object] | None) -> Change:
    now = after if after is not None else snapshot_of(activity)
    before = revision.before
    changed = [key for key in before if before[key] != now.get(key)]
    return Change(
        revision.changed_at,
        str(revision.changed_by or ""),
        revision.reason,
        revision.was_confirmed,
        tuple(pair for key in changed for pair in _before(activity.described, key, before[key])),
    )


def _before(kind: ActivityKind | None, key: str, said: object) -> Iterator[tuple[str, str]]:
    titles = {
        "on": _("日期"),
        "last_day": _("结束日期"),
        "place": _("地点"),
        "details": _("内容"),
        "note": _("备注"),
        "explained": _("情况说明"),
        "people": _("参加人员"),
        "items": _("物品清单"),
        "cases": _("转诊个案"),
    }
    if key == "figures" and isinstance(said, dict) and kind:
        for measured in kind.measures:
            if amount := said.get(kind.indicator(measured)):
                yield (
                    in_own_language(measured.title),
                    amount_in_words(Decimal(amount), measured.unit),
                )
        return
    if isinstance(said, list):
        between = "; " if in_english() else "；"
        said = between.join(
            enumerated(str(part) for part in each if part) if isinstance(each, list) else str(each)
            for each in said
        )
    elif isinstance(said, dict):
        said = enumerated(str(part) for part in said.values())
    yield titles.get(key, key), str(said) or MISSING
