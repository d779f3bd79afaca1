"""The list of a draw: who stands in it, in which stratum, who may check, who not whom and why.

Reasons are written in Chinese: they are part of a sealed text that reads the same for everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import override

from bangfu.apps.accounts import roles
from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.intake.service_form import ServiceForm
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.apps.registry.queries.areas import full_names
from bangfu.apps.spotchecks.models import Check, Seat, Subjects, Tie
from bangfu.core.draws import DrawList, Exclusion, Participant, Stratum, Subject
from bangfu.core.duty.days import months_later, said
from bangfu.core.spotchecks import settings
from bangfu.web.scope import Scope
from bangfu.web.wording import in_english

from .barred import AT_HOME, OUT_OF_REACH, OWN_ACCOUNT
from .reach import RECORD

COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What an organiser says of a draw before its list is made.

    ``as_of`` is the day whose postings are listed, ``held_on`` that on which grants count.
    """

    programme: Programme
    within: Scope
    area_code: str
    subjects: Subjects
    way: str
    strata_by: str
    seats: int
    as_of: date
    held_on: date


@dataclass(frozen=True, slots=True)
class Drawable:
    """One row of the pool: a host, or a posting at one; with all institutions it concerns."""

    key: str
    name: str
    host: Institution
    posting: Posting | None
    stratum: str
    stratum_name: str

    @property
    def institutions(self) -> tuple[Institution, ...]:
        """Whom a checker may be too near to."""
        return (self.host, self.posting.home) if self.posting else (self.host,)


def pool_of(scheme: Scheme) -> list[Drawable]:
    """Everybody who is on post on the day within the organiser's areas: two queries."""
    rows = (
        Posting.objects.filter(
            scheme.within.filter(area="host__area_code"), programme=scheme.programme
        )
        .in_state(Posting.State.SERVING, on=scheme.as_of)
        .select_related("worker", "host", "home")
        .order_by("pk")
    )
    areas = full_names(
        {row.host.area_code[:COUNTY_DIGITS] for row in rows}, within=scheme.area_code[:4]
    )
    with override("zh-hans"):
        found = {}
        for row in rows:
            single = row if scheme.subjects == Subjects.POSTINGS else None
            key = f"posting:{row.pk}" if single else f"host:{row.host.code}"
            stratum, name = _stratum(scheme, row, areas)
            host = row.host.name
            said_of = f"{row.worker.name}（{row.department_name}）· {host}" if single else host
            found[key] = Drawable(key, said_of, row.host, single, stratum, name)
    return list(found.values())


def checkers_within(area_code: str, *, on: date) -> list[User]:
    """Accounts that may record checks somewhere within an area or around it: one query."""
    grants = Grant.objects.on(on).filter(role__in=roles.permitting(RECORD), user__is_active=True)
    grants = grants.exclude(reach="institution").select_related("user")
    near = {
        grant.user_id: grant.user
        for grant in grants
        if area_code.startswith(grant.area_prefix) or grant.area_prefix.startswith(area_code)
    }
    return sorted(near.values(), key=lambda account: account.username)


def list_of(
    scheme: Scheme,
    pool: Sequence[Drawable],
    checkers: Sequence[User],
    *,
    title: str,
    public_event: str,
    public_after: datetime,
    committed_at: datetime,
    round_: int = 1,
) -> DrawList:
    """The list as it would be committed to: four queries for the exclusions."""
    return DrawList(
        title=title.strip(),
        rule=rule_in_words(),
        round=round_,
        public_event=public_event.strip(),
        public_after=public_after,
        committed_at=committed_at,
        seats=scheme.seats,
        strata=tuple(strata_of(pool)),
        subjects=tuple(Subject(key=row.key, name=row.name, stratum=row.stratum) for row in pool),
        checkers=tuple(Participant(key=key_of(one), name=one.name) for one in checkers),
        excluded=tuple(exclusions(scheme, pool, checkers)),
    )


def strata_of(pool: Iterable[Drawable]) -> list[Stratum]:
    """The strata with how many of each are drawn, by the settings."""
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for row in pool:
        sizes[row.stratum, row.stratum_name] += 1
    take = settings.shipped().sampling.take
    return [
        Stratum(key=key, name=name, take=take(size)) for (key, name), size in sorted(sizes.items())
    ]


def rule_in_words() -> str:
    """How many are drawn, as the list says it."""
    tiers = settings.shipped().sampling.tiers
    parts = [f"{tier.at_least}个及以上抽{tier.share:.0%}" for tier in tiers[:-1]]
    return (
        "逐组按数量抽取：" + "，".join([*parts, f"其余抽{tiers[-1].share:.0%}"]) + "，不足1个按1个"
    )


def rule_said(rule: str) -> str:
    """How many are drawn, in English too where the settings still say the same.

    A list fixed under other settings keeps its own words.
    """
    if not in_english() or rule != rule_in_words():
        return rule
    tiers = settings.shipped().sampling.tiers
    parts = [f"{tier.share:.0%} of {tier.at_least} and more" for tier in tiers[:-1]]
    shares = ", ".join([*parts, f"{tiers[-1].share:.0%} of fewer"])
    return f"Of each stratum {shares}; never less than one"


def key_of(account: User) -> str:
    """How the list names an account."""
    return f"account:{account.pk}"


def exclusions(
    scheme: Scheme, pool: Sequence[Drawable], checkers: Sequence[User]
) -> Iterator[Exclusion]:
    """Who may not check what, each with the first reason that holds."""
    near = [_near(checkers), _ties(checkers), _recent(checkers, on=scheme.held_on)]
    reaches = _reaches(checkers, on=scheme.held_on)
    for account in checkers:
        for row in pool:
            why = _why(account.pk, row, near)
            if not why and not any(row.host.area_code.startswith(p) for p in reaches[account.pk]):
                why = OUT_OF_REACH
            if why:
                yield Exclusion(checker=key_of(account), subject=row.key, reason=why)


Reasons = Mapping[tuple[int, int], str]
"""Why an account (first key) does not check an institution (second)."""


def _why(account: int, row: Drawable, near: Iterable[Reasons]) -> str:
    for reasons in near:
        for institution in row.institutions:
            if why := reasons.get((account, institution.pk)):
                return f"{why}：{institution.short_name or institution.name}"
    return ""


def _near(checkers: Sequence[User]) -> Reasons:
    """Where checkers work, and where their accounts belong: two queries."""
    own = Worker.objects.filter(account__in=checkers).values_list("account_id", "home_id")
    found = {(account, home): AT_HOME for account, home in own if account}
    grants = Grant.objects.filter(user__in=checkers).exclude(institution_code="")
    codes = dict(
        Institution.objects.filter(code__in=grants.values("institution_code")).values_list(
            "code", "pk"
        )
    )
    for account, code in grants.values_list("user_id", "institution_code"):
        if code in codes:
            found.setdefault((account, codes[code]), OWN_ACCOUNT)
    return found


def _ties(checkers: Sequence[User]) -> Reasons:
    rows = Tie.objects.filter(account__in=checkers, ended_at__isnull=True)
    with override("zh-hans"):
        return {(row.account_id, row.institution_id): str(row.get_kind_display()) for row in rows}


def _recent(checkers: Sequence[User], *, on: date) -> Reasons:
    """Whom they checked lately: one query."""
    months = settings.shipped().recent_pair.months
    since = months_later(on, -months)
    rows = Seat.objects.filter(
        Q(check_to_do__state=Check.State.RECORDED, check_to_do__on__gt=since),
        account__in=checkers,
    ).order_by("check_to_do__on")
    return {
        (account, host): f"{months}个月内检查过（{said(day)}）"
        for account, host, day in rows.values_list(
            "account_id", "check_to_do__host_id", "check_to_do__on"
        )
        if day
    }


def _reaches(checkers: Sequence[User], *, on: date) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    grants = Grant.objects.on(on).filter(user__in=checkers, role__in=roles.permitting(RECORD))
    for account, prefix in grants.exclude(reach="institution").values_list(
        "user_id", "area_prefix"
    ):
        found[account].append(prefix)
    return found


def _stratum(scheme: Scheme, row: Posting, areas: Mapping[str, str]) -> tuple[str, str]:
    match scheme.strata_by:
        case "county":
            code = row.host.area_code[:COUNTY_DIGITS]
            return code, areas.get(code, code)
        case "form":
            return row.form, str(ServiceForm(row.form).label)
        case "category":
            return row.host.category, str(row.host.get_category_display())
    return "all", "全部"
