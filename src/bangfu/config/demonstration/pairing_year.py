"""A pairing's year: rated by both sides, the county and the city, announced, published, used."""

from datetime import date, timedelta

import msgspec

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.rules.comparisons import PeerMean
from bangfu.core.appraisal.rules.ratio_to_target import RatioToTarget
from bangfu.core.months import months_after
from bangfu.core.programmes.vocabulary_review import ResultUse, RoundKind
from bangfu.core.programmes.words import Text

from . import group
from .appraisal_steps import announce, close, frozen_table, opened, paper, rate, without_peers
from .task_deeds import at

TABLE = "posting_pair_default"
TITLE = Text(
    zh="东营市城市医疗集团结对帮扶年度考核评分表",
    en="Yearly score table of the pairing in Dongying's city medical group",
)
OWN = {
    "agreement": ("3", "帮扶协议已签订，在有效期内"),
    "yearly_plan": ("3", "年度计划年初印发，已报市卫生健康委"),
    "named": ("2", "双方各明确一名分管领导和一名联络人"),
    "need_list": ("2", "需求清单每半年更新一次"),
}
COUNTY = {
    "specialties": ("4", "两个专科有计划、有人员，一个专科设备到位较晚"),
    "staff_say": ("2.8", "问卷收回120份，满意率94%"),
    "patients_say": ("2.7", "电话回访60人，满意54人"),
}
VISIT = "现场查看两个重点专科的计划、人员、设备和病种，查阅近一年工作量。"
CITY = {"need_list": ("1.5", "下半年需求清单逾期一个月报送")}


def tell(*, on: date, clerk: User, assessor: User, sender: User) -> None:
    """The twelve months before the last two, within the caller's transaction."""
    ends = months_after(on, -1).replace(day=1)
    programme = Programme.objects.get(code=group.CODE)
    day = ends - timedelta(15)
    edition = frozen_table(
        TABLE, area=programme.area_code, title=TITLE, day=day, by=clerk, change=_for_one
    )
    held = opened(
        programme,
        edition,
        title=f"{ends.year}年度结对帮扶考核",
        kind=RoundKind.YEAR_END,
        days=(months_after(ends, -12), ends),
        by=clerk,
        day=ends,
    )
    subject = held.subjects.get()
    rate(subject, OWN, by=sender, day=ends + timedelta(2))
    close(subject, "self", "双方核对一致，自评属实", by=sender, day=ends + timedelta(3))
    proof = {"specialties": paper("专科建设现场查看记录.txt", VISIT)}
    rate(subject, COUNTY, by=assessor, day=ends + timedelta(6), files=proof)
    close(subject, "county", "在岗和带教扎实，同意上报", by=assessor, day=ends + timedelta(6))
    rate(subject, CITY, by=clerk, day=ends + timedelta(9))
    close(subject, "city", "同意县级意见，需求清单一项扣0.5分", by=clerk, day=ends + timedelta(9))
    published = announce(held, by=clerk, day=ends + timedelta(10))
    actions.publish_round(round=held, by=clerk, at=at(published), on=published)
    actions.record_use(
        subject=subject,
        sort=ResultUse.UNIT_RATING,
        text="作为两院年度目标责任制考核的依据",
        on=published,
        by=clerk,
        at=at(published),
    )


def _for_one(scheme: Scheme) -> Scheme:
    """One pairing has no peers: what compares with them gets a target of its own."""
    items = tuple(
        msgspec.structs.replace(item, rule=RatioToTarget(input=item.rule.input, target=0.2))
        if isinstance(item.rule, PeerMean)
        else item
        for item in without_peers(scheme).items
    )
    return msgspec.structs.replace(scheme, items=items)
