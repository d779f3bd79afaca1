"""The fields of each kind of rule, and an item as a form: only its own rule's fields are there."""

from typing import Any, ClassVar

import msgspec
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.apps.appraisal.queries.schemes import meanings_of
from bangfu.core.appraisal import KINDS, Filling, Item, Part, Scheme, Sort
from bangfu.core.appraisal.parameters import tag_of
from bangfu.core.appraisal.rules import Rule
from bangfu.web.wording import in_own_language

from .scheme_fields import (
    FigureField,
    RowForm,
    choose,
    flat,
    number_in,
    offer,
    offer_sources,
    spelt_out,
    words_field,
)

INPUTS = ("input", "expected", "target_input")
_WIDE = forms.Textarea(attrs={"rows": 4})

LABELS: dict[str, tuple[Any, Any]] = {
    "input": (_("用哪项数据"), ""),
    "expected": (_("应有数取自"), _("按比它少了多少计算；与“应有数”只填一个")),
    "target_input": (_("目标数取自"), _("与“目标值”只填一个")),
    "target": (_("目标值"), _("固定的数；占比可写95%")),
    "at_least": (_("不少于"), ""),
    "at_most": (_("不多于"), ""),
    "each": (_("每单位分值"), _("每多（或每少）一个单位加或扣多少分")),
    "per": (_("几个算一个单位"), _("不填为1；例如每5%扣1分，填5%")),
    "whole_units": (_("不满一个单位的不计"), ""),
    "free": (_("多少以内不扣"), ""),
    "floor": (_("最少保留多少分"), _("不填为扣完为止")),
    "above": (_("超过多少才开始计"), ""),
    "nothing_below": (_("完成不足多少不得分"), _("占目标的比例，例如60%")),
    "lower_is_better": (_("数值越低越好"), ""),
    "tiers": (_("档次"), _("一行一档，从好到差：达到的数值、空格、得分。例如：95% 10")),
    "otherwise": (_("未达任何一档得多少分"), _("不填为0")),
    "full_at": (_("到多少得满分"), ""),
    "zero_at": (_("到多少得零分"), _("两者之间按比例得分；不填为0")),
    "pooled": (_("全组合并计算平均"), _("各家分子之和除以分母之和")),
    "peers_at_least": (_("至少几家才比较"), ""),
    "item": (_("前提项目"), ""),
    "level": (_("由哪一级评分"), _("不选为第一级")),
    "reason": (_("须写理由"), ""),
    "evidence": (_("至少几份佐证"), _("不填为0")),
    "guide": (_("评分要点"), ""),
}
_YES_NO = frozenset({"whole_units", "lower_is_better", "pooled", "reason"})
_SHARES = frozenset({"nothing_below"})
# Of these fields a figure is one of the input: shown as a percentage where the input is a share.
_OF_THE_INPUT = frozenset({"target", "at_least", "at_most", "per", "free", "above"})
_RATIOS = {"growth": ("full_at", "zero_at")}

ABSENT: tuple[tuple[str, Any], ...] = (
    ("", _("按全表规定")),
    ("rescale:group", _("剔除，分值在本组内分摊")),
    ("rescale:block", _("剔除，分值在本板块内分摊")),
    ("rescale:total", _("剔除，分值在全表内分摊")),
    ("peer_mean", _("取同组平均分")),
    ("full", _("按满分计")),
)


def kind_tagged(tag: str) -> type[Rule] | None:
    """The kind of rule that a word names."""
    return next((kind for kind in KINDS if tag_of(kind) == tag), None)


class RuleKindForm(forms.Form):
    """Which kind of rule an item has; asked apart, for its fields follow from it."""

    rule = forms.ChoiceField(label=_("计分方法"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(tag_of(kind), in_own_language(kind.label)) for kind in KINDS]
        offer(self, "rule", offered)


class TiersField(forms.CharField):
    """Tiers one to a line: the bound, then its points."""

    percent = False

    def clean(self, value: Any) -> Any:
        """The tiers as they stand in a file."""
        found = []
        for line in filter(str.strip, super().clean(value).splitlines()):
            words = line.replace("→", " ").replace("：", " ").replace("分", " ").split()
            if len(words) != 2:
                raise forms.ValidationError(
                    _("“%(line)s”看不懂，应写成“数值 得分”，例如：95%% 10"), params={"line": line}
                )
            found.append({"bound": number_in(words[0]), "points": number_in(words[1])})
        return found

    def prepare_value(self, value: Any) -> Any:
        """One tier to a line."""
        if not isinstance(value, list | tuple):
            return value
        shown = FigureField(percent=self.percent).prepare_value
        plain = FigureField().prepare_value
        return "\n".join(f"{shown(one['bound'])} {plain(one['points'])}" for one in value)


class ItemForm(RowForm):
    """One item of a table; the fields after ``points`` are those of its kind of rule."""

    row = Item
    handles = ("rule", "absent")
    texts = ("title", "note")
    rule_texts: ClassVar[tuple[str, ...]] = ("guide",)

    title = words_field(_("评分项目"))
    title_en = words_field(_("英文名称"), required=False)
    block = choose(_("板块"))
    group = choose(_("项目分组"), required=False)
    sort = forms.ChoiceField(label=_("类别"))
    part = forms.ChoiceField(label=_("考核时段"))
    points = FigureField(
        label=_("分值"), help_text=_("计分项的满分；加分项的最高分；扣分项最多扣的分")
    )

    def __init__(self, *args: Any, scheme: Scheme, kind: type[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme, self.kind = scheme, kind
        offer(self, "block", [(one.code, in_own_language(one.title)) for one in scheme.blocks])
        groups = [(one.code, in_own_language(one.title)) for one in scheme.groups]
        offer(self, "group", groups, none=_("不分组"))
        offer(self, "sort", [(one.value, in_own_language(one.label)) for one in Sort])
        offer(self, "part", [(one.value, in_own_language(one.label)) for one in Part])
        self.rule_names = [name for name in kind.__struct_fields__ if name in LABELS]
        chosen = meanings_of(scheme).get(
            (args[0] if args and args[0] else self.initial).get("input", "")
        )
        for name in self.rule_names:
            self.fields[name] = self._rule_field(name, rate=bool(chosen and chosen.rate))
            if name == "guide":
                self.fields["guide_en"] = words_field(_("评分要点（英文）"), required=False)
        self.fields["absent"] = choose(_("不适用或没有数据时"), required=False)
        offer(self, "absent", [*ABSENT])
        self.fields["declared_only"] = forms.BooleanField(
            label=_("须由人认定不适用，没有数据时等待"), required=False
        )
        self.fields["absent_peers"] = forms.IntegerField(
            label=_("同组至少几家才取平均"), required=False, min_value=1, help_text=_("不填为1")
        )
        offer_sources(self, scheme, name="absent_source", label=_("不适用时的依据"))
        self.fields["note"] = words_field(_("说明"), required=False)
        self.fields["note_en"] = words_field(_("说明（英文）"), required=False)
        self.fields["source"] = choose(_("分值依据"), required=False)
        sources = [(one.code, in_own_language(one.what)) for one in scheme.sources]
        offer(self, "source", sources, none=_("未注明"))

    def _rule_field(self, name: str, *, rate: bool) -> forms.Field:
        label, hint = LABELS[name]
        stated = {"label": label, "help_text": hint}
        must = name in {one.name for one in msgspec.structs.fields(self.kind) if one.required}
        if name in _YES_NO:
            return forms.BooleanField(**stated, required=False)
        if name in (*INPUTS, "item", "level"):
            field = forms.ChoiceField(**stated, required=must)
            field.choices = self._offered(name, must=must)
            return field
        if name == "guide":
            return forms.CharField(**stated, required=False, max_length=300)
        if name == "tiers":
            tiers = TiersField(**stated, widget=_WIDE)
            tiers.percent = rate
            return tiers
        share = name in _SHARES or name in _RATIOS.get(tag_of(self.kind), ())
        return FigureField(
            **stated, required=must, percent=share or (rate and name in _OF_THE_INPUT)
        )

    def _offered(self, name: str, *, must: bool) -> list[tuple[str, Any]]:
        if name == "item":
            found = [(one.code, in_own_language(one.title)) for one in self.scheme.items]
        elif name == "level":
            found = [(one.code, in_own_language(one.title)) for one in self.scheme.levels]
        else:
            found = sorted(
                (
                    (code, f"{in_own_language(one.title)}（{_unit(one)}）")
                    for code, one in meanings_of(self.scheme).items()
                ),
                key=lambda pair: pair[1],
            )
        return [("", _("请选择") if must else _("不用")), *found]

    @classmethod
    def told(cls, row: Any) -> dict[str, Any]:
        """What the fields show of an item."""
        plain = spelt_out(row)
        del plain["rule"], plain["absent"]
        found = flat(plain, cls.texts) | flat(spelt_out(row.rule), cls.rule_texts)
        absent = row.absent
        found["absent"] = ""
        if absent is not None:
            rescaled = absent.how is Filling.RESCALE
            found["absent"] = f"rescale:{absent.within}" if rescaled else absent.how.value
            found["declared_only"] = absent.declared_only
            found["absent_peers"] = absent.peers_at_least
            found["absent_source"] = absent.source
        return found

    def plain(self) -> dict[str, Any]:
        """The item as it would stand in a file."""
        given = self.cleaned_data
        found = super().plain()
        for name in ("absent", *self.rule_names):
            found.pop(name, None)
        rule: dict[str, Any] = {"kind": tag_of(self.kind)}
        for name in self.rule_names:
            value = given.get(name)
            if name in _YES_NO or value not in ("", None, []):
                rule[name] = value
        if given.get("guide"):
            rule["guide"] = {"zh": given["guide"], "en": given["guide_en"]}
        found["rule"] = rule
        how, _colon, within = (given.get("absent") or "").partition(":")
        if how or given.get("declared_only"):
            own = msgspec.to_builtins(self.scheme.absent) if not how else {"how": how}
            own |= {"within": within} if within else {}
            own |= {"declared_only": bool(given.get("declared_only"))}
            own |= {"peers_at_least": given["absent_peers"]} if given.get("absent_peers") else {}
            own |= {"source": given["absent_source"]} if given.get("absent_source") else {}
            found["absent"] = own
        return found


def _unit(meaning: Any) -> str:
    if meaning.yes_no:
        return _now("是或否")
    return "%" if meaning.rate else in_own_language(meaning.unit)
