"""Why a plan is as it is, as values that a page can show: nothing here computes."""

from typing import Literal

from msgspec import Struct

from .horizon import Span
from .plan import Sentence
from .price import Price
from .problem import Duty

Kind = Literal["nobody", "too_short", "blocked", "traded"]
"""Why nobody serves in a gap. ``nobody``: no eligible person; ``too_short``: no stay that the post
allows fits in; ``blocked``: people exist, rules keep them away; ``traded``: somebody could come,
but another goal stood before or the search ended early."""


class Blocker(Sentence, frozen=True, kw_only=True):
    """A rule that keeps people from a post, in words.

    ``people`` counts whom it keeps away, ``who`` names them. Where it is about one person and one
    stay, ``detail`` is the breach in the rule's own words, and ``duties`` are those in the way.
    """

    rule: str
    people: int = 1
    who: tuple[str, ...] = ()
    detail: Sentence | None = None
    duties: tuple[Duty, ...] = ()


class RunnerUp(Struct, frozen=True, kw_only=True):
    """Someone else who could serve a duty's post, and what speaks against it.

    ``difference`` is quality lost in this duty if this person took it, other duties untouched
    (negative: it would gain). ``kept_away`` is empty where nothing forbids the swap. ``serves``
    are the person's duties that stand in the way; ``price`` is that of giving them up and taking
    this one, ``None`` where the person could not come even then.
    """

    person: str
    span: Span
    quality: int
    difference: int
    kept_away: tuple[Blocker, ...]
    serves: tuple[Duty, ...]
    price: Price | None
    sentence: Sentence


class Presence(Struct, frozen=True, kw_only=True):
    """How many of a department are on duty while one of them is away.

    ``on_duty`` has one count per period from ``start`` on: staff less leave less all sent away.
    """

    department: str
    staff: int
    minimum: int
    start: int
    on_duty: tuple[int, ...]


class AssignmentReason(Struct, frozen=True, kw_only=True):
    """Why this person serves this post: quality by part, runners-up, and what home gives up.

    The parts (``specialty``, ``rank``, ``preference``, ``owed``, ``travel``, ``change``) add up
    to ``quality``, by which this person is ``place``-th ``among`` those whom no rule refuses here
    outright.
    ``presence`` is ``None`` where nobody is missing at home: a clinic, or no department given.
    """

    duty: Duty
    parts: dict[str, int]
    quality: int
    place: int
    among: int
    summary: Sentence
    runners_up: tuple[RunnerUp, ...]
    home: Sentence
    presence: Presence | None


class Fix(Struct, frozen=True, kw_only=True):
    """One way to fill so many empty periods of a post.

    ``kind``: ``free``: nothing stands against it; ``relax``: the ``rules`` are relaxed this once;
    ``exchange``: no rule is broken, but the duties in ``gives_up`` end; ``replace``: as exchange,
    and the ``replacements`` take over what is given up. ``gained_periods`` and ``quality`` are
    those of the new stay, ``price`` is what all changes together do to every goal. ``remedy`` says
    what is done, ``others_lose`` who pays, ``effect`` what it comes to: clauses, no full stop.
    """

    kind: Literal["free", "relax", "exchange", "replace"]
    rules: tuple[str, ...]
    person: str
    span: Span
    gained_periods: int
    quality: int
    price: Price
    remedy: Sentence
    others_lose: Sentence
    effect: Sentence
    gives_up: tuple[Duty, ...] = ()
    replacements: tuple[Duty, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """What is done, who pays and what it comes to, in one."""
        clauses = (self.remedy, self.others_lose, self.effect)
        return Sentence(
            "；".join(clause.zh for clause in clauses) + "。",
            "; ".join(clause.en for clause in clauses) + ".",
        )


class Vacancy(Struct, frozen=True, kw_only=True):
    """One gap of a post, and why it stands open.

    ``uncoverable`` are the periods that no stay allowed by the post and inside the gap can cover.
    Where no fix relaxes a single rule, those of kind ``relax`` relax the smallest set that helps.
    """

    span: Span
    kind: Kind
    verdict: Sentence
    blockers: tuple[Blocker, ...]
    fixes: tuple[Fix, ...]
    uncoverable: tuple[Span, ...] = ()


class EmptyReason(Struct, frozen=True, kw_only=True):
    """Why a post is short of people in some periods, gap by gap."""

    post: str
    gaps: tuple[Vacancy, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The gaps."""
        return tuple(gap.span for gap in self.gaps)

    @property
    def periods(self) -> int:
        """Periods that are short of people."""
        return sum(gap.span.end - gap.span.start for gap in self.gaps)

    @property
    def kind(self) -> Kind:
        """The first gap's kind; ``traded`` where somebody could come into any of them."""
        kinds = [gap.kind for gap in self.gaps]
        return "traded" if "traded" in kinds else kinds[0]

    @property
    def verdict(self) -> Sentence:
        """The gaps' verdicts, one after the other."""
        return Sentence(
            "".join(gap.verdict.zh for gap in self.gaps),
            " ".join(gap.verdict.en for gap in self.gaps),
        )


class WhyNot(Struct, frozen=True, kw_only=True):
    """Why this person is not on this post: the rules against it, or what it would cost.

    ``stay`` is the person's best stay there. To make room, ``instead_of`` would leave the post and
    ``gives_up`` are the person's own duties that would end; ``blockers`` are the rules that forbid
    the stay while the person's own duties stand. ``price`` is that of the whole change, ``None``
    where rules forbid it even then.
    """

    person: str
    post: str
    verdict: Sentence
    blockers: tuple[Blocker, ...]
    stay: Span | None = None
    instead_of: tuple[Duty, ...] = ()
    gives_up: tuple[Duty, ...] = ()
    price: Price | None = None
