"""A province's rows in bulk, for measuring pages: registered, needed, posted."""

from datetime import date

from bangfu.apps.postings import actions as postings

from . import duty, programmes, province, rows
from .gazetteer import gazetteer
from .rounds import CONTINUATION
from .story import Step

BATCH = f"全省规模（{CONTINUATION}）"


def enter(*, on: date, step: Step) -> None:
    """Enter the province within the caller's transaction."""
    step.expect(5)
    whole = province.build(gazetteer(), on=on)
    step.advance()
    register = rows.Register()
    register.enter(whole.cast, on=on, by=None)
    step.advance()
    measured = programmes.adopt_measured(on=on)
    needs = register.state_needs(whole.needs, programme=measured, by=None)
    step.advance()
    drafts = [
        postings.Draft(
            need=needs[stay.need],
            worker=register.workers[stay.worker.key],
            starts_on=stay.starts_on,
            ends_before=stay.ends_before,
        )
        for stay in whole.stays
    ]
    postings.open_postings(drafts=drafts, by=None, batch=BATCH)
    step.advance()
    duty.in_bulk(on=on)
    step.advance()
