"""One's own checks, one check in full, and attendance records that say otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import Attached, attachments_on
from bangfu.apps.spotchecks.models import Check, Draw, Presence, Seat
from bangfu.core.duty.days import Half, HalfDay
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.presence import OFF_POST, Expected, Found, agree
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, in_own_language, moment, weekday

from .reach import own_checks
from .rosters import expected_of

SHOWN_DONE = 20
FOUND_TONES: dict[Found, Tone] = {
    Found.ON_POST: "ok",
    Found.LEAVE: "neutral",
    Found.DUTY_ELSEWHERE: "neutral",
    Found.LEAVE_IRREGULAR: "warn",
    Found.ABSENT: "danger",
    Found.NOT_REACHED: "warn",
}
ANSWERS = ("yes", "no", "unclear")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """One check that the lot gave to the reader."""

    pk: int
    name: str
    who: str
    way: str
    draw: str
    address: str
    phone: str
    others: str
    on: date | None
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRow:
    """What was found of one person, beside what the roster said then and says now."""

    posting: int
    worker: str
    home: str
    department: str
    expected: str
    found: str
    tone: Tone
    agrees: bool | None
    reason: str
    off_post: bool
    contradicted: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question of the script with its answer."""

    text: str
    answer: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Suggested:
    """A finding that the record of a check suggests, not raised yet."""

    kind: str
    title: str
    posting: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckShown:
    """A recorded check in full."""

    facts: Sequence[Fact]
    words: str
    people: Sequence[PresenceRow]
    answers: Sequence[AnswerRow]
    files: Sequence[Attached]
    suggested: Sequence[Suggested]


def own_rows(user: User) -> tuple[list[OwnRow], list[OwnRow]]:
    """The reader's checks still to be carried out, and the latest done: four queries."""
    found = (
        own_checks(user)
        .in_full()
        .prefetch_related(Prefetch("seats", Seat.objects.select_related("account").order_by("pk")))
    )
    waiting = found.waiting().order_by("draw__revealed_at", "stratum", "pk")
    done = found.exclude(state=Check.State.WAITING).order_by("-recorded_at", "-pk")[:SHOWN_DONE]
    return [_own_row(one, user) for one in waiting], [_own_row(one, user) for one in done]


def shown(check: Check, *, homes: frozenset[str] | None = None) -> CheckShown:
    """A recorded check; with ``homes`` only what concerns the staff of those units."""
    found = check.presences.select_related("posting__worker", "posting__home", "check_made")
    rows = list(found if homes is None else found.filter(posting__home__code__in=homes))
    half_day = HalfDay(check.on or date.min, Half.of(check.half or Half.MORNING.value))
    now = expected_of([row.posting for row in rows], half_day) if rows else {}
    people = [_presence_row(row, now[row.posting_id]) for row in rows]
    return CheckShown(
        facts=_facts(check),
        words=check.words if homes is None else "",
        people=people,
        answers=_answers(check) if homes is None else [],
        files=attachments_on(check) if homes is None else [],
        suggested=_suggested(check, people) if homes is None else [],
    )


def answer_words() -> dict[str, str]:
    """The three answers, in words."""
    return {"yes": _("是"), "no": _("否"), "unclear": _("未核实")}


def _own_row(check: Check, user: User) -> OwnRow:
    others = [seat.account.name for seat in check.seats.all() if seat.account_id != user.pk]
    return OwnRow(
        pk=check.pk,
        name=check.host.name,
        who=check.posting.worker.name if check.posting else "",
        way=check.get_way_display(),
        draw=check.draw.title,
        address=check.host.address,
        phone=check.host.phone,
        others="、".join(others),
        on=check.on,
        state=check.get_state_display(),
        tone="warn" if check.state == Check.State.WAITING else "neutral",
    )


def _presence_row(row: Presence, now: Expected) -> PresenceRow:
    expected, found = Expected.of(row.expected), Found.of(row.found)
    return PresenceRow(
        posting=row.posting_id,
        worker=row.posting.worker.name,
        home=row.posting.home.short_name or row.posting.home.name,
        department=row.posting.department_name,
        expected=in_own_language(expected.label),
        found=in_own_language(found.label),
        tone=FOUND_TONES[found],
        agrees=agree(expected, found),
        reason=row.reason,
        off_post=row.off_post,
        contradicted=found in OFF_POST and now is Expected.ON_POST and _confirmed(row),
    )


def _confirmed(row: Presence) -> bool:
    """Whether the host has confirmed the day of the check as served since."""
    on = row.check_made.on
    confirmations = row.posting.confirmations
    return confirmations.filter(starts_on__lte=on, ends_before__gt=on).exists()


def _answers(check: Check) -> list[AnswerRow]:
    words, tones = answer_words(), {"yes": "ok", "no": "danger", "unclear": "warn"}
    return [
        AnswerRow(
            in_own_language(question.text),
            words[check.answers[question.code]],
            tones[check.answers[question.code]],  # type: ignore[arg-type]
        )
        for question in settings.shipped().script(check.way).questions
        if check.answers.get(question.code) in words
    ]


def _suggested(check: Check, people: Sequence[PresenceRow]) -> list[Suggested]:
    """What the record suggests and nobody has raised yet: one query."""
    raised: set[tuple[str, int | None]] = set(check.findings.values_list("kind", "posting_id"))
    found = []
    for row in people:
        kind = "absent" if row.tone == "danger" else "leave_irregular"
        if row.off_post and (kind, row.posting) not in raised:
            title = _("%(worker)s：%(found)s") % {"worker": row.worker, "found": row.found}
            found.append(Suggested(kind, title, row.posting))
    for question in settings.shipped().script(check.way).questions:
        if check.answers.get(question.code) == "no" and (question.kind, None) not in raised:
            title = in_own_language(settings.shipped().kind(question.kind))
            found.append(Suggested(question.kind, title, None))
    return found


def _facts(check: Check) -> list[Fact]:
    half = in_own_language(Half.of(check.half).label) if check.half else ""
    when = f"{day(check.on)} {weekday(check.on)} {half}" if check.on else "—"
    stated = [
        Fact(_("抽取批次"), check.draw.title),
        Fact(_("检查方式"), check.get_way_display()),
        Fact(_("检查时间"), when),
        Fact(_("在场或接听人员"), check.met or "—"),
    ]
    if check.way == Draw.Way.TELEPHONE:
        back: datetime | None = check.called_back_at
        stated.append(Fact(_("拨打号码"), check.called or "—"))
        stated.append(Fact(_("回拨核实"), moment(back) if back else _("未回拨")))
    stated.append(Fact(_("记录人"), f"{check.recorded_by} · {moment(check.recorded_at)}"))
    return stated
