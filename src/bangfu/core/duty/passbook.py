"""The service passbook (服务手册): what one person has served, by programme, host and form.

A programme's definition says in which unit service is counted, how forms convert, whether only one
unit counts, when a break restarts; a title's rule says what is owed. What a definition leaves open
is a named setting (:mod:`.settings`). Only confirmed service counts; what waits is shown as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from bangfu.core.programmes.definition import Definition
from bangfu.core.programmes.quota_rules import (
    Conversion,
    DesignatedHosts,
    Exemption,
    MinimumStay,
    Presence,
    Rule,
    SameUnit,
    ServiceBeforeTitle,
    YearlyDays,
)
from bangfu.core.programmes.recognition import CountsBeforeTitle
from bangfu.core.programmes.vocabulary import DutyUnit, Form, Rank
from bangfu.core.programmes.words import Text

from . import requirements, service_owed
from .account import Tally
from .crediting import Ledger, Service, amount
from .days import Days
from .progress import Person, Presences, Progress
from .roster import usual_unit
from .settings import Settings
from .title_rules import TitleRules
from .working_days import WorkCalendar


@dataclass(frozen=True, kw_only=True)
class ServiceRules:
    """What one edition of a programme says about service time."""

    definition: Definition
    settings: Settings

    @property
    def title(self) -> Text:
        """The programme's title."""
        return self.definition.title

    def unit(self, form: Form) -> DutyUnit:
        """What a form is counted in."""
        duty = self.definition.duty
        stated = {one.form: one.unit for one in duty.counts} if duty else {}
        return stated.get(form, usual_unit(form))

    @property
    def break_after_days(self) -> int:
        """Days in a row without service that a stay bears unbroken."""
        return self.settings.break_after(self.definition.duty)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every quota rule of the definition."""
        return self.definition.dispatch.rules if self.definition.dispatch else ()

    def counts_before(self, title: Rank) -> bool:
        """Whether its service counts as owed before a title."""
        gains = self.definition.dispatch.recognition if self.definition.dispatch else ()
        return any(
            isinstance(gain, CountsBeforeTitle) and gain.title in (None, title) for gain in gains
        )

    def asks(self, kind: type[Rule], service: Service) -> bool:
        """Whether a rule of a kind holds for a service."""
        return any(isinstance(rule, kind) and applies(rule, service) for rule in self.rules)

    def conversion(self, service: Service) -> Conversion | None:
        """How the service's form converts, where the programme says so."""
        for rule in self.rules:
            if not isinstance(rule, Conversion) or not rule.amount:
                continue
            if rule.form is service.form and applies(rule, service):
                return rule
        return None

    @cached_property
    def exemptions(self) -> tuple[Exemption, ...]:
        """Who need not serve in the programme."""
        return tuple(rule for rule in self.rules if isinstance(rule, Exemption))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Service in one programme, at one host, in one form; ``amount`` is in ``unit``."""

    programme: str
    host: str
    form: Form
    days: tuple[Days, ...]
    tally: Tally
    unit: DutyUnit
    amount: Fraction
    credited: Fraction
    not_designated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passbook:
    """One person's service up to a day: lines, requirements of programmes, and of titles."""

    lines: tuple[Line, ...]
    requirements: Mapping[str, tuple[Progress, ...]]
    presences: Mapping[str, tuple[Presences, ...]]
    titles: tuple[Progress, ...]


def applies(rule: Rule, service: Service) -> bool:
    """Whether a rule that may name posts, senders or hosts holds for a service."""
    return (
        (not rule.posts or service.post in rule.posts)
        and (not rule.senders or bool(service.sender_parties & set(rule.senders)))
        and (not rule.hosts or bool(service.host_parties & set(rule.hosts)))
    )


def passbook_of(
    services: Iterable[Service],
    *,
    rules: Mapping[str, ServiceRules],
    titles: TitleRules,
    area: str,
    person: Person,
    until: date,
    calendar: WorkCalendar,
    settings: Settings,
) -> Passbook:
    """What a person has served before a day ``until``, and how far that goes.

    Service counts before a title where its programme says so, or where the title's rule names the
    class of its place.

    ``rules`` hold every programme that a service names; ``area`` is that of the person's own unit,
    whose title rules hold.
    """
    seen = [one for one in services if one.days.starts_on < until]
    known = [_with_conversion(one, rules[one.programme], titles, area, until) for one in seen]
    by_programme: dict[str, list[Service]] = {}
    for one in known:
        by_programme.setdefault(one.programme, []).append(one)
    return Passbook(
        lines=_lines(known, rules, until, settings),
        requirements={
            code: tuple(_asked(own, rules[code], person, until, settings))
            for code, own in by_programme.items()
        },
        presences={
            code: tuple(_presences(own, rules[code], until, calendar, settings))
            for code, own in by_programme.items()
        },
        titles=tuple(_owed(known, rules, titles, area, person, until, settings)),
    )


def counting(services: Sequence[Service], rules: ServiceRules) -> list[Service]:
    """The services of one programme that count in it: designated hosts, and where so asked one."""
    fit = [one for one in services if one.designated or not rules.asks(DesignatedHosts, one)]
    tied = [one for one in fit if rules.asks(SameUnit, one)]
    if not tied:
        return fit
    best = max(
        dict.fromkeys(one.host for one in tied),
        key=lambda host: sum(one.account.tally().days for one in tied if one.host == host),
    )
    return [one for one in fit if one not in tied or one.host == best]


def _lines(
    services: Sequence[Service],
    rules: Mapping[str, ServiceRules],
    until: date,
    settings: Settings,
) -> tuple[Line, ...]:
    alike: dict[tuple[str, str, Form], list[Service]] = {}
    for one in services:
        alike.setdefault((one.programme, one.host, one.form), []).append(one)
    past = Days(date.min, until)
    found = []
    for (programme, host, form), own in alike.items():
        tally = Tally()
        for one in own:
            tally += one.account.tally(past)
        unit = rules[programme].unit(form)
        listed = [one for one in own if not one.designated]
        found.append(
            Line(
                programme=programme,
                host=host,
                form=form,
                days=tuple(sorted(one.days for one in own)),
                tally=tally,
                unit=unit,
                amount=amount(tally, unit, settings),
                credited=Ledger(own, until=until, settings=settings).credited(),
                not_designated=any(rules[programme].asks(DesignatedHosts, one) for one in listed),
            )
        )
    return tuple(found)


def _asked(
    services: Sequence[Service],
    rules: ServiceRules,
    person: Person,
    until: date,
    settings: Settings,
) -> Iterable[Progress]:
    breaks = rules.break_after_days
    for rule in rules.rules:
        own = [one for one in services if applies(rule, one)]
        if not own:
            continue
        fit = [one for one in own if one.designated or not rules.asks(DesignatedHosts, one)]
        same_unit = any(rules.asks(SameUnit, one) for one in fit)
        if isinstance(rule, YearlyDays):
            yield from requirements.yearly_days(
                rule,
                fit,
                years=_years(own, until),
                same_unit=same_unit,
                break_after_days=breaks,
                until=until,
                settings=settings,
            )
        elif isinstance(rule, MinimumStay):
            yield requirements.minimum_stay(
                rule,
                fit,
                same_unit=same_unit,
                break_after_days=breaks,
                until=until,
                settings=settings,
            )
        elif isinstance(rule, ServiceBeforeTitle):
            yield service_owed.before_title(
                rule,
                [one for one in counting(own, rules) if not rule.places or _lies_in(one, rule)],
                break_after_days=breaks,
                until=until,
                settings=settings,
                exempt=service_owed.exempted(rules.exemptions, person),
            )


def _years(services: Sequence[Service], until: date) -> range:
    """The calendar years that services touch before a day."""
    seen = [one.days.within(Days(date.min, until)) for one in services]
    first = min(days.starts_on for days in seen)
    return range(first.year, max(days.last_day for days in seen).year + 1)


def _presences(
    services: Sequence[Service],
    rules: ServiceRules,
    until: date,
    calendar: WorkCalendar,
    settings: Settings,
) -> Iterable[Presences]:
    for rule in rules.rules:
        own = [one for one in services if applies(rule, one)]
        if own and isinstance(rule, Presence):
            yield requirements.presence(
                rule, own, until=until, calendar=calendar, settings=settings
            )


def _owed(
    services: Sequence[Service],
    rules: Mapping[str, ServiceRules],
    titles: TitleRules,
    area: str,
    person: Person,
    until: date,
    settings: Settings,
) -> Iterable[Progress]:
    exempt = service_owed.exempted(titles.exemptions(area, until), person)
    for rule in titles.owed(area, until):
        fit = [
            one
            for code, ruled in rules.items()
            for one in counting([one for one in services if one.programme == code], ruled)
            if ruled.counts_before(rule.title) or _lies_in(one, rule)
        ]
        yield service_owed.before_title(
            rule,
            fit,
            break_after_days=settings.thresholds.break_after_days,
            until=until,
            settings=settings,
            exempt=exempt,
        )


def _lies_in(service: Service, rule: ServiceBeforeTitle) -> bool:
    """Whether the title's rule names the class of place the service was in."""
    return bool(service.places & set(rule.places))


def _with_conversion(
    service: Service, rules: ServiceRules, titles: TitleRules, area: str, until: date
) -> Service:
    """The programme's conversion before the area's."""
    rule = rules.conversion(service) or titles.conversion(area, service.form, until)
    return replace(service, conversion=rule)
