"""What people put on a sheet: points of a level, items that do not apply, veto facts, closings."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account

from .rounds import Subject

_Kept = TypeVar("_Kept", bound=models.Model)


class StandingQuerySet(models.QuerySet[_Kept]):
    """Filters on records that are replaced or taken back, never deleted."""

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(ended_at__isnull=True)


class MarkQuerySet(StandingQuerySet["Mark"]):
    """Marks, replaced ones too."""


class Mark(models.Model):
    """The points that one review level gives to one item, and why."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="marks", verbose_name=_("考核对象")
    )
    item = models.CharField(_("考核项目"), max_length=64)
    level = models.CharField(_("评审层级"), max_length=64)
    points = models.DecimalField(_("分数"), max_digits=12, decimal_places=4)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    by = acting_account(_("评分人"))
    at = models.DateTimeField(_("评分时间"))
    ended_at = models.DateTimeField(_("被替换时间"), null=True, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        ordering = ["subject", "item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item", "level"],
                condition=Q(ended_at__isnull=True),
                name="mark_standing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.item} {self.points}"


class ExemptionQuerySet(StandingQuerySet["Exemption"]):
    """Exemptions, lifted ones too."""


class Exemption(models.Model):
    """An item declared not applicable to a subject, with the reason."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="exemptions", verbose_name=_("考核对象")
    )
    item = models.CharField(_("考核项目"), max_length=64)
    reason = models.CharField(_("理由"), max_length=500)
    by = acting_account(_("认定人"))
    at = models.DateTimeField(_("认定时间"))
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    ended_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("不适用项目")
        verbose_name_plural = _("不适用项目")
        ordering = ["subject", "item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item"],
                condition=Q(ended_at__isnull=True),
                name="exemption_standing_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.item}"


class VetoFactQuerySet(StandingQuerySet["VetoFact"]):
    """Veto facts, those taken back too."""


class VetoFact(models.Model):
    """A fact that the table names as a veto, established for a subject."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="veto_facts", verbose_name=_("考核对象")
    )
    veto = models.CharField(_("否决事项"), max_length=64)
    reason = models.CharField(_("认定依据"), max_length=500)
    by = acting_account(_("认定人"))
    at = models.DateTimeField(_("认定时间"))
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    ended_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    objects = VetoFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("一票否决")
        verbose_name_plural = _("一票否决")
        ordering = ["subject", "veto", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "veto"],
                condition=Q(ended_at__isnull=True),
                name="veto_standing_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="veto_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.veto}"


class ClosingQuerySet(StandingQuerySet["Closing"]):
    """Closings, those sent back too."""


class Closing(models.Model):
    """One level of one sheet closed; sent back, it is closed again by a new row."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="closings", verbose_name=_("考核对象")
    )
    level = models.CharField(_("评审层级"), max_length=64)
    opinion = models.CharField(_("评审意见"), max_length=500, blank=True)
    by = acting_account(_("签字人"))
    at = models.DateTimeField(_("签字时间"))
    ended_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    ended_by = acting_account(_("退回人"))
    ended_reason = models.CharField(_("退回原因"), max_length=300, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("层级签字")
        verbose_name_plural = _("层级签字")
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "level"],
                condition=Q(ended_at__isnull=True),
                name="closing_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="closing_sent_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.level}"


class StatementQuerySet(StandingQuerySet["Statement"]):
    """Statements, replaced ones too."""


class Statement(models.Model):
    """What the one appraised says: its own report, and its opinion of the result; signed."""

    class Sort(models.TextChoices):
        REPORT = "report", _("自我总结")
        OPINION = "opinion", _("本人（本单位）意见")

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="statements", verbose_name=_("考核对象")
    )
    sort = models.CharField(_("类型"), max_length=8, choices=Sort)
    text = models.TextField(_("内容"), max_length=3000)
    agrees = models.BooleanField(_("同意考核结果"), null=True, blank=True)
    by = acting_account(_("签字人"))
    at = models.DateTimeField(_("签字时间"))
    ended_at = models.DateTimeField(_("被替换时间"), null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("述职和意见")
        verbose_name_plural = _("述职和意见")
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "sort"],
                condition=Q(ended_at__isnull=True),
                name="statement_standing_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.sort}"
