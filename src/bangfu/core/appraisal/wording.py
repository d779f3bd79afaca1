"""What an item asks, as a sentence for whoever is scored by it."""

from collections.abc import Mapping
from functools import singledispatch

from bangfu.core.programmes.words import Text

from .arithmetic import exact, told
from .rules import (
    FullOrNothing,
    Growth,
    Judgement,
    Meaning,
    PeerMean,
    PerUnitBonus,
    PerUnitDeduction,
    RatioToTarget,
    Rule,
    ThresholdGate,
    Tiers,
)
from .scheme import Absent, Item, Scheme
from .vocabulary import Filling, Sort

Meanings = Mapping[str, Meaning]


def rule_sentence(scheme: Scheme, item: Item, meanings: Meanings) -> Text:
    """How an item gets its points, in both languages."""
    known = {**meanings, **{own.code: own for own in scheme.inputs}}
    body = worded(item.rule, item, _Named(scheme, known))
    absent = _absent(scheme.absent_for(item), item)
    return Text(
        zh=f"{_points(item).zh}。{body.zh}。{absent.zh}。",
        en=f"{_points(item).en}. {_capital(body.en)}. {_capital(absent.en)}.",
    )


class _Named:
    """Titles and quantities of inputs, items and levels in both languages."""

    def __init__(self, scheme: Scheme, meanings: Meanings) -> None:
        self._scheme = scheme
        self._meanings = meanings

    def meaning(self, code: str) -> Meaning:
        return self._meanings.get(code) or Meaning(code=code, title=Text(zh=code))

    def title(self, code: str, language: str) -> str:
        return self.meaning(code).title.in_language(language)

    def amount(self, code: str, value: float, language: str) -> str:
        return self.meaning(code).quantity(exact(value)).in_language(language)

    def item(self, code: str, language: str) -> str:
        found = self._scheme.by_item.get(code)
        return found.title.in_language(language) if found else code

    def level(self, code: str | None, language: str) -> str:
        levels = self._scheme.levels
        return next((one for one in levels if one.code == code), levels[0]).title.in_language(
            language
        )


@singledispatch
def worded(rule: Rule, item: Item, named: _Named) -> Text:
    """The sentence of a kind of rule; every kind has its own."""
    raise TypeError(f"no wording for {type(rule).__name__}")


@worded.register
def _full_or_nothing(rule: FullOrNothing, item: Item, named: _Named) -> Text:
    yes_no = named.meaning(rule.input).yes_no
    bounds = (("不少于", "at least", rule.at_least), ("不多于", "at most", rule.at_most))
    given = [(zh, en, bound) for zh, en, bound in bounds if bound is not None]
    zh = "且".join(word + named.amount(rule.input, bound, "zh") for word, _, bound in given)
    en = " and ".join(f"{w} {named.amount(rule.input, bound, 'en')}" for _, w, bound in given)
    holds_zh = named.title(rule.input, "zh") + ("" if yes_no else zh)
    holds_en = named.title(rule.input, "en") + ("" if yes_no else f" {en}")
    if item.sort is Sort.DEDUCTION:
        return Text(
            zh=f"{holds_zh}的不扣分，否则全扣", en=f"nothing off if {holds_en}, else everything"
        )
    return Text(zh=f"{holds_zh}的得满分，否则不得分", en=f"full points if {holds_en}, else none")


@worded.register
def _deduction(rule: PerUnitDeduction, item: Item, named: _Named) -> Text:
    zh, en = named.title(rule.input, "zh"), named.title(rule.input, "en")
    if rule.expected is not None:
        zh += f"比{named.title(rule.expected, 'zh')}"
        en += f", short of {named.title(rule.expected, 'en')}"
    elif rule.target is not None:
        zh += f"比{named.amount(rule.input, rule.target, 'zh')}"
        en += f", short of {named.amount(rule.input, rule.target, 'en')}"
    short = "少" if rule.expected is not None or rule.target is not None else ""
    per_zh, per_en = (named.amount(rule.input, rule.per, tongue) for tongue in ("zh", "en"))
    zh += f"每{short}{per_zh}扣{rule.each}分" if short else f"，每{per_zh}扣{rule.each}分"
    en += f": {rule.each} points off for each {per_en}"
    if rule.whole_units:
        zh, en = f"{zh}，不满的不计", f"{en}, full ones only"
    if rule.free:
        zh += f"，{named.amount(rule.input, rule.free, 'zh')}以内不扣"
        en += f", {named.amount(rule.input, rule.free, 'en')} free"
    if item.sort is not Sort.DEDUCTION:
        zh += f"，扣至{rule.floor}分为止" if rule.floor else "，扣完为止"
        en += f", no lower than {rule.floor}"
    return Text(zh=zh, en=en)


@worded.register
def _bonus(rule: PerUnitBonus, item: Item, named: _Named) -> Text:
    verb = "加" if item.sort is Sort.BONUS else "得"
    zh = f"{named.title(rule.input, 'zh')}"
    en = f"{named.title(rule.input, 'en')}"
    if rule.above:
        zh += f"超过{named.amount(rule.input, rule.above, 'zh')}的部分"
        en += f" beyond {named.amount(rule.input, rule.above, 'en')}"
    zh += f"，每{named.amount(rule.input, rule.per, 'zh')}{verb}{rule.each}分"
    en += f": {rule.each} points for each {named.amount(rule.input, rule.per, 'en')}"
    if rule.whole_units:
        zh, en = f"{zh}，不满的不计", f"{en}, full ones only"
    return Text(zh=zh, en=en)


@worded.register
def _ratio(rule: RatioToTarget, item: Item, named: _Named) -> Text:
    zh, en = named.title(rule.input, "zh"), named.title(rule.input, "en")
    if rule.target_input is not None:
        target_zh = named.title(rule.target_input, "zh")
        target_en = named.title(rule.target_input, "en")
    else:
        target_zh = named.amount(rule.input, rule.target or 1, "zh")
        target_en = named.amount(rule.input, rule.target or 1, "en")
    if rule.lower_is_better:
        zh = f"{zh}不超过{target_zh}的得满分，超过的按比例减分"
        en = f"{en}: full points up to {target_en}, above it in inverse proportion"
    else:
        zh = f"{zh}达到{target_zh}的得满分，不足的按完成比例得分"
        en = f"{en}: full points from {target_en}, below it in proportion"
    if rule.nothing_below:
        share = told(exact(rule.nothing_below) * 100)
        zh, en = f"{zh}，完成不足{share}%的不得分", f"{en}, none below {share}% of it"
    return Text(zh=zh, en=en)


@worded.register
def _tiers(rule: Tiers, item: Item, named: _Named) -> Text:
    reach = ("不超过", "up to") if rule.lower_is_better else ("达到", "from")
    zh = "，".join(
        f"{reach[0]}{named.amount(rule.input, tier.bound, 'zh')}得{tier.points}分"
        for tier in rule.tiers
    )
    en = ", ".join(
        f"{reach[1]} {named.amount(rule.input, tier.bound, 'en')} {tier.points} points"
        for tier in rule.tiers
    )
    return Text(
        zh=f"{named.title(rule.input, 'zh')}{zh}，其余{rule.otherwise}分",
        en=f"{named.title(rule.input, 'en')} {en}, otherwise {rule.otherwise}",
    )


@worded.register
def _growth(rule: Growth, item: Item, named: _Named) -> Text:
    full, nothing = (told(exact(end) * 100) for end in (rule.full_at, rule.zero_at))
    return Text(
        zh=f"{named.title(rule.input, 'zh')}比上期增长{full}%得满分，增长{nothing}%不得分，"
        "其间按比例（负数为下降）",
        en=f"{named.title(rule.input, 'en')}: full points at a growth of {full}% against the last "
        f"period, none at {nothing}%, in proportion between (a fall is negative)",
    )


@worded.register
def _peers(rule: PeerMean, item: Item, named: _Named) -> Text:
    full, nothing = (told(exact(end) * 100) for end in (rule.full_at, rule.zero_at))
    mean = ("同组合计值", "the peers' pooled value") if rule.pooled else ("同组平均", "the mean")
    title_zh, title_en = named.title(rule.input, "zh"), named.title(rule.input, "en")
    least = rule.peers_at_least
    return Text(
        zh=f"{title_zh}为{mean[0]}的{full}%得满分，{nothing}%不得分，其间按比例；"
        f"同组不足{least}家有数据的不适用",
        en=f"{title_en}: full points at {full}% of {mean[1]}, none at {nothing}%, in proportion "
        f"between; fewer than {least} peers: not applicable",
    )


@worded.register
def _gate(rule: ThresholdGate, item: Item, named: _Named) -> Text:
    zh = f"“{named.item(rule.item, 'zh')}”不足{rule.at_least}分的本项不得分；达到的"
    en = f'no points unless "{named.item(rule.item, "en")}" has {rule.at_least}; then '
    if rule.input is None:
        return Text(zh=f"{zh}得满分", en=f"{en}full points")
    full, nothing = (
        [named.amount(rule.input, end, tongue) for tongue in ("zh", "en")]
        for end in (rule.full_at, rule.zero_at)
    )
    return Text(
        zh=f"{zh}，{named.title(rule.input, 'zh')}{full[0]}得满分、{nothing[0]}不得分，其间按比例",
        en=f"{en}{named.title(rule.input, 'en')}: full points at {full[1]}, none at {nothing[1]}, "
        "in proportion between",
    )


@worded.register
def _judgement(rule: Judgement, item: Item, named: _Named) -> Text:
    zh = f"由“{named.level(rule.level, 'zh')}”评分"
    en = f'judged at "{named.level(rule.level, "en")}"'
    if rule.guide is not None:
        guide = rule.guide.zh.rstrip("。.")
        zh, en = f"{zh}：{guide}", f"{en}: {rule.guide.in_language('en').rstrip('。.')}"
    if rule.reason:
        zh, en = f"{zh}；须写明理由", f"{en}; with a reason"
    if rule.evidence:
        zh = f"{zh}，附佐证材料至少{rule.evidence}份"
        en = f"{en}, {rule.evidence} or more pieces of evidence"
    return Text(zh=zh, en=en)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _points(item: Item) -> Text:
    most = told(exact(item.points))
    if item.sort is Sort.BONUS:
        return Text(zh=f"加分，最高{most}分", en=f"Bonus, {most} points at most")
    if item.sort is Sort.DEDUCTION:
        return Text(zh=f"扣分，最多扣{most}分", en=f"Deduction, {most} points at most")
    return Text(zh=f"满分{most}分", en=f"{most} points")


def _absent(absent: Absent, item: Item) -> Text:
    if item.sort is not Sort.SCORED:
        verb = ("扣分", "off") if item.sort is Sort.DEDUCTION else ("加分", "added")
        return Text(zh=f"没有数据的不{verb[0]}", en=f"nothing {verb[1]} where there is no figure")
    if absent.how is Filling.RESCALE:
        zh = f"不适用的剔除，其分值在{absent.within.zh}内折算"
        en = f"dropped where it does not apply, {absent.within.en} rescaled"
    elif absent.how is Filling.PEER_MEAN:
        zh, en = "不适用的取同组平均", "the peers' mean where it does not apply"
    else:
        zh, en = "不适用的按满分计", "full points where it does not apply"
    if absent.declared_only:
        return Text(zh=f"经认定{zh}", en=f"{en}, if somebody declares so")
    return Text(zh=zh, en=en)
