"""Forms of a score table's head and of its rows other than items."""

from typing import Any, TypeVar

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.core.appraisal import Filling, Ladder, Scheme, Within
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.appraisal.rules import Meaning
from bangfu.core.appraisal.scheme import Block, Climb, Group, Level, Ranking, Term, Veto
from bangfu.core.appraisal.vocabulary import Ties
from bangfu.core.programmes.sources import Source
from bangfu.core.programmes.words import Coded, Text
from bangfu.web.wording import in_own_language

from .scheme_bands import MORE
from .scheme_fields import FigureField, RowForm, choose, offer, offer_sources, words_field

EARLIEST, LATEST = 2000, 2100


OneOf = TypeVar("OneOf", bound=Coded)


def _coded(codes: type[OneOf], value: str) -> OneOf:
    return next(one for one in codes if one.value == value)


def _listed(codes: type[Coded]) -> list[tuple[str, str]]:
    return [(one.value, in_own_language(one.label)) for one in codes]


class CopyForm(forms.Form):
    """A copy of a table: whose it is, its name, its year."""

    title = words_field(_("名称"))
    title_en = words_field(_("英文名称"), required=False)
    number = forms.IntegerField(label=_("哪一年使用"), min_value=EARLIEST, max_value=LATEST)
    area = choose(_("由哪一级使用"))
    keep_code = forms.BooleanField(
        label=_("作为原表的新一版"),
        required=False,
        help_text=_("不勾选则另立一张表"),
    )

    def __init__(self, *args: Any, areas: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "area", areas)
        if not own:
            del self.fields["keep_code"]


class HeadForm(forms.Form):
    """Name, full points and what becomes of items that do not apply."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = words_field(_("名称"))
    title_en = words_field(_("英文名称"), required=False)
    base = FigureField(label=_("总分"))
    converted_to = FigureField(
        label=_("折算为"), required=False, help_text=_("例如千分制折算为100；不折算则不填")
    )
    may_exceed = forms.BooleanField(label=_("总分可以超过满分"), required=False)
    item_places = forms.IntegerField(label=_("项目得分的小数位"), min_value=0, max_value=4)
    places = forms.IntegerField(label=_("总分的小数位"), min_value=0, max_value=4)
    how = forms.ChoiceField(label=_("项目不适用时"))
    within = forms.ChoiceField(label=_("剔除后分值分摊到"))
    declared_only = forms.BooleanField(label=_("须由人认定不适用，没有数据时等待"), required=False)
    ties = forms.ChoiceField(label=_("名额边上并列时"))
    peers_at_least = forms.IntegerField(
        label=_("同组至少几家才取平均"), required=False, min_value=1, help_text=_("不填为1")
    )
    per_group = forms.BooleanField(label=_("名额按组分别计算"), required=False)
    working_days = forms.IntegerField(
        label=_("异议期至少几个工作日"),
        required=False,
        min_value=1,
        max_value=250,
        help_text=_("不填则由组织考核的单位确定"),
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "how", _listed(Filling))
        offer(self, "within", _listed(Within))
        offer(self, "ties", _listed(Ties))
        places = [(one.code, in_own_language(one.title)) for one in scheme.blocks]
        places += [(one.code, in_own_language(one.title)) for one in scheme.items]
        breakers = scheme.ranking.tie_breakers
        # A code that nothing has any more stays to be seen, and to be mended.
        places += [(code, code) for code in breakers if code not in dict(places)]
        self.tie_names = [f"tie_{n}" for n in range(1, len(breakers) + MORE + 1)]
        for number, name in enumerate(self.tie_names, start=1):
            label = _("总分相同时，第%(number)d比") % {"number": number}
            self.fields[name] = choose(label, required=False)
            offer(self, name, places, none=_("不再比较"))
        for name, whose in _HEAD_SOURCES.items():
            offer_sources(self, scheme, name=name, label=whose)

    @classmethod
    def told(cls, scheme: Scheme) -> dict[str, Any]:
        """What the fields show of a table."""
        total, absent, ranking = scheme.total, scheme.absent, scheme.ranking
        return {
            "title": scheme.title.zh,
            "title_en": scheme.title.en,
            **{name: getattr(total, name) for name in _TOTAL},
            "how": absent.how.value,
            "within": absent.within.value,
            "declared_only": absent.declared_only,
            "peers_at_least": absent.peers_at_least,
            "ties": ranking.ties.value,
            "per_group": ranking.per_group,
            "working_days": scheme.objections and scheme.objections.working_days,
            **{f"tie_{n}": code for n, code in enumerate(ranking.tie_breakers, start=1)},
            **{
                f"{part}_source": getattr(getattr(scheme, part), "source", None)
                for part in ("total", "absent", "ranking", "objections")
            },
        }

    def onto(self, scheme: Scheme) -> Scheme:
        """The table with what the form says."""
        given = self.cleaned_data
        changed = msgspec.structs.replace
        return changed(
            scheme,
            title=Text(zh=given["title"], en=given["title_en"]),
            total=changed(
                scheme.total,
                source=given["total_source"] or None,
                **{name: given[name] for name in _TOTAL},
            ),
            absent=changed(
                scheme.absent,
                how=_coded(Filling, given["how"]),
                within=_coded(Within, given["within"]),
                declared_only=given["declared_only"],
                peers_at_least=given["peers_at_least"] or 1,
                source=given["absent_source"] or None,
            ),
            ranking=Ranking(
                tie_breakers=tuple(dict.fromkeys(given[n] for n in self.tie_names if given[n])),
                ties=_coded(Ties, given["ties"]),
                per_group=given["per_group"],
                source=given["ranking_source"] or None,
            ),
            objections=Term(
                working_days=given["working_days"], source=given["objections_source"] or None
            )
            if given["working_days"]
            else None,
        )

    def clean(self) -> dict[str, Any]:
        """Negative points are none."""
        given = super().clean() or {}
        for name in ("base", "converted_to"):
            if (given.get(name) or 0) < 0:
                self.add_error(name, _("应为不小于0的数。"))
        return given


_HEAD_SOURCES = {
    "total_source": _("总分的依据"),
    "absent_source": _("不适用时的依据"),
    "ranking_source": _("排名的依据"),
    "objections_source": _("异议期的依据"),
}
_TOTAL = ("base", "converted_to", "may_exceed", "item_places", "places")


class BlockForm(RowForm):
    """A part of the table."""

    row = Block

    title = words_field(_("板块名称"))
    title_en = words_field(_("英文名称"), required=False)
    base = FigureField(
        label=_("基本分"), required=False, help_text=_("各计分项合计；只有加分或扣分的板块填0")
    )
    weight = FigureField(
        label=_("权重"),
        required=False,
        percent=True,
        help_text=_("例如70%；要么各板块都填，要么都不填"),
    )
    starts_with = FigureField(
        label=_("起点分"), required=False, help_text=_("扣分制板块先给的分，计入基本分")
    )
    daily = FigureField(label=_("其中日常考核分"), required=False)
    bonus_at_most = FigureField(label=_("加分最多"), required=False)
    deduction_at_most = FigureField(label=_("扣分最多"), required=False)
    may_exceed = forms.BooleanField(label=_("本板块可以超过基本分"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, scheme)


class GroupForm(RowForm):
    """Items of a block under one heading."""

    row = Group

    title = words_field(_("分组名称"))
    title_en = words_field(_("英文名称"), required=False)
    block = choose(_("板块"))
    points = FigureField(label=_("合计分值"), required=False, help_text=_("填写后会核对"))
    bonus_at_most = FigureField(label=_("加分最多"), required=False)
    deduction_at_most = FigureField(label=_("扣分最多"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "block", [(one.code, in_own_language(one.title)) for one in scheme.blocks])
        offer_sources(self, scheme)


class VetoForm(RowForm):
    """A fact that sets a result or holds it down."""

    row = Veto
    handles = ("ladder", "sets", "at_most")

    title = words_field(_("否决事项"))
    title_en = words_field(_("英文名称"), required=False)
    result = choose(_("一经查实"))

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (f"{ladder.value}:{way}:{band.code}", f"{said}{in_own_language(band.title)}")
            for ladder in Ladder
            for way, said in (("sets", _("直接定为")), ("at_most", _("最高只能评为")))
            for band in scheme.bands(ladder)
        ]
        offer(self, "result", offered, none=_("请选择"))
        offer_sources(self, scheme)

    @classmethod
    def told(cls, row: Any) -> dict[str, Any]:
        """What the fields show of a veto."""
        way = "sets" if row.sets else "at_most"
        return super().told(row) | {"result": f"{row.ladder.value}:{way}:{getattr(row, way) or ''}"}

    def plain(self) -> dict[str, Any]:
        """The veto as it would stand in a file."""
        ladder, way, band = self.cleaned_data["result"].split(":")
        return super().plain() | {"ladder": ladder, way: band}


class LevelForm(RowForm):
    """A level of review, and who reviews there."""

    row = Level
    texts = ("title", "by")

    title = words_field(_("层级名称"))
    title_en = words_field(_("英文名称"), required=False)
    by = words_field(_("由谁办理"), required=False)
    by_en = words_field(_("由谁办理（英文）"), required=False)
    reviewer = choose(_("谁来评"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = _("按顺序：第一级自评，其余主管部门")
        offer(self, "reviewer", _listed(Reviewer), none=none)
        offer_sources(self, scheme)


class ClimbForm(RowForm):
    """No level is skipped."""

    row = Climb
    texts = ()

    ladder = forms.ChoiceField(label=_("适用于"))
    steps = forms.IntegerField(label=_("比上次最多升几档"), min_value=1, max_value=9)
    first = choose(_("首次评定最高"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ladder", _listed(Ladder))
        bands = [(b.code, in_own_language(b.title)) for lad in Ladder for b in scheme.bands(lad)]
        offer(self, "first", bands, none=_("首次参评的不予评定"))
        offer_sources(self, scheme)


class SourceForm(RowForm):
    """A document or a decision behind points."""

    row = Source
    texts = ("what", "why")

    what = words_field(_("依据"))
    what_en = words_field(_("英文"), required=False)
    why = words_field(_("说明"), help_text=_("文件名和条款，或为何这样假定"))
    why_en = words_field(_("说明（英文）"), required=False)
    assumed = forms.BooleanField(label=_("没有文件明确规定，系本地约定"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @classmethod
    def told(cls, row: Any) -> dict[str, Any]:
        """What the fields show of a source."""
        return super().told(row) | {"assumed": row.assumed}


class InputForm(RowForm):
    """A figure of this table only, which an office reports."""

    row = Meaning
    texts = ("title", "unit")

    title = words_field(_("数据名称"))
    title_en = words_field(_("英文名称"), required=False)
    unit = words_field(_("单位"), required=False, help_text=_("例如：次、人、个；不填为“次”"))
    unit_en = words_field(_("单位（英文）"), required=False)
    rate = forms.BooleanField(label=_("是占比，按百分数填写"), required=False)
    yes_no = forms.BooleanField(label=_("只填是或否"), required=False)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_sources(self, scheme)


class UploadForm(forms.Form):
    """An edited workbook of the table."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("改好的Excel文件"), help_text=_("从本页下载的表，不超过5MB"))


class RoundForm(forms.Form):
    """Whose figures the draft is tried on."""

    round = choose(_("哪次考核的数据"))

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "round", rounds)
