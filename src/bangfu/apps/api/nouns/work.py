"""The ledger of work, and what stays behind."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Figure, LockedMonth
from bangfu.apps.activities.queries import reach
from bangfu.apps.api.frame.fields import fields
from bangfu.apps.api.frame.resource import Nested, Resource
from bangfu.apps.capacity.models import Item, Milestone, Skill, Verification
from bangfu.apps.capacity.queries import reach as capacity
from bangfu.apps.programmes.queries import reading


def _activities(user: User) -> QuerySet[Activity]:
    return reach.visible_to(user)


def _items(user: User) -> QuerySet[Item]:
    return capacity.visible_to(user)


def _months(user: User) -> QuerySet[LockedMonth]:
    return LockedMonth.objects.filter(
        programme__in=reading.visible_to(user, reach.VIEW).order_by().values("pk")
    )


ACTIVITIES = Resource(
    code="activities",
    section="activities",
    permission="activities.view_activity",
    title=_("工作台账"),
    model=Activity,
    rows=_activities,
    fields=fields(
        Activity,
        "id key programme=programme__code kind happened_on last_day place "
        "giver_code=giver__code giver_name=giver__name host_code=host__code "
        "host_name=host__name posting_id=posting__id details note state entered_by "
        "confirming recorded_at confirmed_at said same_as_id=same_as__id",
    ),
    filters=("programme", "kind", "happened_on", "giver_code", "host_code", "posting_id", "state"),
    nested=(Nested("figures", Figure, "activity", fields(Figure, "indicator amount"), _("数量")),),
)
LEDGER_MONTHS = Resource(
    code="ledger_months",
    section="activities",
    permission="activities.view_activity",
    title=_("锁定的台账月份"),
    model=LockedMonth,
    rows=_months,
    fields=fields(LockedMonth, "id programme=programme__code month locked_at reopened_at reason"),
    filters=("programme", "month"),
)
ITEMS = Resource(
    code="capacity_items",
    section="capacity",
    permission="capacity.view_item",
    title=_("能力建设"),
    model=Item,
    rows=_items,
    fields=fields(
        Item,
        "id key programme=programme__code lasting kind course title department "
        "giver_code=giver__code host_code=host__code posting_id=posting__id "
        "person_id=person__id person_name details state said begun_on built_on "
        "alone_on stopped_on next_check_on recorded_at",
    ),
    filters=("programme", "lasting", "kind", "host_code", "giver_code", "state"),
    nested=(
        Nested(
            "milestones",
            Milestone,
            "item",
            fields(Milestone, "code due_on reached_on cases note confirmed_at"),
            _("里程碑"),
        ),
        Nested(
            "skills",
            Skill,
            "item",
            fields(Skill, "position title taught_on guided_on alone_on confirmed_at dropped"),
            _("技能"),
        ),
        Nested(
            "verifications",
            Verification,
            "item",
            fields(Verification, "on found cases note"),
            _("核验"),
        ),
    ),
)

NOUNS = (
    ACTIVITIES,
    LEDGER_MONTHS,
    ITEMS,
)
