"""A sheet in words: items with their rules, figures and points, and how the total adds up."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.appraisal.models import Exemption, Figure, Mark, Round, Subject, VetoFact
from bangfu.apps.appraisal.pages import sheets as pages
from bangfu.apps.appraisal.queries import sheets
from bangfu.apps.evidence.queries import attachments_of
from bangfu.core.appraisal import Scheme, catalogue
from bangfu.core.appraisal.arithmetic import canonical, told
from bangfu.core.appraisal.results import BlockLine, ItemLine, Sheet
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.appraisal.scheme import Item
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Sort, State
from bangfu.core.appraisal.wording import rule_sentence
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

STATE_TONES: Mapping[State, Tone] = {
    State.SCORED: "ok",
    State.NOT_APPLICABLE: "neutral",
    State.AWAITING: "warn",
}


class Shown:
    """One subject's sheet, read once for its page."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.held: Round = subject.round
        self.scheme: Scheme = sheets.scheme_of(self.held)
        self.sheet: Sheet = sheets.scored_sheets(self.held, [subject]).sheet(subject.key)
        self._figures = {one.name: one for one in Figure.objects.standing().filter(subject=subject)}
        marks = list(Mark.objects.standing().filter(subject=subject).select_related("by"))
        self._files = attachments_of(marks)
        self._marks: Mapping[str, dict[str, Mark]] = defaultdict(dict)
        for mark in marks:
            self._marks[mark.item][mark.level] = mark
        self.exemptions = list(Exemption.objects.standing().filter(subject=subject))
        self.vetoes = list(VetoFact.objects.standing().filter(subject=subject))
        self._exempt = {one.item: one.reason for one in self.exemptions}

    def blocks(self, *, scores: bool) -> list[pages.BlockShown]:
        """Every block with its items; ``scores`` offers the form of each item."""
        return [
            pages.BlockShown(
                code=block.code,
                title=in_own_language(block.title),
                points=_said(line.points if line else None),
                sums=_block_sums(line) if line else [],
                items=[
                    self.item(item, scores=scores)
                    for item in self.scheme.items
                    if item.block == block.code
                ],
            )
            for block in self.scheme.blocks
            for line in [self._block(block.code)]
        ]

    def item(self, item: Item, *, scores: bool) -> pages.ItemShown:
        """One item as the sheet shows it."""
        line = self.sheet.item(item.code)
        return pages.ItemShown(
            code=item.code,
            title=in_own_language(item.title),
            sort="" if item.sort is Sort.SCORED else in_own_language(item.sort.label),
            full=told_points(item.points),
            rule=in_own_language(rule_sentence(self.scheme, item, catalogue())),
            state=in_own_language(line.state.label),
            tone=STATE_TONES[line.state],
            points=_said(line.points),
            steps=[in_own_language(step) for step in line.steps],
            figures=self._inputs(item),
            levels=self._levels(item, line),
            exempt=self._exempt.get(item.code, ""),
            scores=scores and item.code not in self._exempt,
        )

    def exempted(self, item: str) -> str:
        """Why an item was declared not applicable; empty where it applies."""
        return self._exempt.get(item, "")

    def standing(self, item: str, level: str) -> Mark | None:
        """The mark that a level gave to an item."""
        return self._marks.get(item, {}).get(level)

    def adds_up(self) -> list[str]:
        """How the total comes about: each block's part, and what bounds took off."""
        parts = [
            _("%(block)s %(points)s")
            % {
                "block": in_own_language(block.title),
                "points": canonical(line.contribution),
            }
            for block in self.scheme.blocks
            if (line := self._block(block.code))
        ]
        if self.sheet.capped:
            parts.append(_("总分限额 %(points)s") % {"points": canonical(self.sheet.capped)})
        return parts

    def _block(self, code: str) -> BlockLine | None:
        """A block's line; ``None`` as long as nothing of the sheet is scored."""
        return next((line for line in self.sheet.blocks if line.code == code), None)

    def _inputs(self, item: Item) -> list[pages.FigureShown]:
        known = {**catalogue(), **{own.code: own for own in self.scheme.inputs}}
        shown = []
        for code in sorted(item.rule.needs):
            figure, meaning = self._figures.get(code), known.get(code)
            title = in_own_language(meaning.title) if meaning else code
            shown.append(
                pages.FigureShown(
                    title=title,
                    value=_figure_said(figure, meaning),
                    url=reverse("figure", args=[self.subject.pk, code]),
                )
            )
        return shown

    def _levels(self, item: Item, line: ItemLine) -> list[pages.PointsShown]:
        rows = []
        for level, points in zip(self.scheme.levels, line.by_level, strict=True):
            mark = self.standing(item.code, level.code)
            rows.append(
                pages.PointsShown(
                    level=in_own_language(level.title),
                    points=_said(points),
                    given=mark is not None,
                    by=str(mark.by or "") if mark else "",
                    at=mark.at if mark else None,
                    reason=mark.reason if mark else "",
                    mark=mark.pk if mark else 0,
                    files=self._files[mark.pk] if mark else (),
                )
            )
        return rows


def told_points(points: object) -> str:
    """Points of a table without trailing noughts."""
    return canonical(Decimal(str(points)))


def _said(points: Decimal | None) -> str:
    return canonical(points) if points is not None else "—"


def _block_sums(line: BlockLine) -> list[str]:
    """The parts of a block's points, those that are nothing left out."""
    parts = [
        (_("起评 %(points)s"), line.starts_with),
        (_("项目得分 %(points)s"), line.items),
        (_("不适用项折算 %(points)s"), line.rescaled),
        (_("封顶或保底 %(points)s"), line.capped),
    ]
    return [words % {"points": canonical(value)} for words, value in parts if value]


def _figure_said(figure: Figure | None, meaning: Meaning | None) -> str:
    if figure is None:
        return _("没有数据")
    now = Measured(
        value=figure.value, numerator=figure.numerator, denominator=figure.denominator
    ).now
    if now is None:
        return _("没有数据")
    return in_own_language(meaning.quantity(now)) if meaning else told(now)
