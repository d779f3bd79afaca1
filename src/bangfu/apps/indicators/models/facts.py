"""The fact tables as the product's database keeps them; their columns are those of the core.

A row is a month's sum handed over by the app named in ``source``. Rows of a month are replaced as a
whole and never changed, so nothing refers to them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


def _of_month(name: str) -> list[models.Index]:
    return [
        models.Index(fields=["month", "source"], name=f"{name}_of_month"),
        models.Index(fields=["institution", "month"], name=f"{name}_of_institution"),
    ]


class DutyFact(FactRow):
    """Half-days of postings of one form, and postings that began or ended."""

    form = models.CharField(_("派驻形式"), max_length=12)
    expected = models.BigIntegerField(_("应在岗半天"))
    served = models.BigIntegerField(_("在岗半天"))
    excused = models.BigIntegerField(_("请假半天"))
    absent = models.BigIntegerField(_("缺勤半天"))
    waiting = models.BigIntegerField(_("待确认半天"))
    arrivals = models.BigIntegerField(_("到岗"))
    ended = models.BigIntegerField(_("结束"))
    recalled = models.BigIntegerField(_("提前结束"))
    lasted = models.BigIntegerField(_("服务满期"))

    class Meta:
        db_table = "indicators_duty"
        verbose_name = _("在岗数")
        verbose_name_plural = _("在岗数")
        indexes = _of_month("duty_fact")


class PersonFact(FactRow):
    """One person at an institution in a month; which one is not kept."""

    form = models.CharField(_("派驻形式"), max_length=12)
    rank = models.BigIntegerField(_("职称级别"))
    doctor = models.BigIntegerField(_("医师"))
    present = models.BigIntegerField(_("在岗"))
    first = models.BigIntegerField(_("当年首次"))
    stay_months = models.BigIntegerField(_("计划月数"))
    served = models.BigIntegerField(_("在岗半天"))

    class Meta:
        db_table = "indicators_people"
        verbose_name = _("在岗人数")
        verbose_name_plural = _("在岗人数")
        indexes = _of_month("person_fact")


class PlaceFact(FactRow):
    """Place-days due and empty, places asked for and held at the month's end."""

    form = models.CharField(_("派驻形式"), max_length=12)
    due_days = models.BigIntegerField(_("应有人天数"))
    uncovered_days = models.BigIntegerField(_("空缺天数"))
    asked = models.BigIntegerField(_("月末岗位"))
    held = models.BigIntegerField(_("月末有人岗位"))

    class Meta:
        db_table = "indicators_places"
        verbose_name = _("岗位数")
        verbose_name_plural = _("岗位数")
        indexes = _of_month("place_fact")


class WorkFact(FactRow):
    """One measure of the ledger of work, in hundredths, with its entries."""

    measure = models.CharField(_("数量"), max_length=129)
    confirmed = models.BigIntegerField(_("已确认"))
    waiting = models.BigIntegerField(_("待确认"))
    confirmed_entries = models.BigIntegerField(_("已确认条数"))
    entries = models.BigIntegerField(_("登记条数"))

    class Meta:
        db_table = "indicators_work"
        verbose_name = _("工作量")
        verbose_name_plural = _("工作量")
        indexes = _of_month("work_fact")


class LastingFact(FactRow):
    """Things that stay behind, by sort and the step they reached."""

    sort = models.CharField(_("类别"), max_length=32)
    step = models.CharField(_("步骤"), max_length=32)
    count = models.BigIntegerField(_("项数"))

    class Meta:
        db_table = "indicators_lasting"
        verbose_name = _("能力建设数")
        verbose_name_plural = _("能力建设数")
        indexes = _of_month("lasting_fact")


class PromiseFact(FactRow):
    """What was due, what was kept, what was kept in time."""

    sort = models.CharField(_("类别"), max_length=32)
    due = models.BigIntegerField(_("到期"))
    kept = models.BigIntegerField(_("完成"))
    in_time = models.BigIntegerField(_("按期完成"))

    class Meta:
        db_table = "indicators_promises"
        verbose_name = _("到期事项数")
        verbose_name_plural = _("到期事项数")
        indexes = _of_month("promise_fact")


class OpinionFact(FactRow):
    """Results of appraisals: how many, their scores, how many in the top grade."""

    sort = models.CharField(_("类别"), max_length=32)
    answers = models.BigIntegerField(_("份数"))
    score = models.BigIntegerField(_("得分"))
    best = models.BigIntegerField(_("最高等次"))

    class Meta:
        db_table = "indicators_opinions"
        verbose_name = _("考核结果数")
        verbose_name_plural = _("考核结果数")
        indexes = _of_month("opinion_fact")


class StatisticFact(FactRow):
    """A figure reported by an office, laid out over its months."""

    item = models.CharField(_("统计项"), max_length=64)
    amount = models.BigIntegerField(_("数量"))

    class Meta:
        db_table = "indicators_statistics"
        verbose_name = _("统计数")
        verbose_name_plural = _("统计数")
        indexes = _of_month("statistic_fact")


FACT_MODELS: dict[str, type[FactRow]] = {
    "duty": DutyFact,
    "people": PersonFact,
    "places": PlaceFact,
    "work": WorkFact,
    "lasting": LastingFact,
    "promises": PromiseFact,
    "opinions": OpinionFact,
    "statistics": StatisticFact,
}
"""The model of each fact table of the core; a test holds their columns against each other."""
