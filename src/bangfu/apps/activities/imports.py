"""The ledger of work as a list that comes in by workbook."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.activities.actions.importing import enter_activities
from bangfu.apps.activities.queries.reach import RECORD
from bangfu.apps.activities.workbook import layout
from bangfu.apps.registry.actions.imports.lists import ImportList

ACTIVITIES = ImportList(
    code="activities",
    title=_("工作台账"),
    permission=RECORD,
    layout=layout,
    steps=enter_activities,
    back="activity_list",
    called=_("工作台账"),
)
