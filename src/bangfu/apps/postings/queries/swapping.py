"""What a swap would change, reckoned before anything is done: days, presence, gaps, rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import needs_visible_to
from bangfu.apps.postings.admission import refuse_unfit
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.postings.workload import clash
from bangfu.apps.programmes.models import Edition
from bangfu.apps.programmes.queries import decoded
from bangfu.apps.registry.models import Worker
from bangfu.core.duty.days import Days, whole_months
from bangfu.core.programmes.quota_rules import MinimumStay
from bangfu.core.refusal import Refusal
from bangfu.web.wording import number, span

from .postings import visible_to

CHANGE = "postings.change_posting"
MOST = 200
"""Postings and needs to choose from."""
FREE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One person from one post to another: days and half-days a week at each."""

    worker: str
    leaves: str
    leaves_days: str
    takes: str
    takes_days: str
    sessions_before: str
    sessions_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Days on which a post misses somebody, from the day of the change on: before and after."""

    post: str
    before: int
    after: int

    @property
    def worse(self) -> bool:
        """Whether the change leaves the post emptier."""
        return self.after > self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a swap or a move comes to; with ``broken`` rules it would be refused."""

    moves: tuple[Move, ...]
    covers: tuple[Cover, ...]
    broken: tuple[str, ...]
    warnings: tuple[str, ...]
    free: tuple[str, ...]


def exchangeable(user: User, posting: Posting, *, on: date) -> list[Posting]:
    """Postings of other people in the programme that still run, within the reader's reach."""
    found = visible_to(user, permission=CHANGE).filter(
        programme=posting.programme_id, ends_before__gt=on
    )
    others = found.exclude(worker=posting.worker_id).exclude(need=posting.need_id)
    ordered = others.in_full().order_by("host__name_pinyin", "worker__name_pinyin", "pk")
    return [one for one in ordered[:MOST] if one.ends_before > one.starts_on]


def open_needs(user: User, posting: Posting, *, on: date) -> list[Need]:
    """Open needs of the programme with a place for one more, within the reader's reach."""
    found = needs_visible_to(user, permission=CHANGE).open()
    wanted = found.filter(programme=posting.programme_id, ends_before__gt=on)
    rows = wanted.exclude(pk=posting.need_id).select_related("host", "programme", "sender")
    return list(rows.order_by("host__name_pinyin", "pk")[:MOST])


def outlook_of_swap(posting: Posting, other: Posting, *, on: date) -> Outlook:
    """Two people exchange posts from a day on."""
    taken = [_at(other, posting, on=on), _at(posting, other, on=on)]
    gone = {posting.pk: on, other.pk: on}
    return _outlook([posting, other], taken, gone, on=on)


def outlook_of_move(posting: Posting, need: Need, *, on: date) -> Outlook:
    """One person moves to another post from a day on."""
    taken = Posting(
        need=need,
        programme=need.programme,
        worker=posting.worker,
        home=posting.worker.home,
        host=need.host,
        form=need.form,
        starts_on=max(on, posting.starts_on, need.starts_on),
        ends_before=min(posting.ends_before, need.ends_before),
        sessions_per_week=need.sessions_per_week,
    )
    return _outlook([posting], [taken], {posting.pk: on}, on=on, free_for=posting)


def _at(post: Posting, person: Posting, *, on: date) -> Posting:
    """A posting, unsaved, of one person on the other's post."""
    return Posting(
        need=post.need,
        programme=post.programme,
        worker=person.worker,
        home=person.worker.home,
        host=post.host,
        form=post.form,
        starts_on=max(on, post.starts_on),
        ends_before=post.ends_before,
        sessions_per_week=post.sessions_per_week,
    )


def _outlook(
    left: Sequence[Posting],
    taken: Sequence[Posting],
    gone: dict[int, date],
    *,
    on: date,
    free_for: Posting | None = None,
) -> Outlook:
    needs = {one.need_id: one.need for one in (*left, *taken)}
    standing = list(Posting.objects.filter(need__in=needs).select_related("host"))
    return Outlook(
        moves=tuple(_move(one, new, on=on) for one, new in zip(left, taken, strict=True)),
        covers=tuple(
            Cover(
                post=_post(need),
                before=_missing(need, [_days(p) for p in standing if p.need_id == key], on=on),
                after=_missing(
                    need,
                    [
                        *(_cut(p, gone.get(p.pk)) for p in standing if p.need_id == key),
                        *(_days(new) for new in taken if new.need_id == key),
                    ],
                    on=on,
                ),
            )
            for key, need in needs.items()
        ),
        broken=tuple(_broken(taken, gone)),
        warnings=tuple(_warnings(left, taken, on=on)),
        free=tuple(_free(free_for, on=on)) if free_for else (),
    )


def _move(left: Posting, new: Posting, *, on: date) -> Move:
    served = Days(left.starts_on, max(left.starts_on, min(on, left.ends_before)))
    return Move(
        worker=left.worker.name,
        leaves=_post(left.need),
        leaves_days=span(served.starts_on, served.ends_before) if served else _("未开始"),
        takes=_post(new.need),
        takes_days=span(new.starts_on, new.ends_before),
        sessions_before=_weekly(left),
        sessions_after=_weekly(new),
    )


def _weekly(posting: Posting) -> str:
    if posting.sessions_per_week is None:
        return _("全职在岗")
    return _("每周%(halves)s个半天") % {"halves": number(posting.sessions_per_week)}


def _post(need: Need) -> str:
    return f"{need.host.short_name or need.host.name} {need.role_title or need.department_name}"


def _days(posting: Posting) -> Days:
    return Days(posting.starts_on, max(posting.starts_on, posting.ends_before))


def _cut(posting: Posting, on: date | None) -> Days:
    """The days of a posting that ends on a day, where it does."""
    days = _days(posting)
    if on is None or on >= days.ends_before:
        return days
    return Days(days.starts_on, max(days.starts_on, on))


def _missing(need: Need, stays: Iterable[Days], *, on: date) -> int:
    """Days of the need from a day on that fewer people cover than are asked for."""
    term = Days(max(on, need.starts_on), max(on, need.starts_on, need.ends_before))
    known = list(stays)
    changes = {day for stay in known for day in (stay.starts_on, stay.ends_before) if day in term}
    return sum(
        (after - before).days
        for before, after in pairwise(sorted({term.starts_on, term.ends_before, *changes}))
        if sum(before in stay for stay in known) < need.headcount
    )


def _broken(taken: Sequence[Posting], gone: dict[int, date]) -> Iterable[str]:
    """Every rule of admission against the new postings, as the action would refuse them."""
    language = get_language() or ""
    for new in taken:
        if new.ends_before <= new.starts_on:
            yield _("%(worker)s调换后没有剩余期限，请提前调换日期。") % {"worker": new.worker}
            continue
        try:
            refuse_unfit(new)
        except Refusal as refusal:
            yield refusal.in_language(language)
        held = Posting.objects.filter(worker=new.worker_id).exclude(pk__in=gone)
        there = held.overlapping(new.starts_on, new.ends_before).select_related("host")
        if other := clash(new, list(there)):
            yield _("%(worker)s%(days)s另有派驻（%(host)s），没有余力。") % {
                "worker": new.worker,
                "days": span(other.starts_on, other.ends_before),
                "host": other.host,
            }


def _warnings(left: Sequence[Posting], taken: Sequence[Posting], *, on: date) -> Iterable[str]:
    """What is allowed and should be known: stays that become shorter than the programme asks."""
    newest = Edition.objects.filter(programme=left[0].programme_id).order_by("-number").first()
    dispatch = decoded(newest).dispatch if newest else None
    rules = dispatch.rules if dispatch else ()
    months = max((r.months or 0 for r in rules if isinstance(r, MinimumStay)), default=0)
    for old, new in zip(left, taken, strict=True):
        for posting, days in ((old, _cut(old, on)), (new, _days(new))):
            if months and days and whole_months(days) < months:
                yield _("%(worker)s在%(host)s的连续服务不足项目要求的%(months)s个月。") % {
                    "worker": posting.worker.name,
                    "host": posting.host.short_name or posting.host.name,
                    "months": number(months),
                }
        if old.starts_on < on:
            told = _("%(worker)s到新单位后重新确认到岗；原单位已批准的休假不随同转移。")
            yield told % {"worker": old.worker.name}


def _free(posting: Posting, *, on: date) -> Iterable[str]:
    """Some who are nominated, of the rank asked and posted nowhere for the days left open."""
    busy: PostingQuerySet = Posting.objects.overlapping(on, posting.ends_before)
    found = Worker.objects.filter(
        nominations__programme=posting.programme_id,
        nominations__state="standing",
        rank__lte=posting.need.rank_floor,
    ).filter(~Exists(busy.filter(worker=OuterRef("pk"))))
    rows = found.exclude(pk=posting.worker_id).select_related("home").distinct()
    for one in rows.order_by("rank", "name_pinyin", "pk")[:FREE]:
        yield f"{one.name}（{one.home.short_name or one.home.name}，{one.get_rank_display()}）"
