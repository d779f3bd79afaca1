"""A score table in the words of the printed one."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.appraisal.forms.scheme_fields import number_out
from bangfu.core.appraisal import Item, Scheme, Sort
from bangfu.core.appraisal.parameters import NAMES
from bangfu.core.appraisal.reviewers import reviewer_of
from bangfu.core.appraisal.scheme import Band, Block, Climb, Level, Veto
from bangfu.core.appraisal.vocabulary import Filling, Part
from bangfu.core.appraisal.wording import rule_sentence
from bangfu.core.programmes.problems import Problem
from bangfu.web.components import Fact
from bangfu.web.wording import enumerated, in_english, in_own_language, told

from . import drafting
from .forms.scheme_rules import LABELS
from .pages import schemes as pages
from .queries.schemes import meanings_of


def part_title(part: str) -> str:
    """What a part of a table is called."""
    return {
        "blocks": _("板块"),
        "groups": _("项目分组"),
        "items": _("考核项目"),
        "vetoes": _("一票否决"),
        "grades": _("等次"),
        "stars": _("星级"),
        "levels": _("评审层级"),
        "climbs": _("逐级晋升"),
        "inputs": _("自设数据"),
        "sources": _("依据"),
    }[part]


def facts_of(scheme: Scheme) -> list[Fact]:
    """The head of the table."""
    total = scheme.total
    full = _("%(points)s分") % {"points": number_out(total.base)}
    if total.converted_to is not None:
        full = _("%(base)s分，折算为%(to)s分") % {
            "base": number_out(total.base),
            "to": number_out(total.converted_to),
        }
    absent = scheme.absent
    how = in_own_language(absent.how.label)
    if absent.how is Filling.RESCALE:
        how = f"{how}（{in_own_language(absent.within.label)}）"
    return [
        Fact(_("考核对象"), in_own_language(scheme.kind.label)),
        Fact(_("年份"), str(scheme.edition)),
        Fact(_("总分"), full),
        Fact(_("项目不适用时"), how),
        *_order_of(scheme),
    ]


def _order_of(scheme: Scheme) -> list[Fact]:
    """How equals are told apart, and how long results are open to objections."""
    titles = {one.code: in_own_language(one.title) for one in scheme.blocks}
    titles |= {one.code: in_own_language(one.title) for one in scheme.items}
    said = [titles.get(code, code) for code in scheme.ranking.tie_breakers]
    found = [Fact(_("总分相同时依次比较"), enumerated(said))] if said else []
    if scheme.objections is not None:
        days = _("%(n)s个工作日") % {"n": scheme.objections.working_days}
        found.append(Fact(_("异议期"), days))
    return found


def blocks_of(scheme: Scheme) -> list[pages.BlockShown]:
    """Blocks with their groups and items, in the order of the table."""
    return [
        pages.BlockShown(
            key=block.code,
            title=in_own_language(block.title),
            said=_block_said(block),
            groups=_groups_of(scheme, block.code),
        )
        for block in scheme.blocks
    ]


def _block_said(block: Block) -> list[str]:
    named = (
        ("base", _("%(n)s分")),
        ("weight", _("权重%(n)s")),
        ("starts_with", _("起点%(n)s分")),
        ("daily", _("其中日常%(n)s分")),
        ("bonus_at_most", _("加分最多%(n)s分")),
        ("deduction_at_most", _("扣分最多%(n)s分")),
    )
    found = []
    for name, words in named:
        value = getattr(block, name)
        if value:
            found.append(words % {"n": number_out(value, percent=name == "weight")})
    return found


def _groups_of(scheme: Scheme, block: str) -> list[pages.GroupShown]:
    titles = {one.code: one for one in scheme.groups}
    order: list[str | None] = []
    for item in scheme.items:
        if item.block == block and item.group not in order:
            order.append(item.group)
    order += [one.code for one in scheme.groups if one.block == block and one.code not in order]
    found = []
    for code in order:
        group = titles.get(code or "")
        items = [one for one in scheme.items if one.block == block and one.group == code]
        points = group.points if group else None
        found.append(
            pages.GroupShown(
                key=group.code if group else "",
                title=in_own_language(group.title) if group else "",
                points="" if points is None else _("%(n)s分") % {"n": number_out(points)},
                items=[item_shown(scheme, one) for one in items],
            )
        )
    return found


def item_shown(scheme: Scheme, item: Item) -> pages.ItemShown:
    """One row."""
    sign = {Sort.BONUS: "+", Sort.DEDUCTION: "−"}.get(item.sort, "")
    source = next((one for one in scheme.sources if one.code == item.source), None)
    return pages.ItemShown(
        key=item.code,
        title=in_own_language(item.title),
        points=sign + number_out(item.points),
        sort="" if item.sort is Sort.SCORED else in_own_language(item.sort.label),
        part="" if item.part is Part.WHOLE else in_own_language(item.part.label),
        rule=sentence_of(scheme, item),
        kind=in_own_language(item.rule.label),
        note=in_own_language(item.note) if item.note else "",
        source=in_own_language(source.what) if source else "",
        assumed=bool(source and source.assumed),
    )


def sentence_of(scheme: Scheme, item: Item) -> str:
    """An item's rule as a sentence."""
    return in_own_language(rule_sentence(scheme, item, meanings_of(scheme)))


def lists_of(scheme: Scheme) -> list[pages.ListShown]:
    """The smaller lists of the table."""
    rows = {
        "vetoes": [_veto(scheme, one) for one in scheme.vetoes],
        "grades": [_band(scheme, one) for one in scheme.grades],
        "stars": [_band(scheme, one) for one in scheme.stars],
        "climbs": [_climb(scheme, one) for one in scheme.climbs],
        "levels": [_level(scheme, one) for one in scheme.levels],
        "inputs": [
            pages.RowShown(
                one.code,
                in_own_language(one.title),
                _("是或否") if one.yes_no else "%" if one.rate else in_own_language(one.unit),
            )
            for one in scheme.inputs
        ],
        "sources": [
            pages.RowShown(
                one.code,
                in_own_language(one.what),
                in_own_language(one.why) + ("" if not one.assumed else _("（本地约定）")),
            )
            for one in scheme.sources
        ],
    }
    remedies = {
        "vetoes": _("没有一票否决事项。"),
        "grades": _("不定等次。"),
        "stars": _("不评星级。"),
        "climbs": _("没有逐级晋升的限制。"),
        "levels": "",
        "inputs": _("没有自设的数据。"),
        "sources": _("没有写明依据。"),
    }
    return [
        pages.ListShown(part, part_title(part), remedies[part], found)
        for part, found in rows.items()
    ]


def _veto(scheme: Scheme, veto: Veto) -> pages.RowShown:
    titles = {one.code: in_own_language(one.title) for one in scheme.bands(veto.ladder)}
    if veto.sets:
        said = _("一经查实，直接定为“%(band)s”") % {"band": titles.get(veto.sets, veto.sets)}
    else:
        band = titles.get(veto.at_most or "", veto.at_most or "")
        said = _("一经查实，最高评为“%(band)s”") % {"band": band}
    return pages.RowShown(veto.fact, in_own_language(veto.title), said)


def _band(scheme: Scheme, band: Band) -> pages.RowShown:
    said = [_("%(n)s分及以上") % {"n": number_out(band.from_score)}]
    if band.below is not None:
        said.append(_("低于%(n)s分") % {"n": number_out(band.below)})
    if band.share_at_most is not None:
        said.append(_("不超过%(n)s") % {"n": number_out(band.share_at_most, percent=True)})
    if band.count_at_most is not None:
        said.append(_("不超过%(n)s个") % {"n": band.count_at_most})
    titles = {one.code: in_own_language(one.title) for one in scheme.blocks}
    titles |= {one.code: in_own_language(one.title) for one in scheme.items}
    for gate in band.gates:
        code = gate.block or gate.item or ""
        said.append(
            _("“%(place)s”不低于%(n)s分")
            % {"place": titles.get(code, code), "n": number_out(gate.at_least)}
        )
    return pages.RowShown(band.code, in_own_language(band.title), "，".join(said))


def _climb(scheme: Scheme, climb: Climb) -> pages.RowShown:
    said = [_("比上次最多升%(n)s档") % {"n": climb.steps}]
    first = climb.first
    if first:
        titles = {one.code: in_own_language(one.title) for one in scheme.bands(climb.ladder)}
        said.append(_("首次最高“%(band)s”") % {"band": titles.get(first, first)})
    return pages.RowShown(climb.ladder.value, in_own_language(climb.ladder.label), "，".join(said))


def _level(scheme: Scheme, level: Level) -> pages.RowShown:
    who = in_own_language(reviewer_of(scheme, level.code).label)
    by = level.by
    said = f"{in_own_language(by)} · {who}" if by else who
    return pages.RowShown(level.code, in_own_language(level.title), said)


def mistakes_of(
    scheme: Scheme, problems: Sequence[Problem], *, pk: int | None
) -> list[pages.Mistake]:
    """Mistakes with their place in words and the address of the field."""
    found = []
    for problem in problems:
        part, key, field = drafting.place_of(scheme, problem.path)
        where = _("表头")
        url = reverse("edit_scheme_head", args=[pk]) if pk else ""
        if part:
            row = drafting.row_of(scheme, part, key)
            title = getattr(row, "title", None) or getattr(row, "what", None)
            where = told(part_title(part), in_own_language(title) if title else key)
            url = reverse("edit_scheme_row", args=[pk, part, key]) if pk else ""
        if field:
            url += f"#id_{field}" if url else ""
        found.append(pages.Mistake(where, url, sentence_of_problem(problem)))
    return found


def sentence_of_problem(problem: Problem) -> str:
    """What is wrong and how to mend it."""
    return problem.en if in_english() else problem.zh


def place_in_words(scheme: Scheme, place: str) -> str:
    """A place such as ``items.on_post.points`` as people say it."""
    steps = place.split(".")
    if steps[0] not in drafting.PARTS or len(steps) < 2:
        return {
            "total": _("总分"),
            "absent": _("项目不适用时"),
            "title": _("名称"),
            "ranking": _("并列和名额"),
            "objections": _("异议期"),
        }.get(steps[0], place)
    row = drafting.row_of(scheme, steps[0], steps[1])
    title = getattr(row, "title", None)
    said = [part_title(steps[0]), in_own_language(title) if title else steps[1]]
    last = steps[-1]
    if len(steps) > 2 and (last in LABELS or last in NAMES):
        said.append(str(LABELS[last][0]) if last in LABELS else NAMES[last])
    elif last == "points" and len(steps) > 2:
        said.append(_("分值"))
    return " · ".join(said)


def language() -> str:
    """The language code of the reader."""
    return get_language() or "zh-hans"
