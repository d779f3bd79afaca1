"""Appraisal, public requests and documents, as the definition states them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition
from bangfu.core.programmes.review import Appraisal, FormDocument, Grade, ReviewLevel
from bangfu.core.programmes.review_wording import grade_scores, round_days, voice_sentences
from bangfu.web.components import Fact
from bangfu.web.wording import day, percent

from .notes import Clause, Note, Notes, say


@dataclass(frozen=True, slots=True)
class Level:
    """One level of review, from the lowest up."""

    number: int
    title: str
    who: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One appraisal round."""

    title: str
    kind: str
    days: str
    held_on: str
    methods: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One grade or star with its score and how many may have it."""

    title: str
    scores: str
    limit: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One form or letter the programme uses."""

    title: str
    occasion: str
    handling: str
    note: Note | None


def facts(appraisal: Appraisal) -> list[Fact]:
    """Who is appraised, from how many points, and what results are used for."""
    found = [Fact(_("考核对象"), _("、").join(say(s.label) for s in appraisal.subjects))]
    if appraisal.scheme:
        points = _("%(points)s分，可加分") if appraisal.scheme.may_exceed else _("%(points)s分")
        found.append(Fact(_("基础分"), points % {"points": appraisal.scheme.base_points}))
    if appraisal.uses:
        found.append(Fact(_("结果运用"), _("、").join(say(use.label) for use in appraisal.uses)))
    if appraisal.flag:
        often = say(appraisal.flag.per.label)
        words = {"flag": say(appraisal.flag.title), "period": often}
        found.append(Fact(_("流动奖项"), _("%(flag)s，%(period)s评一次") % words))
    found.append(
        Fact(
            _("层级要求"), _("逐级评定，不越级") if appraisal.no_level_skipped else _("可直接评定")
        )
    )
    return found


def levels(definition: Definition, appraisal: Appraisal, notes: Notes) -> list[Level]:
    """The levels of review, lowest first."""
    return [
        Level(number, say(level.title), _who(level, definition), notes.of(level.source))
        for number, level in enumerate(appraisal.levels, 1)
    ]


def rounds(appraisal: Appraisal, notes: Notes) -> list[RoundRow]:
    """When appraisals are held, over which days, by which methods."""
    return [
        RoundRow(
            title=say(held.title),
            kind=say(held.kind.label),
            days=say(round_days(held)),
            held_on=day(held.held_on) if held.held_on else "",
            methods=_("、").join(say(method.label) for method in held.methods) or "—",
            note=notes.of(held.source),
        )
        for held in appraisal.rounds
    ]


def grades(stated: tuple[Grade, ...], notes: Notes) -> list[GradeRow]:
    """Grades or stars from high to low."""
    return [
        GradeRow(say(grade.title), say(scores), _limit(grade), notes.of(grade.source))
        for grade, scores in zip(stated, grade_scores(stated), strict=True)
    ]


def supervision(definition: Definition, appraisal: Appraisal, notes: Notes) -> list[Clause]:
    """Units supervised beside the rounds, and by which rules."""
    found = []
    for kind in appraisal.supervision:
        party = definition.parties.by_code(kind.party) if definition.parties else None
        rules = _("、").join(say(rule) for rule in kind.rules)
        found.append(Clause(say(party.title) if party else "", notes.of(kind.source), rules))
    return found


def voice(definition: Definition, notes: Notes) -> list[Clause]:
    """How public requests come, are sorted and answered."""
    if definition.voice is None:
        return []
    return notes.clauses(voice_sentences(definition.voice), definition.voice.source)


def papers(definition: Definition, notes: Notes) -> list[PaperRow]:
    """The forms and letters the programme uses."""
    return [
        PaperRow(
            title=_title(paper),
            occasion=say(paper.occasion.label) if paper.occasion else "—",
            handling=_handling(paper),
            note=notes.of(paper.source),
        )
        for paper in definition.documents
    ]


def _title(paper: FormDocument) -> str:
    return say(paper.title) if paper.title else say(paper.kind.label)


def _handling(paper: FormDocument) -> str:
    """Who fills it and who keeps it, where the definition says so."""
    parts = []
    if paper.filled_by:
        parts.append(_("由%(who)s填写") % {"who": say(paper.filled_by)})
    if paper.kept_by:
        parts.append(_("由%(who)s留存") % {"who": say(paper.kept_by)})
    return _("，").join(parts)


def _who(level: ReviewLevel, definition: Definition) -> str:
    if level.office:
        return say(level.office)
    party = definition.parties.by_code(level.party or "") if definition.parties else None
    return say(party.title) if party else ""


def _limit(grade: Grade) -> str:
    if grade.share_at_most is not None:
        return _("不超过%(share)s") % {"share": percent(grade.share_at_most, 0)}
    return _("%(count)s个") % {"count": grade.count} if grade.count else "—"
