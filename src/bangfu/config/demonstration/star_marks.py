"""What reviewers of Party branches put on a sheet: points, the reason, the tally as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from bangfu.apps.appraisal.actions import Given
from bangfu.core.evidence import Clean, checked

HALF = Decimal("0.5")
BY_MEMBERS = ("组织生活", "发挥作用", "联系群众", "遵守纪律")
BY_PUBLIC = ("服务态度", "解决问题", "先锋岗作用")
FULL = {"by_members": 40, "by_secretary_report": 30, "by_public": 30}
"""Items of the appraisal block and their points, 100 together."""
LEAST, MOST = 40, 99
"""Of a hundred: nobody is judged lower or higher."""
REPORTS = (
    "述职内容实在，问题查摆到位",
    "述职对照要点较全，数据略少",
    "问题分析偏浅，整改措施不够具体",
    "述职以罗列工作为主，没有说清问题",
)
"""What is said of a secretary's report, the better first."""


def judged(share: Decimal) -> dict[str, Given]:
    """The three judged items of a branch that is thought worth so many of a hundred points."""
    worth = min(max(share, Decimal(LEAST)), Decimal(MOST)) / 100
    members = _tally("党员评议汇总表", BY_MEMBERS, worth)
    public = _tally("群众评议汇总表", BY_PUBLIC, worth)
    report = halves(worth * FULL["by_secretary_report"])
    place = min(int((1 - worth) * 10), len(REPORTS) - 1)
    return {
        "by_members": Given(
            item="by_members",
            points=members.points,
            reason="党员评议四项平均得分之和，见汇总表",
            files=(members.file,),
        ),
        "by_secretary_report": Given(
            item="by_secretary_report", points=report, reason=REPORTS[place]
        ),
        "by_public": Given(
            item="by_public",
            points=public.points,
            reason="随访患者和科室群众，三项平均得分之和",
            files=(public.file,),
        ),
    }


@dataclass(frozen=True, slots=True)
class _Tally:
    points: Decimal
    file: Clean


def _tally(title: str, questions: Sequence[str], worth: Decimal) -> _Tally:
    """Ten points a question; the sum is what the item gets."""
    given = dict(zip(questions, _spread(worth * 10, len(questions)), strict=True))
    lines = ["评议内容,满分,平均得分", *(f"{name},10,{points}" for name, points in given.items())]
    total = sum(given.values(), Decimal(0))
    lines.append(f"合计,{10 * len(questions)},{total}")
    content = "\ufeff" + "\r\n".join(lines) + "\r\n"
    return _Tally(total, checked(content.encode(), f"{title}.csv"))


def _spread(mean: Decimal, count: int) -> Iterator[Decimal]:
    """So many figures in steps of a half about a mean, the first ones better, none above ten."""
    for place in range(count):
        apart = HALF if place == 0 else -HALF if place == count - 1 else Decimal(0)
        yield min(halves(mean + apart), Decimal(10))


def halves(points: Decimal, *, away: bool = False) -> Decimal:
    """Points in steps of a half; ``away`` rounds what is between away from nought."""
    how = ROUND_UP if away else ROUND_HALF_UP
    return (points * 2).quantize(Decimal(1), how) / 2
