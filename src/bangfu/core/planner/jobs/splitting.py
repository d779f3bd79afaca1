"""A problem taken apart where nothing binds its posts to each other.

Two posts belong together when someone may serve both, or when a rule counts over both: a home
department that limits, a hospital's quota, a programme's exact numbers or person-times, or a pinned
duty. What is looked at is coarse (who supports whom, and with which specialty) and so errs on one
side only: a part may hold posts that could have been planned apart, never the other way round.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import TypeVar

import numpy as np
import scipy.sparse as sparse
from msgspec import structs
from scipy.sparse.csgraph import connected_components

from bangfu.core.planner.plan import Contradiction, Plan
from bangfu.core.planner.problem import Hospital, Person, Post, Problem, Programme
from bangfu.core.planner.tables import BoolArray, IntArray

Thing = TypeVar("Thing")

POSTS_TOGETHER = 500
"""Parts are put together until they hold so many posts: a process takes half a second to start."""


def independent_parts(problem: Problem, *, posts: int = POSTS_TOGETHER) -> tuple[Problem, ...]:
    """Problems that may be planned apart: their best plans together are a best plan of the whole.

    Each holds about ``posts`` posts or is a single part that cannot be divided. Ids stay; people
    whom no post could take are left out, and so are hospitals, hosts and pairings out of reach.
    The parts depend on the problem alone, not on the machine. Needs a problem without unknown ids.

    >>> from bangfu.core.planner import examples
    >>> [len(part.posts) for part in independent_parts(examples.leadership())]
    [14]
    """
    bundle = _Bundles(problem, _components(problem), posts)
    if bundle.count <= 1:
        return (problem,)
    return tuple(bundle.problem_of(number) for number in range(bundle.count))


def concerning(part: Problem, plan: Plan | None) -> Plan | None:
    """What of an earlier plan concerns a part."""
    if plan is None:
        return None
    return Plan(duties=tuple(duty for duty in plan.duties if part.knows("post", duty.post)))


def in_whole(found: Contradiction, part: Problem, whole: Problem) -> Contradiction:
    """A part's contradiction with its place as it stands in the whole problem."""
    match = re.match(r"\$\.(\w+)\[(\d+)\]", found.place)
    if match is None:
        return found
    section, number = match[1], int(match[2])
    wanted = getattr(part, section)[number]
    key = getattr(wanted, "id", wanted)
    at = next(n for n, one in enumerate(getattr(whole, section)) if getattr(one, "id", one) == key)
    return structs.replace(found, place=f"$.{section}[{at}]{found.place[match.end() :]}")


def limits(hospital: Hospital) -> bool:
    """Whether the hospital's quota could keep anybody at home or call for anybody."""
    quota = hospital.quota
    return quota is not None and (quota.lower > 0 or quota.upper is not None)


def counts(programme: Programme) -> bool:
    """Whether the programme states numbers over all its posts."""
    return programme.person_times > 0 or bool(programme.tiers)


class _Components:
    """Which component each post, person, hospital quota and counting programme lies in.

    ``post``, ``person``, ``hospital``, ``programme``: one number each, in the problem's order; what
    stands alone has a number of its own.
    """

    def __init__(self, problem: Problem, edges: Iterable[tuple[object, object]]) -> None:
        number: dict[object, int] = defaultdict(count().__next__)
        ends = np.array(
            [(number[one], number[other]) for one, other in edges], dtype=np.int64
        ).reshape(-1, 2)
        nodes = {
            "post": [number[post.id, "post"] for post in problem.posts],
            "person": [number[person.id, "person"] for person in problem.people],
            "hospital": [number[hospital.id, "hospital"] for hospital in problem.hospitals],
            "programme": [number[programme.id, "programme"] for programme in problem.programmes],
        }
        graph = sparse.csr_matrix(
            (np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(len(number),) * 2
        )
        _, found = connected_components(graph, directed=False)
        label = found.astype(np.int64)
        of = {kind: label[np.array(of_kind, dtype=np.int64)] for kind, of_kind in nodes.items()}
        self.post, self.person = of["post"], of["person"]
        self.hospital, self.programme = of["hospital"], of["programme"]


def _components(problem: Problem) -> _Components:
    return _Components(problem, _edges(problem))


def _edges(problem: Problem) -> Iterator[tuple[object, object]]:
    """Pairs of things that belong together; a thing is named by its id and kind."""
    skilled: dict[str, set[str]] = defaultdict(set)
    binding = {hospital.id for hospital in problem.hospitals if limits(hospital)}
    for person in problem.people:
        me = (person.id, "person")
        for specialty in person.specialties:
            skilled[specialty].add(person.hospital)
            yield me, (person.hospital, specialty, "specialty")
        if person.department is not None:
            yield me, (person.department, "department")
        if person.hospital in binding:
            yield me, (person.hospital, "hospital")
    for duty in problem.pinned:
        yield (duty.person, "person"), (duty.post, "post")
    yield from _edges_of_posts(problem, skilled)


def _edges_of_posts(
    problem: Problem, skilled: dict[str, set[str]]
) -> Iterator[tuple[object, object]]:
    """A post and whoever may serve it: posts with the same host and senders share their way in."""
    counting = {programme.id for programme in problem.programmes if counts(programme)}
    supporters: dict[str, set[str]] = defaultdict(set)
    for pairing in problem.pairings:
        supporters[pairing.host].add(pairing.sender)
    ways: set[tuple[str, tuple[str, ...] | None, str]] = set()
    for post in problem.posts:
        for specialty in post.specialties:
            ways.add((post.host, post.senders, specialty))
            yield (post.id, "post"), (post.host, post.senders, specialty)
        if post.programme in counting:
            yield (post.id, "post"), (post.programme, "programme")
    for host, senders, specialty in ways:
        able = skilled.get(specialty, set())
        if problem.pairings:
            able = able & supporters[host]
        if senders is not None:
            able = able & set(senders)
        for hospital in able:
            yield (host, senders, specialty), (hospital, specialty, "specialty")


class _Bundles:
    """Components put together, in the order of their first posts, and the problem of each."""

    def __init__(self, problem: Problem, components: _Components, posts: int) -> None:
        self._problem = problem
        bundle_of = self._put_together(components, posts)
        self.count = 1 + max(bundle_of.values(), default=-1)
        nowhere = -1

        def numbers(labels: IntArray) -> IntArray:
            found = [bundle_of.get(label, nowhere) for label in labels.tolist()]
            return np.array(found, dtype=np.int64)

        self._post, self._person = numbers(components.post), numbers(components.person)
        self._hospital = numbers(components.hospital)
        self._programme = numbers(components.programme)
        self._supporters: dict[str, list[int]] = defaultdict(list)
        for number, pairing in enumerate(problem.pairings):
            self._supporters[pairing.host].append(number)

    def _put_together(self, components: _Components, posts: int) -> dict[int, int]:
        """Each component's bundle, by label.

        What asks for a number without holding a post, such as a lower quota nobody can meet, is
        kept, so that its contradiction is told.
        """
        sizes = dict(zip(*np.unique(components.post, return_counts=True), strict=True))
        asking = [
            *(
                components.hospital[n]
                for n, hospital in enumerate(self._problem.hospitals)
                if limits(hospital) and hospital.quota is not None and hospital.quota.lower > 0
            ),
            *(components.programme[n] for n, p in enumerate(self._problem.programmes) if counts(p)),
        ]
        found: dict[int, int] = {}
        bundle = held = 0
        for label in dict.fromkeys([*components.post.tolist(), *map(int, asking)]):
            if held >= posts:
                bundle, held = bundle + 1, 0
            found[label] = bundle
            held += int(sizes.get(label, 0))
        if held < posts and bundle:
            # A remainder joins the part before it.
            found = {label: min(at, bundle - 1) for label, at in found.items()}
        return found

    def problem_of(self, bundle: int) -> Problem:
        """The problem over what lies in a bundle, in the whole problem's order."""
        whole = self._problem
        posts = _at(whole.posts, self._post == bundle)
        people = _at(whole.people, self._person == bundle)
        homes = {person.department for person in people}
        pairings = sorted(
            number for host in {post.host for post in posts} for number in self._supporters[host]
        )
        # None at all would mean that anybody may support anybody.
        pairings = pairings or ([0] if whole.pairings else [])
        paired = [whole.pairings[number] for number in pairings]
        mine = set(_ids(_at(whole.hospitals, self._hospital == bundle)))
        senders = {p.hospital for p in people} | {pairing.sender for pairing in paired}
        senders |= {sender for post in posts for sender in post.senders or ()}
        hosts = _hosts(posts, people) | {pairing.host for pairing in paired}
        programmes = {post.programme for post in posts}
        post_ids, person_ids = set(_ids(posts)), set(_ids(people))
        return structs.replace(
            whole,
            hospitals=tuple(
                one if one.id in mine or not limits(one) else structs.replace(one, quota=None)
                for one in whole.hospitals
                if one.id in mine or one.id in senders
            ),
            departments=tuple(one for one in whole.departments if one.id in homes),
            hosts=tuple(host for host in whole.hosts if host.id in hosts),
            people=people,
            posts=posts,
            programmes=tuple(
                programme
                for programme, at in zip(whole.programmes, self._programme.tolist(), strict=True)
                if at == bundle or programme.id in programmes
            ),
            pairings=tuple(paired),
            pinned=tuple(duty for duty in whole.pinned if duty.post in post_ids),
            forbidden=tuple(
                one for one in whole.forbidden if one.post in post_ids and one.person in person_ids
            ),
        )


def _at(things: Sequence[Thing], flags: BoolArray) -> tuple[Thing, ...]:
    return tuple(things[number] for number in np.flatnonzero(flags).tolist())


def _ids(things: Iterable[Hospital | Post | Person]) -> Iterator[str]:
    return (thing.id for thing in things)


def _hosts(posts: Iterable[Post], people: Iterable[Person]) -> set[str]:
    """Every host that posts stand at or people's rows name."""
    named = {post.host for post in posts}
    for person in people:
        named.update(person.preferences, person.travel, person.registered or ())
    return named
