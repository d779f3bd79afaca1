"""Each quota rule as one sentence for a reader."""

from collections.abc import Iterable
from functools import singledispatch

from bangfu.core.standards import subjects

from . import quota_rules as rules
from .definition import Definition
from .dispatch import Dispatch
from .vocabulary import Per, Place
from .wording import counted, day, figure, listed, sentence
from .words import Section, Text


def rule_sentence(rule: rules.Rule, definition: Definition) -> Text:
    """A quota rule in words, with what it is limited to and its note."""
    body = worded(rule)
    limits = listed(_limited_to(rule, definition))
    if limits.zh != "—":
        body = Text(zh=f"{body.zh}（限{limits.zh}）", en=f"{body.en} (for {limits.en})")
    if rule.note:
        body = Text(
            zh=f"{body.zh}；{rule.note.zh}", en=f"{body.en}; {rule.note.en or rule.note.zh}"
        )
    return Text(zh=f"{body.zh}。", en=f"{body.en}.")


def _limited_to(rule: rules.Rule, definition: Definition) -> Iterable[Text]:
    dispatch = definition.dispatch or Dispatch(forms=())
    for code in rule.posts:
        if posts := dispatch.posts_of(code):
            yield posts.title
    for code in (*rule.senders, *rule.hosts):
        if definition.parties and (party := definition.parties.by_code(code)):
            yield party.title


@singledispatch
def worded(rule: Section) -> Text:
    """A rule's own figures in words, without full stop; every kind registers its sentence."""
    raise NotImplementedError(type(rule).__name__)


@worded.register
def _(rule: rules.Number) -> Text:
    figures = [
        ("", "exactly", rule.exactly),
        ("不少于", "at least", rule.at_least),
        ("不超过", "at most", rule.at_most),
        ("约", "about", rule.about),
    ]
    zh = "，".join(f"{word}{n}{rule.of.zh}" for word, _en, n in figures if n is not None)
    en = ", ".join(f"{word} {counted(n, rule.of.en)}" for _zh, word, n in figures if n is not None)
    each, each_en = (rule.each.zh, f"for {rule.each.en}") if rule.each else ("", "")
    per, per_en = ("", "") if rule.per is Per.TERM else (rule.per.zh, rule.per.en)
    return sentence([each, per, "派驻", zh], [en, "posted", each_en, per_en])


@worded.register
def _(rule: rules.TierQuota) -> Text:
    chosen, word, en = next(
        (quota, zh, en)
        for quota, zh, en in (
            (rule.exactly, "", "exactly"),
            (rule.at_least, "不少于", "at least"),
            (rule.at_most, "不超过", "at most"),
        )
        if quota is not None
    )
    parts = [
        (name_zh, name_en, count)
        for name_zh, name_en, count in (
            ("三级医院", "tertiary hospitals", chosen.tertiary),
            ("二级医院", "secondary hospitals", chosen.secondary),
            ("一级医院", "primary hospitals", chosen.primary),
        )
        if count
    ]
    from_each = listed(
        Text(zh=f"{zh}{word}{n}人", en=f"{n} from {hospitals}") for zh, hospitals, n in parts
    )
    return sentence(
        [f"由{from_each.zh}派出，共{chosen.total}人"],
        [en, f"{from_each.en}, {chosen.total} in all"],
    )


@worded.register
def _(rule: rules.PlaceQuota) -> Text:
    shares = listed(
        Text(
            zh=f"{_places(share.places).zh}不少于{share.at_least}人",
            en=f"at least {share.at_least} to {_places(share.places).en}",
        )
        for share in rule.shares
    )
    total = (f"，总数{rule.total}人", f"of {rule.total}") if rule.total else ("", "")
    return sentence([rule.per.zh, "派往", shares.zh, total[0]], [shares.en, total[1], rule.per.en])


@worded.register
def _(rule: rules.RankFloor) -> Text:
    if rule.members:
        return sentence(
            [f"其中至少{rule.members}人具有{rule.rank.zh}及以上职称"],
            [f"at least {counted(rule.members, 'people')} of {rule.rank.en} rank or above"],
        )
    return sentence([f"具有{rule.rank.zh}及以上职称"], [f"of {rule.rank.en} rank or above"])


@worded.register
def _(rule: rules.Qualified) -> Text:
    wanted = listed(word.label for word in rule.requires)
    return sentence([f"人选条件：{wanted.zh}"], [f"required: {wanted.en}"])


@worded.register
def _(rule: rules.Specialties) -> Text:
    zh, en = [], []
    if rule.accept:
        wanted = listed(_subject(code) for code in rule.accept)
        zh.append(f"诊疗科目为{wanted.zh}")
        en.append(f"clinical subjects: {wanted.en}")
    if rule.different_at_least:
        zh.append(f"覆盖不少于{rule.different_at_least}个专业")
        en.append(f"at least {rule.different_at_least} different specialties")
    return sentence(["，".join(zh)], [", ".join(en)])


@worded.register
def _(rule: rules.MinimumStay) -> Text:
    zh, en = _length(rule.months, rule.days)
    unbroken = ("连续", "without a break") if rule.unbroken else ("累计", "in total")
    return sentence(
        [f"{rule.of.zh}{unbroken[0]}服务不少于{zh}"], [f"{rule.of.en} at least {en}", unbroken[1]]
    )


@worded.register
def _(rule: rules.YearlyDays) -> Text:
    zh, en = ("个工作日", "working days") if rule.working_days else ("天", "days")
    unbroken = ("连续", "without a break") if rule.unbroken else ("累计", "in total")
    return sentence(
        [f"每人每年{unbroken[0]}服务不少于{rule.at_least}{zh}"],
        [f"each person at least {counted(rule.at_least, en)} a year", unbroken[1]],
    )


@worded.register
def _(rule: rules.Presence) -> Text:
    return sentence(
        [f"{rule.per.zh}在岗不少于{rule.at_least}{rule.unit.zh}"],
        [f"on post at least {counted(rule.at_least, rule.unit.en)} {rule.per.en}"],
    )


@worded.register
def _(_rule: rules.FullTime) -> Text:
    return Text(zh="全脱产派驻", en="Full time, released from the own unit's work")


@worded.register
def _(_rule: rules.SameUnit) -> Text:
    return Text(
        zh="在同一单位服务的时间方可累计", en="Only service at one and the same unit adds up"
    )


@worded.register
def _(_rule: rules.DesignatedHosts) -> Text:
    return Text(zh="限指定受援单位", en="Only at the hosts designated")


@worded.register
def _(rule: rules.Paired) -> Text:
    ways = [
        (rule.one_to_one, "单位一对一结对", "units paired one to one"),
        (rule.departments, "科室结对", "departments paired"),
        (rule.persons, "人员一对一结对", "people paired one to one"),
    ]
    count = (f"，共{rule.count}对", f"{rule.count} pairs") if rule.count else ("", "")
    zh = "、".join(word for on, word, _en in ways if on)
    return sentence([zh, count[0]], [", ".join(word for on, _zh, word in ways if on), count[1]])


@worded.register
def _(rule: rules.Conversion) -> Text:
    return sentence(
        [
            f"{rule.form.zh}{figure(rule.amount)}{rule.unit.zh}",
            f"折算为{figure(rule.counts)}{rule.counts_unit.zh}",
        ],
        [
            f"{counted(rule.amount, rule.unit.en)} of {rule.form.en} count as",
            f"{counted(rule.counts, rule.counts_unit.en)}",
        ],
    )


@worded.register
def _(rule: rules.ServiceBeforeTitle) -> Text:
    zh = [f"晋升{rule.title.zh}职称前累计服务不少于{rule.months}个月"]
    en = [f"at least {counted(rule.months, 'months')} before a {rule.title.en} title"]
    if rule.places:
        where = _places(rule.places)
        zh.append(f"地点为{where.zh}")
        en.append(f"at {where.en}")
    if rule.each_stay_months:
        zh.append(f"每次不少于{rule.each_stay_months}个月")
        en.append(f"each stay at least {counted(rule.each_stay_months, 'months')}")
    for part in rule.of_which:
        zh.append(f"其中{part.place.zh}不少于{part.months}个月")
        en.append(f"{counted(part.months, 'months')} of it at least in a {part.place.en}")
    return sentence(["，".join(zh)], [", ".join(en)])


@worded.register
def _(rule: rules.Exemption) -> Text:
    zh, en = [], []
    if rule.age_at_least:
        zh.append(f"年满{rule.age_at_least}周岁")
        en.append(f"people aged {rule.age_at_least} or more")
    if rule.served_years:
        where = _places(rule.served_at)
        zh.append(f"已在{where.zh if rule.served_at else '基层'}服务满{rule.served_years}年")
        en.append(f"people with {counted(rule.served_years, 'years')} of service {_at(where.en)}")
    return sentence(["或".join(zh), "的可免予派驻"], ["exempt:", " or ".join(en)])


@worded.register
def _(rule: rules.SenderCap) -> Text:
    whom = listed(category.label for category in rule.categories)
    zh = [f"{whom.zh}{rule.each.zh}" if rule.categories else rule.each.zh]
    en = [rule.each.en, f"({whom.en})" if rule.categories else ""]
    parts_zh, parts_en = [], []
    if rule.at_most:
        parts_zh.append(f"同时派出不超过{rule.at_most}人")
        parts_en.append(f"sends at most {counted(rule.at_most, 'people')} at once")
    if rule.share_at_most:
        share = figure(round(rule.share_at_most * 100, 6))
        parts_zh.append(f"派出比例不超过{share}%")
        parts_en.append(f"sends at most {share} % of its staff")
    if rule.keeps_at_least:
        parts_zh.append(f"留岗不少于{rule.keeps_at_least}人")
        parts_en.append(f"keeps at least {counted(rule.keeps_at_least, 'people')}")
    return sentence([*zh, "，".join(parts_zh)], [*en, ", ".join(parts_en)])


@worded.register
def _(rule: rules.Coverage) -> Text:
    people = counted(rule.at_least, "people")
    return sentence(
        [f"{rule.each.zh}任何时候在岗不少于{rule.at_least}人，不得空岗"],
        [f"at least {people} on post at every moment for {rule.each.en}, never a gap"],
    )


@worded.register
def _(rule: rules.OnPostBy) -> Text:
    by = day(rule.on)
    return Text(zh=f"{by.zh}前全部到岗", en=f"All on post by {by.en}")


def _subject(code: str) -> Text:
    found = subjects.every().get(code)
    return Text(zh=found.zh, en=found.en) if found else Text(zh=code, en=code)


def _places(places: tuple[Place, ...]) -> Text:
    return listed(place.label for place in places)


def _at(where: str) -> str:
    return "" if where == "—" else f"at {where}"


def _length(months: int | None, days: int | None) -> tuple[str, str]:
    if months and months % 12 == 0:
        return f"{months // 12}年", counted(months // 12, "years")
    if months:
        return f"{months}个月", counted(months, "months")
    return f"{days}天", counted(days or 0, "days")
