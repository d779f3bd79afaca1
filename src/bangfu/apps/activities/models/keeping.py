"""What the ledger keeps beside its entries: drafts, sums by month, locked months, doubles."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.activities import months_touched

from .ledger import Activity


class Draft(models.Model):
    """An entry that could not stand yet, as it was typed: nothing typed is lost.

    ``typed`` holds the form's fields, ``said`` what kept it from the ledger.
    """

    key = models.UUIDField(_("登记编号"), unique=True)
    kind = models.CharField(_("类别"), max_length=64)
    typed = models.JSONField(_("填写内容"))
    said = models.JSONField(_("待改正"), default=list, blank=True)
    saved_by = acting_account(_("填写人"))
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["saved_by", "-saved_at"], name="draft_of_account")]

    def __str__(self) -> str:
        return str(self.key)


class MonthSum(models.Model):
    """What one indicator came to in a month, between two institutions and in one post group.

    Kept in step with the ledger inside each change, so that a page of targets adds up hundreds of
    rows instead of hundreds of thousands. ``confirmed`` and ``waiting`` are amounts,
    ``confirmed_entries`` and ``waiting_entries`` the entries behind them.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", verbose_name=_("项目")
    )
    giver = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("帮扶单位")
    )
    host = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("受援单位"),
    )
    posts = models.CharField(_("岗位组"), max_length=64, blank=True)
    indicator = models.CharField(_("指标"), max_length=129)
    month = models.DateField(_("月份"))
    confirmed = models.DecimalField(_("已确认"), default=0, max_digits=16, decimal_places=2)
    waiting = models.DecimalField(_("待确认"), default=0, max_digits=16, decimal_places=2)
    confirmed_entries = models.PositiveIntegerField(_("已确认条数"), default=0)
    waiting_entries = models.PositiveIntegerField(_("待确认条数"), default=0)

    class Meta:
        verbose_name = _("月度合计")
        verbose_name_plural = _("月度合计")
        indexes = [
            models.Index(fields=["programme", "month", "indicator"], name="sum_of_month"),
        ]
        constraints = [
            # Two constraints, for an empty host equals no other in the databases we support.
            models.UniqueConstraint(
                fields=["programme", "giver", "host", "posts", "indicator", "month"],
                condition=Q(host__isnull=False),
                name="one_sum_with_host",
            ),
            models.UniqueConstraint(
                fields=["programme", "giver", "posts", "indicator", "month"],
                condition=Q(host__isnull=True),
                name="one_sum_without_host",
            ),
            models.CheckConstraint(
                condition=Q(confirmed__gte=0, waiting__gte=0), name="sum_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month}"


class LockedMonthQuerySet(models.QuerySet["LockedMonth"]):
    """Which months are locked, and which of them hold an entry."""

    def standing(self) -> Self:
        """Those not opened again."""
        return self.filter(reopened_at__isnull=True)

    def holding(self, activity: Activity) -> Self:
        """Those in which an entry lies, so that nothing of it may change."""
        months = months_touched(activity.happened_on, activity.last_day)
        return self.standing().filter(programme=activity.programme_id, month__in=months)


class LockedMonth(models.Model):
    """A month of a programme in whose ledger nothing changes until it is reopened."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="locked_months", verbose_name=_("项目")
    )
    month = models.DateField(_("月份"))
    locked_by = acting_account(_("锁定人"))
    locked_at = models.DateTimeField(_("锁定时间"))
    reopened_by = acting_account(_("解锁人"))
    reopened_at = models.DateTimeField(_("解锁时间"), null=True, blank=True)
    reason = models.CharField(_("解锁原因"), max_length=200, blank=True)

    objects = LockedMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("锁定的月份")
        verbose_name_plural = _("锁定的月份")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "month"],
                condition=Q(reopened_at__isnull=True),
                name="month_locked_once",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reason=""), name="reopening_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.month:%Y-%m}"


class Resemblance(models.Model):
    """Two entries that may tell of one activity, and what was found out about them.

    ``first`` is the older entry. Undecided ones are shown to both institutions.
    """

    class Found(models.TextChoices):
        OPEN = "open", _("待核对")
        SAME = "same", _("同一项工作")
        DIFFERENT = "different", _("两项工作")

    first = models.ForeignKey(
        Activity, models.CASCADE, related_name="resembled_later", verbose_name=_("先登记")
    )
    second = models.ForeignKey(
        Activity, models.CASCADE, related_name="resembled_earlier", verbose_name=_("后登记")
    )
    found = models.CharField(_("认定"), max_length=10, choices=Found, default=Found.OPEN)
    found_by = acting_account(_("认定人"))
    found_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("疑似重复")
        verbose_name_plural = _("疑似重复")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="resemblance_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="resemblance_older_first"
            ),
            models.CheckConstraint(
                condition=Q(found="open") | Q(found_at__isnull=False),
                name="resemblance_found_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"
