"""Departments a branch is to cover, held so that two branches never take the same one."""

from collections.abc import Sequence

from bangfu.apps.branches.models import Branch, Coverage
from bangfu.apps.registry.models import Department, Institution

from .refusals import DepartmentElsewhere, DepartmentTaken


def held_departments(
    given: Sequence[Department], *, of: Sequence[Institution], branch: Branch | None
) -> list[Department]:
    """The departments, held; raises ``DepartmentElsewhere`` or ``DepartmentTaken``.

    ``branch`` is the one that asks: what it covers already is not taken.
    """
    wanted = [one.pk for one in given]
    found = Department.objects.select_for_update(of=("self",), no_key=True)
    held = list(found.select_related("institution").filter(pk__in=wanted).order_by("pk"))
    known = {one.pk for one in of}
    for one in held:
        if one.institution_id not in known:
            raise DepartmentElsewhere(
                zh=f"“{one}”是{one.institution}的科室，不能由本党支部覆盖。",
                en=f'"{one}" is a department of {one.institution}.',
            )
    taken = Coverage.objects.filter(department__in=held, ends_before__isnull=True)
    if branch is not None:
        taken = taken.exclude(branch=branch)
    if other := taken.select_related("branch", "department").first():
        raise DepartmentTaken(
            zh=f"“{other.department}”已由“{other.branch}”覆盖，请先在该党支部的优化设置中去掉。",
            en=f'"{other.department}" is covered by "{other.branch}"; take it out there first.',
        )
    return held
