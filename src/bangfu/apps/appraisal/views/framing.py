"""What every page of a round shares: who finds it, its head, its tabs."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal.models import Round
from bangfu.apps.appraisal.queries.reach import holds, rounds_visible_to
from bangfu.apps.appraisal.queries.rounds import may_see_ranking
from bangfu.web.components import Tab
from bangfu.web.wording import span


def found_round(request: StaffRequest, pk: int) -> Round:
    """A round in reach; nothing else is there."""
    rows = rounds_visible_to(request.user).select_related("programme", "edition__scheme")
    return get_object_or_404(rows, pk=pk)


def held_round(request: StaffRequest, pk: int) -> Round:
    """A round that this reader holds; others in reach may look and not touch."""
    held = found_round(request, pk)
    if not holds(request.user, held):
        raise PermissionDenied
    return held


def lead_of(held: Round) -> str:
    """Programme, kind and days in one line."""
    return " · ".join([str(held.programme), held.kind_said, span(held.starts_on, held.ends_before)])


def tabs_of(user: User, held: Round, current: str) -> list[Tab]:
    """The pages of a round that this reader may open."""
    holder, state = holds(user, held), held.state
    found = [("round", _("进度与评分表"))]
    if holder and state == Round.State.OPEN:
        found.append(("round_groups", _("考核分组")))
        found.append(("round_preview", _("审定前预览")))
    if may_see_ranking(user, held):
        found.append(("round_ranking", _("排名")))
    if state == Round.State.PUBLISHED:
        found.append(("round_uses", _("结果运用")))
    return [
        Tab(title, reverse(name, args=[held.pk]), current=name == current) for name, title in found
    ]
