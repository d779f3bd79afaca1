"""A city that rates one Party branch through four levels, and everybody who takes part."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from tests.apps.branches import county
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Edition, Round, Scheme, Subject
from bangfu.apps.appraisal.queries.candidates import candidates
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party
from bangfu.core.appraisal import Kind, Measured, as_text, shipped
from bangfu.core.programmes.vocabulary_review import RoundKind

from .conftest import BEGAN, ENDS, PROGRAMME, TODAY, at

TABLE = "party_branch_stars"
FIGURES = {
    "branch_meetings": 4,
    "committee_meetings": 12,
    "party_lessons": 4,
    "party_day.times": 12,
    "members_developed": 1,
    "base_file_share": 1,
    "tasks_closed_in_time": 1,
    "volunteer_service.times": 4,
    "tasks_late": 1,
    "complaints_upheld": 0,
    "discipline_cases": 0,
}
"""A good year with one task that is late: 99 of 100 basic points."""


@dataclass
class StarCity:
    """A round of one branch; each level has its person, two more look again."""

    round: Round
    branch: User
    committee: User
    bureau: User
    organisation: User
    second_look: tuple[User, User]

    def sheet(self) -> Subject:
        return self.round.subjects.get()

    def days_pass(self) -> None:
        """The term of objections is over."""
        Round.objects.filter(pk=self.round.pk).update(
            announced_on=TODAY - timedelta(9), objections_until=TODAY - timedelta(1)
        )


def built() -> StarCity:
    here = county.built()
    here.found()
    text = PROGRAMME.replace('area    = "370523"', 'area    = "3705"')
    programme = adopt_edition(text=text, by=None, on=BEGAN).programme
    Party.objects.create(
        programme=programme, institution=here.city, role="host", party_code="hosts", starts_on=BEGAN
    )
    bureau = world.user("bureau", "party_office", area="3705")
    held = actions.open_round(
        programme=programme,
        edition=frozen_shipped(TABLE),
        title="星级堡垒评定",
        kind=RoundKind.YEAR_END,
        starts_on=BEGAN,
        ends_before=ENDS,
        subjects=candidates(programme, Kind.BRANCH, starts_on=BEGAN, ends_before=ENDS),
        by=bureau,
        at=at(),
    )
    measured = {
        name: Measured(value=Decimal(value), sources=("branch:1",))
        for name, value in FIGURES.items()
    }
    figures = {held.subjects.get().pk: measured}
    actions.take_figures(round=held, figures=figures, by=bureau, at=at())
    return StarCity(
        round=held,
        branch=world.user("branch", "host_office", at=here.city.code),
        committee=world.user("committee", "host_office", at=here.city.code),
        bureau=bureau,
        organisation=world.user("organisation", "party_office", area="3705"),
        second_look=(
            world.user("first", "assessor", area="3705"),
            world.user("second", "assessor", area="3705"),
        ),
    )


def frozen_shipped(code: str) -> Edition:
    """A shipped table as a frozen edition."""
    scheme = shipped()[code]
    kept = Scheme.objects.create(code=code, title_zh=scheme.title.zh, kind=scheme.kind.value)
    text = as_text(scheme)
    return Edition.objects.create(
        scheme=kept,
        number=scheme.edition,
        text=text,
        state=Edition.State.FROZEN,
        changed_at=at(),
        frozen_at=at(),
        digest=sha256(text.encode()).hexdigest(),
    )
