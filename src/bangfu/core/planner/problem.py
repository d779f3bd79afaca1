"""A planning problem as the authority states it: people, posts, and the rules that hold.

The types are the JSON file, word for word (``docs/reference/planner/problem.md``). Time inside a
problem is counted in whole periods from 0; only the horizon knows dates.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, Struct

from .horizon import Horizon, Span

Form = Literal["resident", "rotating", "leadership", "visiting"]
"""How a post is served: 驻点, 轮换, 任职 (业务院长) or 坐诊."""

Tier = Literal["tertiary", "secondary", "primary"]
"""Level of a hospital: 三级, 二级, 一级及以下."""

Goal = Literal["coverage", "stability", "quality", "fairness"]
"""What is improved, in order; an earlier goal is never traded for a later one."""

Id = Annotated[str, Meta(min_length=1, max_length=200)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
AtLeastOne = Annotated[int, Meta(ge=1, le=1_000_000)]
Rank = Annotated[int, Meta(ge=1, le=5)]
"""Last digit of a GB/T 8561 title: 1 正高, 2 副高, 3 中级, 4 助理级, 5 员级."""
Score = Annotated[int, Meta(ge=-1000, le=1000)]

FULL_TIME = 10
"""Half-days of work in a week."""


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts share: frozen, named fields only, unknown keys refused."""


class Quota(_Part, frozen=True, kw_only=True):
    """Fewest and most person-times a hospital sends within the plan, over the forms that count."""

    lower: Count = 0
    upper: Count | None = None
    forms: tuple[Form, ...] = ("resident", "rotating", "leadership")


class Hospital(_Part, frozen=True, kw_only=True):
    """A sending hospital."""

    id: Id
    name: str = ""
    tier: Tier
    quota: Quota | None = None
    area: str = ""


class Leave(_Part, frozen=True, kw_only=True):
    """So many colleagues are on leave in these periods."""

    start: Count
    end: Count
    people: Count


class Department(_Part, frozen=True, kw_only=True):
    """A home department: it may never fall below ``minimum`` of its ``staff``, leave included."""

    id: Id
    hospital: Id
    name: str = ""
    staff: Count
    minimum: Count = 0
    leave: tuple[Leave, ...] = ()


class Host(_Part, frozen=True, kw_only=True):
    """A receiving institution."""

    id: Id
    name: str = ""
    area: str = ""


class Person(_Part, frozen=True, kw_only=True):
    """Someone who may be sent.

    ``available`` left out means the whole horizon. ``sessions`` is the number of half-days a week
    the home unit releases. ``forms`` is what person and home unit consent to; ``registered`` the
    hosts where practice is filed; either left out means all. ``travel`` is hours one way.
    """

    id: Id
    name: str = ""
    hospital: Id
    department: Id | None = None
    specialties: tuple[Id, ...]
    rank: Rank
    available: tuple[Span, ...] | None = None
    served_months: Count = 0
    owed_months: Count = 0
    preferences: dict[Id, Score] = {}
    travel: dict[Id, Annotated[int, Meta(ge=0, le=100)]] = {}
    sessions: Annotated[int, Meta(ge=0, le=FULL_TIME)] = FULL_TIME
    forms: tuple[Form, ...] | None = None
    registered: tuple[Id, ...] | None = None
    burden_cap: Count | None = None


class Stints(_Part, frozen=True, kw_only=True):
    """Allowed lengths of one person's stay on a post, in periods.

    Left out altogether, a stay is the whole term. A stay begins ``starts_every`` periods apart
    from the term's start; its length is ``shortest`` plus a multiple of ``step``, up to
    ``longest``; a stay that ends with the term may have any length between the two.
    """

    shortest: AtLeastOne
    longest: AtLeastOne
    step: AtLeastOne = 1
    starts_every: AtLeastOne = 1


class Post(_Part, frozen=True, kw_only=True):
    """A place to be filled at a host.

    ``specialties`` maps each accepted specialty to its fit, 0 to 100. ``priority`` 1 is the most
    urgent. ``overlap``: periods a successor arrives before taking over; ``rest``: periods after a
    stay in which the person is not sent again. ``sessions``: half-days a week; left out, full
    time. ``stays`` lists the stays allowed one by one, for example from the first of a month to the
    last of another; it takes the place of ``stints``.
    """

    id: Id
    name: str = ""
    host: Id
    form: Form
    specialties: dict[Id, Annotated[int, Meta(ge=0, le=100)]]
    rank_floor: Rank = 5
    priority: Annotated[int, Meta(ge=1, le=9)] = 1
    term: Span | None = None
    stints: Stints | None = None
    stays: tuple[Span, ...] | None = None
    overlap: Count = 0
    rest: Count = 0
    senders: tuple[Id, ...] | None = None
    headcount: Annotated[int, Meta(ge=1, le=10_000)] = 1
    sessions: Annotated[int, Meta(ge=1, le=FULL_TIME)] | None = None
    never_uncovered: bool = False
    programme: Id | None = None


class Programme(_Part, frozen=True, kw_only=True):
    """Rules over all posts that name this programme.

    ``tiers``: exactly so many person-times from hospitals of each tier named; ``person_times``:
    at least so many in all.
    """

    id: Id
    name: str = ""
    tiers: dict[Tier, Count] = {}
    person_times: Count = 0


class Pairing(_Part, frozen=True, kw_only=True):
    """This sender supports this host. With any pairing stated, only paired hospitals may send."""

    sender: Id
    host: Id


class Forbidden(_Part, frozen=True, kw_only=True):
    """Not this person on this post, whatever the reason."""

    person: Id
    post: Id


class Duty(_Part, frozen=True, kw_only=True):
    """One person serves one post in the periods from ``start`` up to, not including, ``end``."""

    person: Id
    post: Id
    start: Count
    end: Count

    @property
    def periods(self) -> int:
        """How many periods the duty covers."""
        return self.end - self.start


class Burden(_Part, frozen=True, kw_only=True):
    """What one person may be asked for in a plan: duties weigh something, the sum is capped."""

    cap: Count = 2
    full_time: Count = 2
    visiting: Count = 1


class Weights(_Part, frozen=True, kw_only=True):
    """How the parts of quality weigh against each other; they never touch another goal.

    Points per period: ``specialty`` times fit, ``rank`` per step above the floor (two at most),
    ``preference`` times the stated preference, ``owed`` per period that still counts for promotion,
    ``travel`` per hour one way. ``change`` is lost once per stay.
    """

    specialty: Count = 1
    rank: Count = 5
    preference: Count = 1
    owed: Count = 10
    travel: Count = 1
    change: Count = 40


class Problem(_Part, frozen=True, kw_only=True, dict=True, omit_defaults=False):
    """Everything a plan depends on. Equal problems and equal seeds give equal plans."""

    version: Literal[1] = 1
    title: str = ""
    horizon: Horizon
    hospitals: tuple[Hospital, ...]
    departments: tuple[Department, ...] = ()
    hosts: tuple[Host, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    programmes: tuple[Programme, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    pinned: tuple[Duty, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    burden: Burden | None = None
    weights: Weights = Weights()
    goals: tuple[Goal, ...] = ("coverage", "stability", "quality", "fairness")

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _posts(self) -> dict[str, Post]:
        return {post.id: post for post in self.posts}

    @cached_property
    def _hospitals(self) -> dict[str, Hospital]:
        return {hospital.id: hospital for hospital in self.hospitals}

    @cached_property
    def _departments(self) -> dict[str, Department]:
        return {department.id: department for department in self.departments}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        kinds: tuple[
            tuple[str, Iterable[Person | Post | Hospital | Department | Host | Programme]], ...
        ]
        kinds = (
            ("person", self.people),
            ("post", self.posts),
            ("hospital", self.hospitals),
            ("department", self.departments),
            ("host", self.hosts),
            ("programme", self.programmes),
        )
        return {(kind, part.id): part.name or part.id for kind, parts in kinds for part in parts}

    def person(self, id: str) -> Person:
        """The person of that id; ``KeyError`` if there is none."""
        return self._people[id]

    def post(self, id: str) -> Post:
        """The post of that id; ``KeyError`` if there is none."""
        return self._posts[id]

    def hospital(self, id: str) -> Hospital:
        """The sending hospital of that id; ``KeyError`` if there is none."""
        return self._hospitals[id]

    def department(self, id: str) -> Department:
        """The home department of that id; ``KeyError`` if there is none."""
        return self._departments[id]

    def knows(self, kind: str, id: str) -> bool:
        """Whether a ``kind`` (person, post, hospital, department, host, programme) has that id."""
        return (kind, id) in self._labels

    def label(self, kind: str, id: str) -> str:
        """The name to show for a part of the problem; its id where it has no name."""
        return self._labels.get((kind, id), id)

    def term(self, post: Post) -> Span:
        """The periods in which a post is to be covered."""
        return post.term or Span(start=0, end=self.horizon.count)

    def arrival(self, duty: Duty) -> int:
        """First period away: a successor arrives early, whoever opens the term does not."""
        post = self.post(duty.post)
        opens = self.term(post).start
        return duty.start if duty.start <= opens else max(opens, duty.start - post.overlap)
