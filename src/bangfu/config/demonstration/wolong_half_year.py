"""Wolong's half-year review under way: most units rated themselves, the district has begun."""

from datetime import date, timedelta

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.programmes.models import Programme
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.programmes.words import Text

from . import wolong
from .appraisal_steps import close, frozen_table, opened, paper, rate
from .task_deeds import at

TABLE = "wolong_performance"
TITLE = Text(
    zh="卧龙区卫生系统半年绩效考核评分表", en="Half-year score table of Wolong's health units"
)
STARTED = 9
"""Days since the round was opened."""
SELF_RATED, SEEN = 20, 8
"""Of all units in the order of their names."""
CHECKED = (
    ("14", "台账齐全，两处宣传栏未更新"),
    ("13", "慢病随访记录有5份缺少本季度血压值"),
    ("12.5", "家庭医生签约档案抽查20份，3份无签字"),
    ("15", ""),
)
BACK = "任务完成数与月报不一致，请核对后重报"


def tell(*, on: date, clerk: User, assessor: User, units: User) -> None:
    """Within the caller's transaction, as of a day."""
    programme = Programme.objects.get(code=wolong.CODE)
    begins = date(on.year, 1 if on.month < 7 else 7, 1)
    ends = date(on.year, 7, 1) if on.month < 7 else date(on.year + 1, 1, 1)
    day = on - timedelta(STARTED)
    edition = frozen_table(TABLE, area=wolong.DISTRICT, title=TITLE, day=day, by=clerk)
    held = opened(
        programme,
        edition,
        title=f"{on.year}年{'上' if on.month < 7 else '下'}半年卫生工作绩效考核",
        kind=RoundKind.HALF_YEAR,
        days=(begins, ends),
        by=clerk,
        day=day,
    )
    subjects = list(held.subjects.order_by("key"))
    for subject in subjects[:SELF_RATED]:
        close(subject, "self", "已逐项核对，自评属实", by=units, day=day + timedelta(3))
    for place, subject in enumerate(subjects[:SEEN]):
        points, reason = CHECKED[place % len(CHECKED)]
        record = paper("半年现场检查记录.txt", reason or "各项资料齐全，现场抽查无问题。")
        given = {"mid_year": (points, reason)}
        rate(subject, given, by=assessor, day=on - timedelta(2), files={"mid_year": record})
        if place % 4 != 2:
            close(subject, "bureau", "已反馈单位", by=assessor, day=on - timedelta(1))
    actions.send_back(subject=subjects[SEEN], reason=BACK, by=assessor, at=at(on - timedelta(1)))
