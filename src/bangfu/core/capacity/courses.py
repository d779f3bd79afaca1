"""The courses things that stay behind take: milestones, what is asked, later verification.

Data of ``definitions/capacity/courses``; a new course is a new table there.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.measured import ActivityKind, Lasting, Option
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Coded, Count, Section, Text
from bangfu.definitions import FOLDER


class AskedKind(Coded):
    """How something asked of an item is answered."""

    TEXT = "text", "文字", "text"
    NUMBER = "number", "数字", "a number"
    PHONE = "phone", "电话", "a telephone number"
    CHOICE = "choice", "选择", "a choice"


class Asked(Section, frozen=True, kw_only=True):
    """Something asked of an item or of a milestone."""

    code: Code
    title: Text
    kind: AskedKind = AskedKind.TEXT
    options: tuple[Option, ...] = ()
    hint: Text | None = None
    optional: bool = True


class Milestone(Section, frozen=True, kw_only=True):
    """One step of a course.

    ``counts``: the item enters the ledger of work on this day. ``built``: from here on it is
    there. ``alone``: local staff did it alone, which wants a witness and the host's word.
    ``cases`` is the least number of cases. ``needs_skills``: every skill must be done alone first.
    """

    code: Code
    title: Text
    counts: bool = False
    built: bool = False
    alone: bool = False
    needs_skills: bool = False
    optional: bool = False
    cases: Count | None = None
    asks: tuple[Asked, ...] = ()


class SkillStep(Coded):
    """How far somebody is with a skill."""

    TAUGHT = "taught", "已讲授", "taught"
    GUIDED = "guided", "指导下完成", "done under guidance"
    ALONE = "alone", "独立完成", "done alone"


class Skills(Section, frozen=True, kw_only=True):
    """That a course has a list of skills or tasks, and which steps each goes through."""

    title: Text
    steps: Annotated[tuple[SkillStep, ...], Meta(min_length=1)]


class Verified(Section, frozen=True, kw_only=True):
    """When the authority looks again, counted from the day it was there; and what it asks."""

    after_months: Count
    question: Text
    source: Code
    every_months: Count | None = None
    cases: bool = False


class PostingUse(Coded):
    """Whether an item hangs on somebody's posting."""

    REQUIRED = "required", "必填", "required"
    OPTIONAL = "optional", "可选", "optional"
    NONE = "none", "不涉及", "none"


class Course(Section, frozen=True, kw_only=True):
    """The life of one kind of thing that stays behind.

    ``kinds`` names the activity kinds that take it, where not all of ``lasting``.
    """

    code: Code
    lasting: Lasting
    title: Text
    named: Text
    source: Code
    milestones: Annotated[tuple[Milestone, ...], Meta(min_length=1)]
    kinds: tuple[Code, ...] = ()
    person: Text | None = None
    posting: PostingUse = PostingUse.OPTIONAL
    asks: tuple[Asked, ...] = ()
    skills: Skills | None = None
    verified: Verified | None = None

    def milestone(self, code: str) -> Milestone | None:
        """The milestone of a code, or nothing."""
        return next((one for one in self.milestones if one.code == code), None)

    @property
    def counting(self) -> Milestone:
        """The milestone with which it enters the ledger."""
        return next(one for one in self.milestones if one.counts)

    @property
    def building(self) -> Milestone:
        """The milestone from which on it is there."""
        return next(one for one in self.milestones if one.built)

    @property
    def alone(self) -> Milestone | None:
        """The milestone at which local staff do it alone, where it has one."""
        return next((one for one in self.milestones if one.alone), None)


class CourseFile(Section, frozen=True, kw_only=True):
    """One file of courses with the sources they rest on."""

    sources: tuple[Source, ...]
    courses: Annotated[tuple[Course, ...], Meta(min_length=1)]


Courses = Mapping[str, Course]


def read(text: str, *, file: str = "courses.toml") -> CourseFile:
    """Courses from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, CourseFile, file=file, check=_problems)


@cache
def shipped_courses() -> Courses:
    """The courses that come with the product, by code."""
    return load(FOLDER / "capacity" / "courses")


def load(folder: Path) -> Courses:
    """The courses of every file of a folder by code; of one code twice the later is refused."""
    found: dict[str, Course] = {}
    for file in sorted(folder.glob("*.toml")):
        for course in read(file.read_text(encoding="utf-8"), file=file.name).courses:
            if course.code in found:
                raise ValueError(f"{file.name}: a second course {course.code!r}")
            found[course.code] = course
    return MappingProxyType(found)


def course_of(kind: ActivityKind, courses: Courses | None = None) -> Course | None:
    """The course a kind of activity takes: one that names it, else the one of its sort."""
    known = (shipped_courses() if courses is None else courses).values()
    if kind.lasting is None:
        return None
    naming = [course for course in known if kind.code in course.kinds]
    usual = [course for course in known if course.lasting is kind.lasting and not course.kinds]
    return next(iter([*naming, *usual]), None)


def _problems(file: CourseFile) -> Iterator[Problem]:
    yield from unknown_sources(file, file.sources)
    for index, course in enumerate(file.courses):
        path = ("courses", index, "milestones")
        codes = [one.code for one in course.milestones]
        if len(set(codes)) < len(codes):
            yield Problem(path, "里程碑代码重复，请改用不同的代码。", "a code stands twice.")
        for word, zh in (("counts", "记入台账"), ("built", "建成")):
            if sum(getattr(one, word) for one in course.milestones) != 1:
                yield Problem(
                    path,
                    f"须有且只有一个里程碑标明 {word}（{zh}）。",
                    f"exactly one milestone says {word}.",
                )
        if sum(one.alone for one in course.milestones) > 1:
            yield Problem(path, "最多一个里程碑标明 alone。", "at most one milestone says alone.")
        if course.skills is None and any(one.needs_skills for one in course.milestones):
            yield Problem(
                path,
                "没有技能清单，不能标明 needs_skills。",
                "needs_skills without a list of skills.",
            )
