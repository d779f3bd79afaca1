"""The lists of the registry that come in by workbook."""

from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.actions.checks import CHANGE_INSTITUTION, CHANGE_WORKER
from bangfu.apps.registry.actions.imports.lists import ImportList
from bangfu.apps.registry.actions.imports.running import (
    enter_departments,
    enter_institutions,
    enter_workers,
)
from bangfu.apps.registry.models import Upload
from bangfu.apps.registry.workbooks import departments, institutions, workers

LISTS = (
    ImportList(
        code=Upload.Kind.INSTITUTIONS.value,
        title=Upload.Kind.INSTITUTIONS.label,
        permission=CHANGE_INSTITUTION,
        layout=institutions.layout,
        steps=enter_institutions,
        back="institution_list",
        called=_("机构"),
    ),
    ImportList(
        code=Upload.Kind.DEPARTMENTS.value,
        title=Upload.Kind.DEPARTMENTS.label,
        permission=CHANGE_INSTITUTION,
        layout=departments.layout,
        steps=enter_departments,
        back="institution_list",
        called=_("机构"),
    ),
    ImportList(
        code=Upload.Kind.WORKERS.value,
        title=Upload.Kind.WORKERS.label,
        permission=CHANGE_WORKER,
        layout=workers.layout,
        steps=enter_workers,
        back="worker_list",
        called=_("人员"),
    ),
)
