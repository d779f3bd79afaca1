"""What service brings the person who served, each as one sentence for a reader."""

from . import recognition as gains
from .rule_wording import worded
from .wording import counted, figure, listed, sentence
from .words import Text


def recognition_sentence(gain: gains.Recognition) -> Text:
    """What service brings, in words."""
    body = worded(gain)
    return Text(zh=f"{body.zh}。", en=f"{body.en}.")


@worded.register
def _(gain: gains.CountsBeforeTitle) -> Text:
    if gain.title:
        return Text(
            zh=f"计入晋升{gain.title.zh}职称前的基层服务",
            en=f"Counts as the service owed before a {gain.title.en} title",
        )
    return Text(zh="计入职称晋升前的基层服务", en="Counts as the service owed before a title")


@worded.register
def _(gain: gains.EarlierApplication) -> Text:
    return sentence(
        [f"服务满{gain.after_years}年且考核合格，可提前{gain.years}年申报职称"],
        [
            f"after {counted(gain.after_years, 'years')} with a pass",
            f"a title may be applied for {counted(gain.years, 'years')} earlier",
        ],
    )


@worded.register
def _(gain: gains.Points) -> Text:
    parts = listed(
        Text(
            zh=f"{'、'.join(str(n) for n in part.area_classes)}类区"
            f"合格{figure(part.passed)}分、优秀{figure(part.excellent)}分",
            en=f"class {'/'.join(str(n) for n in part.area_classes)}: "
            f"{figure(part.passed)} for a pass, {figure(part.excellent)} for excellent",
        )
        for part in gain.by_class
    )
    return Text(zh=f"每服务一年加分：{parts.zh}", en=f"Points per year served: {parts.en}")


@worded.register
def _(gain: gains.FewerPapers) -> Text:
    zh = "考核优秀的，" if gain.only_excellent else ""
    en = "with an excellent result" if gain.only_excellent else ""
    return sentence(
        [f"{zh}申报职称可少交{gain.papers}篇论文"],
        [f"{gain.papers} paper(s) fewer asked for a title", en],
    )


@worded.register
def _(_gain: gains.NoFurtherTraining) -> Text:
    return Text(
        zh="派驻期间免修继续教育学分", en="No continuing-education credits asked while posted"
    )


@worded.register
def _(gain: gains.OutsidePostQuota) -> Text:
    return sentence(
        [f"服务满{gain.after_years}年的，职称聘任不占单位岗位职数"],
        [f"after {counted(gain.after_years, 'years')} the title counts outside the unit's quota"],
    )


@worded.register
def _(gain: gains.Subsidy) -> Text:
    sum_zh = f"每月{figure(gain.yuan_a_month)}元" if gain.yuan_a_month else ""
    sum_en = f"of {figure(gain.yuan_a_month)} yuan a month" if gain.yuan_a_month else ""
    return sentence(
        [f"工资待遇保留在原单位，由{gain.paid_by.zh}发放补助{sum_zh}"],
        [f"wages stay with the own unit; the {gain.paid_by.en} pays a subsidy", sum_en],
    )
