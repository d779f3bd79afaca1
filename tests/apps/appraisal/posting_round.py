"""Somebody on post who is evaluated: the worker, the host, the home hospital, a clerk."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tests.apps.intake import world
from tests.apps.spotchecks.conftest import posted

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.appraisal.queries.candidates import candidates
from bangfu.core.appraisal import Kind, Measured
from bangfu.core.programmes.vocabulary_review import RoundKind

from .conftest import TODAY, at
from .star_city import frozen_shipped

FIGURES = {
    "weeks_expected": 8,
    "weeks_served": 7,
    "leave_irregular": 0,
    "clinic_half_days": 36,
    "consultation.times": 12,
    "teaching_round.times": 12,
    "pupils_taken": 1,
    "techniques_done_alone": 0,
}
"""One week is missing, half the clinics are held, nothing is done alone yet."""


@dataclass
class PostingRound:
    """A round of one posting and the three who fill in its levels."""

    round: Round
    worker: User
    host: User
    sender: User
    clerk: User

    def sheet(self) -> Subject:
        return self.round.subjects.get()

    def days_pass(self) -> None:
        """The term of objections is over."""
        Round.objects.filter(pk=self.round.pk).update(
            announced_on=TODAY - timedelta(9), objections_until=TODAY - timedelta(1)
        )


def built() -> PostingRound:
    places, programme = world.places(), world.programme()
    stay = posted(places.north, programme, places.sender, "林知远")
    clerk = world.user("clerk", "commission_clerk", area="3705")
    days = (TODAY - timedelta(60), TODAY)
    held = actions.open_round(
        programme=programme,
        edition=frozen_shipped("posting_evaluation"),
        title="派驻人员考核",
        kind=RoundKind.HALF_YEAR,
        starts_on=days[0],
        ends_before=days[1],
        subjects=candidates(programme, Kind.POSTING, starts_on=days[0], ends_before=days[1]),
        by=clerk,
        at=at(),
    )
    measured = {
        name: Measured(value=Decimal(value), sources=(f"posting:{stay.pk}",))
        for name, value in FIGURES.items()
    }
    subject = held.subjects.get()
    actions.take_figures(round=held, figures={subject.pk: measured}, by=clerk, at=at())
    worker = world.user("worker", "posted_worker")
    stay.worker.account = worker
    stay.worker.save(update_fields=["account"])
    return PostingRound(
        round=held,
        worker=worker,
        host=world.user("host", "host_office", at="NORTH"),
        sender=world.user("sender", "sender_office", at="SENDER"),
        clerk=clerk,
    )
