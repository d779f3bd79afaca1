"""What every view of targets does first: the programme and the day asked for, within reach."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.targets.forms import ChoosingForm, day_given
from bangfu.apps.targets.pages import Frame
from bangfu.apps.targets.queries.board import Line, lines
from bangfu.apps.targets.queries.choosing import choices, chosen, neediest, usual_day
from bangfu.apps.targets.queries.reach import VIEW, reach_of
from bangfu.apps.targets.queries.stage import Stage, stage_of
from bangfu.apps.targets.rows import address
from bangfu.web.components import Tab

PAGES = ("pace", "matrix", "lags", "reviews")


@dataclass(frozen=True, slots=True)
class Asked:
    """The stage as the reader sees it, and the day."""

    stage: Stage
    on: date
    today: date
    filters: ChoosingForm

    def frame(self, current: str = "") -> Frame:
        """What stands around a page."""
        labels = {
            "pace": _("进度总览"),
            "matrix": _("各单位进度"),
            "lags": _("滞后清单"),
            "reviews": _("进度点评"),
        }
        query = f"?programme={self.stage.programme.code}&on={self.on.isoformat()}"
        return Frame(
            programme=self.stage.programme.title,
            code=self.stage.programme.code,
            on=self.on,
            tabs=[
                Tab(labels[name], reverse(name) + query, current=name == current) for name in PAGES
            ],
            filters=self.filters,
            partial=not self.stage.whole,
        )


def asked_of(
    request: StaffRequest,
    *,
    programme: str | None = None,
    on: str | None = None,
    permission: str = VIEW,
    fixed: bool = False,
) -> Asked | None:
    """The programme and day of an address; nothing where no programme has targets.

    Without a programme it is the one that needs attention most. A programme out of sight is
    absent; a day nobody can read is the usual one. With another
    ``permission`` only the institutions within its reach are there; ``fixed`` offers no other
    programme.
    """
    today = timezone.localdate()
    found = choices(request.user, on=today)
    code = request.GET.get("programme", "") if programme is None else programme
    choice = chosen(found, code) if code else neediest(request.user, found, on=today)
    if choice is None:
        if code:
            raise Http404
        return None
    one = choice.programme
    given = {"programme": one.code, "on": request.GET.get("on", "") if on is None else on}
    form = ChoosingForm(
        {key: value for key, value in given.items() if value},
        programmes=[(each.programme.code, each.programme.title) for each in found],
    )
    day = day_given(form) or usual_day(one, today=today)
    # What is shown is also where the form starts from: there is no condition to clear.
    shown = ChoosingForm(
        initial={"programme": one.code, "on": day.isoformat()},
        programmes=[(each.programme.code, each.programme.title) for each in found],
        fixed=fixed,
        target=request.GET.get("target", "") if fixed else "",
    )
    reach = reach_of(request.user, one, permission=permission)
    stage = stage_of(one, reach, edition=choice.edition)
    return Asked(stage, day, today, shown)


def must(asked: Asked | None) -> Asked:
    """What was asked for, absent where there is nothing."""
    if asked is None:
        raise Http404
    return asked


def line_of(request: StaffRequest, permission: str = VIEW) -> tuple[Asked, Line]:
    """The target an address names, as the reader sees it; absent where there is none."""
    asked = must(asked_of(request, permission=permission, fixed=True))
    found = lines(asked.stage, on=asked.on, keys=[request.GET.get("target", "")])
    if not found:
        raise Http404
    return asked, found[0]


def back_to(asked: Asked, line: Line) -> str:
    """The page of a target."""
    return address("target", asked.stage, target=line.key, on=asked.on.isoformat())
