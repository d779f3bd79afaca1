"""How many a hospital sends: at least, and at most."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.capacities import Capacity, always
from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.rows import UNLIMITED
from bangfu.core.planner.tables import FORMS, NONE

from .rule import Rule


class HospitalQuota(Rule):
    """Person-times sent in the forms that count lie between the quota's lower and upper side."""

    code = "hospital_quota"

    def capacities(self, pairs: Pairs) -> Iterator[Capacity]:
        """Per hospital with a quota: stays in the forms that count."""
        tables = pairs.tables
        quotas = [hospital.quota for hospital in tables.problem.hospitals]
        counts = np.array(
            [[q is not None and form in q.forms for form in FORMS] for q in quotas], dtype=np.bool_
        ).reshape(-1, len(FORMS))
        lower = np.array([q.lower if q else 0 for q in quotas], dtype=np.int64)
        upper = np.array(
            [UNLIMITED if q is None or q.upper is None else q.upper for q in quotas], dtype=np.int64
        )
        counted = counts[pairs.sender, tables.form[pairs.post]]
        one = np.ones(len(pairs), dtype=np.int64)
        yield Capacity(self.code, np.where(counted, pairs.sender, NONE), one, always(upper), lower)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """Each hospital that sends too few or too many."""
        sent: Counter[tuple[str, str]] = Counter(
            (problem.person(duty.person).hospital, problem.post(duty.post).form)
            for duty in plan.duties
        )
        for hospital in problem.hospitals:
            if (quota := hospital.quota) is None:
                continue
            total = sum(sent[hospital.id, form] for form in quota.forms)
            label = problem.label("hospital", hospital.id)
            if total < quota.lower:
                yield Violation(
                    f"{label}应至少派出{quota.lower}人次，方案只安排{total}人次。",
                    f"{label} must send at least {quota.lower} person-times; the plan has {total}.",
                    rule=self.code,
                    short=True,
                )
            if quota.upper is not None and total > quota.upper:
                yield Violation(
                    f"{label}最多派出{quota.upper}人次，方案安排了{total}人次。",
                    f"{label} sends at most {quota.upper} person-times; the plan has {total}.",
                    rule=self.code,
                )
