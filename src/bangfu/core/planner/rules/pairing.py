"""Who supports whom: fixed pairings, and senders a post names."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.columns import Pairs
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tables import BoolArray

from .rule import Rule


class PairingRule(Rule):
    """With any pairing stated, only paired hospitals send; a post may narrow its senders."""

    code = "pairing"

    def admits(self, pairs: Pairs) -> BoolArray:
        """One flag per person-post pair, shape (n_pairs,)."""
        tables = pairs.tables
        problem, width = tables.problem, max(1, len(tables.problem.hospitals))
        admitted = np.ones(len(pairs), dtype=np.bool_)
        if problem.pairings:
            keys = [
                tables.host_number[p.host] * width + tables.hospital_number[p.sender]
                for p in problem.pairings
            ]
            admitted &= np.isin(pairs.host * width + pairs.sender, np.array(keys))
        narrowed = np.array([post.senders is not None for post in problem.posts], dtype=np.bool_)
        if narrowed.any():
            keys = [
                number * width + tables.hospital_number[sender]
                for number, post in enumerate(problem.posts)
                for sender in post.senders or ()
            ]
            named = np.isin(pairs.post * width + pairs.sender, np.array(keys, dtype=np.int64))
            admitted &= named | ~narrowed[pairs.post]
        return admitted

    def violations(self, plan: Plan, problem: Problem) -> Iterator[Violation]:
        """A duty whose home hospital does not support the host, or is not among the senders."""
        paired = {(pairing.sender, pairing.host) for pairing in problem.pairings}
        for duty in plan.duties:
            post, sender = problem.post(duty.post), problem.person(duty.person).hospital
            home, place = problem.label("hospital", sender), problem.label("post", duty.post)
            if paired and (sender, post.host) not in paired:
                host = problem.label("host", post.host)
                yield Violation(
                    f"{home}与{host}没有结对关系，不能派人到“{place}”。",
                    f"{home} is not paired with {host} and cannot send to “{place}”.",
                    rule=self.code,
                    duty=duty,
                )
            if post.senders is not None and sender not in post.senders:
                yield Violation(
                    f"“{place}”只接收指定医院派出的人员，{home}不在其中。",
                    f"“{place}” accepts only the hospitals it names; {home} is not among them.",
                    rule=self.code,
                    duty=duty,
                )
