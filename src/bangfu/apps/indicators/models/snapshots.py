"""Snapshots of indicators along the ladder of areas, what was restated, statistics reported."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators.expressions import CITY, COUNTY, INSTITUTION, NATION, PROVINCE


class Level(models.IntegerChoices):
    """Steps of the ladder; those of areas are the digits of their codes."""

    NATION = NATION, _("全国")
    PROVINCE = PROVINCE, _("省级")
    CITY = CITY, _("地级")
    COUNTY = COUNTY, _("县级")
    INSTITUTION = INSTITUTION, _("机构")


class Snapshot(models.Model):
    """Both sums of an indicator at a place in a month, as integers of the facts.

    ``place`` is an area's prefix or an institution's code. A place and month without facts has no
    row. ``filled_at`` is when the row was written first or changed last.
    """

    indicator = models.CharField(_("指标"), max_length=129)
    side = models.CharField(_("方"), max_length=5)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    place = models.CharField(_("地区或机构"), max_length=22, blank=True)
    month = models.PositiveIntegerField(_("月份"))
    numerator = models.BigIntegerField(_("分子"))
    denominator = models.BigIntegerField(_("分母"))
    filled_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("指标值")
        verbose_name_plural = _("指标值")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "side", "level", "place", "month"], name="snapshot_once"
            ),
        ]
        indexes = [
            # A page reads all places of a level over some months: the index alone answers.
            models.Index(
                fields=[
                    "indicator",
                    "side",
                    "level",
                    "month",
                    "place",
                    "numerator",
                    "denominator",
                ],
                name="snapshot_of_level",
            ),
            models.Index(fields=["month"], name="snapshot_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.month}"


class Restatement(models.Model):
    """What a snapshot of a month already over said before, and why it changed; kept for ever."""

    indicator = models.CharField(_("指标"), max_length=129)
    side = models.CharField(_("方"), max_length=5)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    place = models.CharField(_("地区或机构"), max_length=22, blank=True)
    month = models.PositiveIntegerField(_("月份"))
    numerator_before = models.BigIntegerField(_("原分子"))
    denominator_before = models.BigIntegerField(_("原分母"))
    numerator = models.BigIntegerField(_("新分子"))
    denominator = models.BigIntegerField(_("新分母"))
    reason = models.CharField(_("更正原因"), max_length=200)
    by = acting_account(_("重算人"))
    at = models.DateTimeField(_("重算时间"))

    class Meta:
        verbose_name = _("指标更正")
        verbose_name_plural = _("指标更正")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["indicator", "side", "level", "place"], name="restated_of_place"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="restatement_says_why"),
            models.CheckConstraint(
                condition=~Q(numerator=F("numerator_before"))
                | ~Q(denominator=F("denominator_before")),
                name="restatement_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.month}"


class Filling(models.Model):
    """When a month was filled, and out of what: the same facts are not filled twice."""

    month = models.PositiveIntegerField(_("月份"), unique=True)
    digest = models.CharField(_("依据摘要"), max_length=64)
    settled = models.BooleanField(_("月份已结束"), default=False)
    filled_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("指标计算")
        verbose_name_plural = _("指标计算")
        ordering = ["-month"]

    def __str__(self) -> str:
        return str(self.month)


class StatisticQuerySet(models.QuerySet["Statistic"]):
    """Filters on statistics that several queries need."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Statistic(models.Model):
    """A figure that an office reports of a county or an institution, with its source.

    ``first`` and ``last`` are months (yyyymm), both included. Nothing is changed: a wrong figure
    is taken back with a reason and another entered.
    """

    item = models.CharField(_("统计项"), max_length=64)
    area_code = models.CharField(_("行政区划"), max_length=9, db_index=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statistics",
        verbose_name=_("机构"),
    )
    first = models.PositiveIntegerField(_("起始月份"))
    last = models.PositiveIntegerField(_("截止月份"))
    amount = models.DecimalField(_("数量"), max_digits=18, decimal_places=2)
    document = models.CharField(_("数据来源"), max_length=200)
    by = acting_account(_("填报人"))
    at = models.DateTimeField(_("填报时间"))
    withdrawn_by = acting_account(_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    reason = models.CharField(_("撤回原因"), max_length=200, blank=True)

    objects = StatisticQuerySet.as_manager()

    class Meta:
        verbose_name = _("统计数")
        verbose_name_plural = _("统计数")
        ordering = ["-last", "area_code", "item", "-pk"]
        indexes = [
            models.Index(fields=["item", "area_code", "last"], name="statistic_of_item"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="statistic_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="statistic_is_an_amount"),
            models.CheckConstraint(condition=~Q(document=""), name="statistic_names_its_source"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""),
                name="statistic_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.area_code} {self.last}"
