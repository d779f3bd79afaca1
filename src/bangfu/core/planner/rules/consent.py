"""What a person and the home unit have agreed to, and where practice is registered."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import FORMS, BoolArray
from bangfu.core.planner.wording import FORM_ZH

from .rule import Rule


class Consent(Rule):
    """A person serves only in the forms agreed to, at hosts where practice is filed."""

    code = "consent"

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per person-post pair, shape (n_pairs,)."""
        tables = pairs.tables
        people, hosts = tables.problem.people, max(1, len(tables.problem.hosts))
        agreed = np.array(
            [[p.forms is None or form in p.forms for form in FORMS] for p in people], dtype=np.bool_
        ).reshape(-1, len(FORMS))
        anywhere = np.array([p.registered is None for p in people], dtype=np.bool_)
        filed = [
            number * hosts + tables.host_number[host]
            for number, person in enumerate(people)
            for host in person.registered or ()
        ]
        here = np.isin(pairs.person * hosts + pairs.host, np.array(filed, dtype=np.int64))
        form_agreed: BoolArray = agreed[pairs.person, tables.form[pairs.post]]
        return form_agreed & (anywhere[pairs.person] | here)

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty in a form not agreed to, or at a host where practice is not filed."""
        for duty in plan.duties:
            person, post = problem.person(duty.person), problem.post(duty.post)
            name = problem.label("person", duty.person)
            place = problem.label("post", duty.post)
            if person.forms is not None and post.form not in person.forms:
                yield Violation(
                    f"{name}未同意以{FORM_ZH[post.form]}方式派出，不能到“{place}”。",
                    f"{name} has not agreed to serve as {post.form}, as “{place}” asks.",
                    rule=self.code,
                    duty=duty,
                )
            if person.registered is not None and post.host not in person.registered:
                host = problem.label("host", post.host)
                yield Violation(
                    f"{name}未在{host}办理多机构备案，不能到“{place}”。",
                    f"{name}'s practice is not filed at {host}, where “{place}” is.",
                    rule=self.code,
                    duty=duty,
                )
