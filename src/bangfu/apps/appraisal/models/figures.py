"""Figures that a unit reports for a round, because no record holds them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account

from .marks import StandingQuerySet
from .rounds import Subject


class ReportedFigureQuerySet(StandingQuerySet["ReportedFigure"]):
    """Reported figures, replaced and withdrawn ones too."""


class ReportedFigure(models.Model):
    """One input as its unit reports it, with the files that prove it.

    A rate is kept as its two sums. ``ended_reason`` is why it was corrected or withdrawn; the
    figure that scoring reads is the standing ``Figure`` that names this one as its source.
    """

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="reported", verbose_name=_("考核对象")
    )
    name = models.CharField(_("数据项"), max_length=120)
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=8, null=True, blank=True)
    numerator = models.DecimalField(
        _("分子"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("分母"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = acting_account(_("报送人"))
    at = models.DateTimeField(_("报送时间"))
    ended_at = models.DateTimeField(_("更正或撤回时间"), null=True, blank=True)
    ended_by = acting_account(_("更正或撤回人"))
    ended_reason = models.CharField(_("更正或撤回原因"), max_length=200, blank=True)

    objects = ReportedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送数据")
        verbose_name_plural = _("报送数据")
        ordering = ["subject", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name"],
                condition=Q(ended_at__isnull=True),
                name="reported_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                | Q(value__isnull=True, numerator__isnull=False, denominator__gt=0),
                name="reported_value_or_two_sums",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="reported_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"
