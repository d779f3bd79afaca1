"""Which lists come in by workbook, of every app that has one."""

from bangfu.apps.activities.imports import ACTIVITIES
from bangfu.apps.registry import imports as registry

LISTS = (*registry.LISTS, ACTIVITIES)
