"""The fact tables as the product's database keeps them; their columns are those of the core.

A row is a month's sum handed over by the app named in ``source``. Rows of a month are replaced as a
whole and never changed, so nothing refers to them.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.core.indicators import TABLES

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST = {"form": 12, "measure": 129, "sort": 32, "step": 32, "item": 64}
"""How long the words may be by which rows of a table are told apart."""


class FactRow(models.Model):
    """What every fact says: which side, whose, where, in which programme and month (yyyymm)."""

    source = models.CharField(_("来源"), max_length=20)
    side = models.CharField(_("方"), max_length=5)
    institution = models.CharField(_("机构代码"), max_length=22, blank=True)
    area = models.CharField(_("行政区划"), max_length=9, blank=True)
    programme = models.CharField(_("项目代码"), max_length=64, blank=True)
    month = models.PositiveIntegerField(_("月份"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month} {self.institution or self.area}"


def _model(table: str, row: str, title: "StrPromise", /, **columns: "StrPromise") -> type[FactRow]:
    """The model of a fact table of the core: kinds are words, amounts whole numbers.

    ``row`` is the English word for one row, after which class and indexes are named; ``columns``
    titles the core's columns, in its order.
    """
    core = TABLES[table]
    if tuple(columns) != (*core.kinds, *core.amounts):
        raise ValueError(f"the columns of {table} are not the core's")
    meta = {
        "db_table": f"indicators_{table}",
        "verbose_name": title,
        "verbose_name_plural": title,
        "indexes": [
            models.Index(fields=["month", "source"], name=f"{row}_fact_of_month"),
            models.Index(fields=["institution", "month"], name=f"{row}_fact_of_institution"),
        ],
    }
    kinds = {kind: models.CharField(columns[kind], max_length=LONGEST[kind]) for kind in core.kinds}
    amounts = {amount: models.BigIntegerField(columns[amount]) for amount in core.amounts}
    body = {"__module__": __name__, "Meta": type("Meta", (), meta), **kinds, **amounts}
    return type(f"{row.capitalize()}Fact", (FactRow,), body)


FACT_MODELS = {
    "duty": _model(
        "duty",
        "duty",
        _("在岗数"),
        form=_("派驻形式"),
        expected=_("应在岗半天"),
        served=_("在岗半天"),
        excused=_("请假半天"),
        absent=_("缺勤半天"),
        waiting=_("待确认半天"),
        arrivals=_("到岗"),
        ended=_("结束"),
        recalled=_("提前结束"),
        lasted=_("服务满期"),
    ),
    "people": _model(
        "people",
        "person",
        _("在岗人数"),
        form=_("派驻形式"),
        rank=_("职称级别"),
        doctor=_("医师"),
        present=_("在岗"),
        first=_("当年首次"),
        stay_months=_("计划月数"),
        served=_("在岗半天"),
    ),
    "places": _model(
        "places",
        "place",
        _("岗位数"),
        form=_("派驻形式"),
        due_days=_("应有人天数"),
        uncovered_days=_("空缺天数"),
        asked=_("月末岗位"),
        held=_("月末有人岗位"),
    ),
    "work": _model(
        "work",
        "work",
        _("工作量"),
        measure=_("数量"),
        confirmed=_("已确认"),
        waiting=_("待确认"),
        confirmed_entries=_("已确认条数"),
        entries=_("登记条数"),
    ),
    "lasting": _model(
        "lasting",
        "lasting",
        _("能力建设数"),
        sort=_("类别"),
        step=_("步骤"),
        count=_("项数"),
    ),
    "promises": _model(
        "promises",
        "promise",
        _("到期事项数"),
        sort=_("类别"),
        due=_("到期"),
        kept=_("完成"),
        in_time=_("按期完成"),
    ),
    "opinions": _model(
        "opinions",
        "opinion",
        _("考核结果数"),
        sort=_("类别"),
        answers=_("份数"),
        score=_("得分"),
        best=_("最高等次"),
    ),
    "statistics": _model(
        "statistics",
        "statistic",
        _("统计数"),
        item=_("统计项"),
        amount=_("数量"),
    ),
}
"""The model of each fact table of the core; a test holds their columns against each other."""
