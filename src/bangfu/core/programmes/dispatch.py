"""Who is sent: batches, posts, stints, hand-over and the quota rules over them."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from .quota_rules import QuotaRule
from .recognition import AnyRecognition
from .vocabulary import Form
from .words import Code, Count, Section, Text, Whole


class Stint(Section, frozen=True, kw_only=True):
    """How long one person stays on a post: the whole term, or one of the lengths allowed."""

    whole_term: bool = False
    months: tuple[Count, ...] = ()
    weeks: tuple[Count, ...] = ()
    source: Code | None = None


class Handover(Section, frozen=True, kw_only=True):
    """How one person follows another: on the same day, or with days together."""

    same_day: bool = False
    overlap_days: Whole = 0
    checklist: tuple[Text, ...] = ()
    source: Code | None = None


class Clinic(Section, frozen=True, kw_only=True):
    """How often a visiting expert sits: half-day sessions a week."""

    sessions_a_week: Annotated[
        int, Meta(ge=1, le=14, extra={"zh": "1 至 14 的整数", "en": "a whole number of 1 to 14"})
    ]
    source: Code | None = None


class Role(Section, frozen=True, kw_only=True):
    """What a person on a post may be appointed as, such as clinical head of a department."""

    code: Code
    title: Text
    source: Code | None = None


class Posts(Section, frozen=True, kw_only=True):
    """Posts of one kind: how many, in which form, from whom and for whom.

    ``count`` is the number of posts in all; with ``per_host`` it is the number at each host.
    A batch's term is used where the posts name a batch, else the programme's.
    """

    code: Code
    title: Text
    form: Form
    count: Count | None = None
    per_host: Count | None = None
    senders: tuple[Code, ...] = ()
    hosts: tuple[Code, ...] = ()
    batch: Code | None = None
    starts_on: date | None = None
    ends_before: date | None = None
    never_uncovered: bool = False
    stint: Stint | None = None
    handover: Handover | None = None
    rest_days: Whole = 0
    clinic: Clinic | None = None
    roles: tuple[Role, ...] = ()
    duties: tuple[Text, ...] = ()
    source: Code | None = None


class Batch(Section, frozen=True, kw_only=True):
    """People sent together, with the days they stay."""

    code: Code
    title: Text
    starts_on: date
    ends_before: date
    people: Count | None = None
    source: Code | None = None


class Step(Section, frozen=True, kw_only=True):
    """A step of the round: needs survey, staff fixed, list made public; dated where it is known.

    ``on`` is a day, ``month`` a month of every year.
    """

    title: Text
    on: date | None = None
    month: (
        Annotated[int, Meta(ge=1, le=12, extra={"zh": "1 至 12 的月份", "en": "a month, 1 to 12"})]
        | None
    ) = None
    source: Code | None = None


class Dispatch(Section, frozen=True, kw_only=True):
    """The sending of people: forms of service, posts and the rules over them."""

    forms: Annotated[
        tuple[Form, ...],
        Meta(min_length=1, extra={"zh": "至少一种服务方式", "en": "at least one form of service"}),
    ]
    posts: tuple[Posts, ...] = ()
    batches: tuple[Batch, ...] = ()
    rules: tuple[QuotaRule, ...] = ()
    recognition: tuple[AnyRecognition, ...] = ()
    steps: tuple[Step, ...] = ()

    def posts_of(self, code: str) -> Posts | None:
        """The post group of a code, or nothing."""
        return next((posts for posts in self.posts if posts.code == code), None)
