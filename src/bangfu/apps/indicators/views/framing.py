"""What every view of indicators does first: the place in reach, the months, what stands around."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.indicators.forms import YEAR, WindowForm
from bangfu.apps.indicators.models import Level
from bangfu.apps.indicators.pages import Around, Step
from bangfu.apps.indicators.presentation import addressed, span_words
from bangfu.apps.indicators.queries.months import last_filling
from bangfu.apps.indicators.queries.reach import Place, ladder_to, place_in_reach, roots
from bangfu.apps.indicators.queries.series import Window
from bangfu.core.indicators import GIVER, HOST, month_number
from bangfu.core.indicators.facts import months_on
from bangfu.web.components import Tab
from bangfu.web.wording import moment

SENDS, RECEIVES = "postings.send_posting", "postings.receive_posting"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where, when and on which side; ``shift`` is how many months the compared stretch is back."""

    place: Place | None
    window: Window
    shift: int
    filters: WindowForm

    @property
    def compared(self) -> str:
        """What it is held against, in words."""
        return _("上年同期") if self.shift == 12 else _("上一时段")

    @property
    def query(self) -> dict[str, str]:
        """What links to neighbouring pages keep."""
        kept = {
            "first": f"{self.window.first // 100}-{self.window.first % 100:02d}",
            "last": f"{self.window.last // 100}-{self.window.last % 100:02d}",
            "side": self.window.side,
            "compared": "" if self.shift == 12 else "span",
        }
        return {name: value for name, value in kept.items() if value}


def usual_window(side: str = HOST) -> Window:
    """From January to the last month that is over; of January, the year before."""
    last = months_on(month_number(timezone.localdate()), -1)
    return Window(last // 100 * 100 + 1, last, side)


def asked_of(request: StaffRequest) -> Asked:
    """The place, months and side of an address; a place out of reach is absent."""
    place = place_of(request)
    form = WindowForm(request.GET)
    window = form.window(usual_window(_usual_side(request, place)))
    shift = 12 if form.compares() == YEAR else len(window.months)
    # What is shown is also where the form starts from: there is no condition to clear.
    shown = WindowForm(
        initial={
            "first": window.first,
            "last": window.last,
            "side": window.side,
            "compared": form.compares(),
            "place": place.code if place else "",
        }
    )
    return Asked(place, window, shift, shown)


def _usual_side(request: StaffRequest, place: Place | None) -> str:
    """A hospital that only sends looks at what it gave; everybody else at what was received."""
    sends = request.user.has_perm(SENDS) and not request.user.has_perm(RECEIVES)
    return GIVER if place and place.is_institution and sends else HOST


def place_of(request: StaffRequest) -> Place | None:
    """The place of an address, else the reader's first; nothing for one who has none."""
    if code := request.GET.get("place", ""):
        found = place_in_reach(request.user, code)
        if found is None:
            raise Http404
        return named(found)
    places = roots(request.user)
    return named(places[0]) if places else None


def around(
    request: StaffRequest, asked: Asked, *, name: str, code: str = "", current: str = ""
) -> Around:
    """The way down to the place, tabs and how fresh the figures are."""
    place = asked.place
    steps = []
    if place:
        for each in map(named, ladder_to(request.user, place)):
            url = addressed(name, code, each.code, asked.query)
            steps.append(Step(each.name, url, each.code == place.code))
    filled = last_filling()
    return Around(
        place=place,
        steps=steps,
        tabs=_tabs(place, current),
        span=span_words(asked.window),
        as_of=moment(filled.filled_at) if filled else "",
    )


def named(place: Place) -> Place:
    """The nation by its name."""
    if place.level == Level.NATION:
        return Place(place.level, "", _("全国"), "")
    return place


def _tabs(place: Place | None, current: str) -> list[Tab]:
    labels = {
        "indicator_list": _("指标目录"),
        "outcome": _("成效看板"),
        "statistic_list": _("统计数填报"),
    }
    query = f"?place={place.code}" if place and place.code else ""
    return [
        Tab(label, reverse(name) + ("" if name == "statistic_list" else query), name == current)
        for name, label in labels.items()
    ]
