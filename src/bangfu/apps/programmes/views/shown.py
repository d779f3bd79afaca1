"""A programme as a page needs it: its row, its edition in force, what that says, its sources."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import queries
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.portrait.heading import Heading, heading
from bangfu.apps.programmes.portrait.notes import Notes
from bangfu.core.programmes import Definition


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme within reach, ready to be shown."""

    programme: Programme
    edition: Edition
    definition: Definition
    notes: Notes
    on: date
    may_change: bool

    def heading(self, current: str) -> Heading:
        """The heading of the page of that address name."""
        return heading(
            self.programme,
            self.edition,
            self.definition,
            current=current,
            on=self.on,
            may_change=self.may_change,
        )


def shown(user: User, code: str, *, to_change: bool = False) -> Shown:
    """The programme of a code, or 404 where the person may not see it, or not change it."""
    changeable = queries.changeable_by(user)
    reached = changeable if to_change else queries.visible_to(user)
    programme = get_object_or_404(reached, code=code)
    try:
        edition = queries.edition_in_force(programme)
    except Edition.DoesNotExist as missing:
        raise Http404 from missing
    definition = queries.decoded(edition)
    return Shown(
        programme=programme,
        edition=edition,
        definition=definition,
        notes=Notes(definition),
        on=timezone.localdate(),
        may_change=to_change or changeable.filter(pk=programme.pk).exists(),
    )
