"""What waits for a reader: verifications, words to give, skills nobody does alone near the end."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity.models import Item, Skill
from bangfu.core.capacity.settings import shipped
from bangfu.web.components import DueLine, Waiting, those_waiting
from bangfu.web.scope import Scope

from .lists import to_witness
from .reach import CHANGE, VERIFY, verifiable_by


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader by what they are; none of it is read yet.

    ``capacity_verify`` for authorities, ``capacity_witness`` for hosts, ``capacity_returned`` and
    ``capacity_leaving`` (skills) for whoever goes on with the items.
    """
    found: dict[str, QuerySet[Any]] = {}
    if user.scope_of(VERIFY).areas:
        found["capacity_verify"] = verifiable_by(user).to_verify(on)
    scope = user.scope_of(CHANGE)
    if scope.institutions:
        at_host = Item.objects.standing().filter(_hosts(scope))
        found["capacity_witness"] = at_host.filter(to_witness())
    if scope.institutions or scope.own:
        found["capacity_leaving"] = leaving_skills(scope, on=on)
        mine = Q(recorded_by=user)
        found["capacity_returned"] = Item.objects.standing().filter(
            mine, activity__state=Activity.State.RETURNED
        )
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words; nothing waits where there are none."""
    here = reverse("capacity_list")
    lines: list[DueLine] = [
        (
            "capacity_witness",
            _("见证确认独立完成"),
            _("%(count)s项登记由本地人员独立完成，待本单位确认"),
            here + "?state=to_witness",
            "warn",
            "user-check",
        ),
        (
            "capacity_leaving",
            _("带教收尾"),
            _("%(count)s项技能还没有人能独立完成，带教老师即将期满"),
            here + "?lasting=pupil&state=under_way",
            "warn",
            "school",
        ),
        (
            "capacity_returned",
            _("更正被退回的登记"),
            _("%(count)s项能力建设登记被对方退回，请更正后重新送确认"),
            here + "?state=returned",
            "warn",
            "arrow-back-up",
        ),
        (
            "capacity_verify",
            _("核验能力建设"),
            _("%(count)s项已到核验时间，请看本地人员是否仍在独立开展"),
            here + "?state=to_verify",
            "info",
            "shield-check",
        ),
    ]
    return those_waiting(found, lines)


def leaving_skills(scope: Scope, *, on: date) -> QuerySet[Skill]:
    """Skills that nobody does alone while the teacher's posting ends within the days set."""
    until = on + timedelta(days=shipped().soon.days)
    reach = Scope(institutions=scope.institutions, own=scope.own).filter(
        institution="item__host__code", owner="item__posting__worker__account"
    )
    return Skill.objects.filter(
        reach,
        item__state=Item.State.STANDING,
        confirmed_at__isnull=True,
        dropped="",
        item__posting__ends_before__gt=on,
        item__posting__ends_before__lte=until,
    )


def _hosts(scope: Scope) -> Q:
    return Scope(institutions=scope.institutions).filter(institution="host__code")
