"""The whole demonstration in order: places, people, accounts, programmes, round after round."""

from datetime import date, timedelta
from typing import Protocol

from bangfu.apps.accounts.models import User
from bangfu.apps.intake import actions as intake
from bangfu.apps.planning import actions as planning
from bangfu.apps.planning.facts import Period
from bangfu.apps.postings import actions as postings
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.actions.areas import adopt_areas
from bangfu.core.standards import area_table

from . import (
    accounts,
    appraisal,
    branches,
    capacity,
    documents,
    duty,
    group,
    indicators,
    leaving,
    publicity,
    readings,
    rows,
    spotchecks,
    support,
    taking_home,
    talks,
    targets,
    task_ledger,
    voice,
    work,
)
from .casting import Casting
from .gazetteer import gazetteer
from .rounds import Round
from .stage import Script, Stage

SEED = 7
PUBLISHED_BEFORE = timedelta(days=7)
ENDED = "本轮派驻已期满"


class Step(Protocol):
    """Somebody who is told how far the building is."""

    def expect(self, total: int) -> None: ...

    def advance(self) -> None: ...


def tell(*, on: date, step: Step) -> None:
    """Build everything as of a day, within the caller's transaction."""
    casting, register = Casting(on=on), rows.Register()
    stage = Stage.built(casting, gazetteer())
    script = Script.written(stage, casting)
    step.expect(21 + len(stage.casts) + len(script.rounds))
    adopt_areas(rows=area_table.read(), on=rows.KNOWN_SINCE, by=None)
    step.advance()
    for cast in stage.casts:
        register.enter(cast, on=on, by=None)
        step.advance()
    people = accounts.open_all(on=on)
    step.advance()
    telling = _Telling(register, stage.take_part(register, on=on), on=on)
    step.advance()
    for each in script.rounds:
        clerk = "changji" if each.programme == support.CODE else "clerk"
        telling.conduct(each, by=people[clerk])
        step.advance()
    telling.appoint(script.appointments, by=people["clerk"])
    talks.tell(on=on, clerk=people["clerk"], host=people["host"], sender=people["sender"])
    step.advance()
    duty.tell(on=on)
    step.advance()
    accounts.open_for_worker(on=on)
    step.advance()
    leaving.tell(on=on, clerk=people["clerk"], host=people["host"])
    step.advance()
    taking_home.tell(on=on, clerk=people["clerk"], host=people["host"])
    step.advance()
    work.tell(on=on, host=people["host"], sender=people["sender"])
    step.advance()
    task_ledger.tell(
        on=on,
        clerk=people["clerk"],
        party=people["party"],
        host=people["host"],
        sender=people["sender"],
    )
    step.advance()
    capacity.tell(on=on, clerk=people["clerk"], host=people["host"])
    step.advance()
    # Last, for what is told above may lie in the months that are locked.
    work.lock(on=on, by=people["clerk"])
    step.advance()
    targets.tell(
        on=on,
        clerk=people["clerk"],
        changji=people["changji"],
        party=people["party"],
    )
    step.advance()
    branches.tell(on=on, party=people["party"])
    step.advance()
    spotchecks.tell(on=on, clerk=people["clerk"])
    step.advance()
    voice.tell(on=on, party=people["party"], host=people["host"])
    spotchecks.take_up(on=on, clerk=people["clerk"])
    step.advance()
    publicity.tell(on=on, people=people)
    step.advance()
    readings.tell(on=on, clerk=people["clerk"])
    step.advance()
    # Indicators are made of everything told above, and appraisals take their figures from them.
    indicators.tell(on=on, clerk=people["clerk"])
    step.advance()
    appraisal.tell(on=on, people=people)
    step.advance()
    documents.tell(on=on, people=people)
    step.advance()


class _Telling:
    """Rounds, one after the other, on one register."""

    def __init__(self, register: rows.Register, held: dict[str, Programme], *, on: date) -> None:
        self._register = register
        self._held = held
        self._on = on

    def conduct(self, each: Round, *, by: User) -> None:
        """State, nominate, plan and, unless it is left open, publish.

        Once the round is over, its nominations are taken back.
        """
        programme = self._held[each.programme]
        self._register.state_needs(each.needs, programme=programme, by=by)
        offers = self._register.nominate(each.nominations, programme=programme, by=by)
        period = Period(each.starts_on, each.ends_before)
        run = planning.request_run(programme=programme, period=period, by=by, seed=SEED)
        planning.perform_run(run=run)
        if each.open:
            return
        planning.publish_run(
            run=run,
            by=by,
            on=each.starts_on - PUBLISHED_BEFORE,
            batch=each.batch,
            appointment_document=each.document,
        )
        if each.ends_before <= self._on:
            for offer in offers:
                intake.withdraw_nomination(
                    nomination=offer, reason=ENDED, by=by, on=each.ends_before
                )

    def appoint(self, each: group.Appointments, *, by: User) -> None:
        """Open single postings outside any plan."""
        programme = self._held[group.CODE]
        needs = self._register.state_needs(each.needs, programme=programme, by=by)
        drafts = [
            postings.Draft(
                need=needs[stay.need],
                worker=self._register.workers[stay.worker.key],
                starts_on=stay.starts_on,
                ends_before=stay.ends_before,
            )
            for stay in each.stays
        ]
        postings.open_postings(
            drafts=drafts, by=by, batch=each.batch, appointment_document=each.document
        )
