"""Reviews of causes: what an office made of a quarter's requests, kept with the figures it saw."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.registry.models import Institution


class CauseReview(models.Model):
    """One quarter's causes as an institution, or the office of an area, went through them.

    ``figures`` are those of the day it was kept, ``{cause: [this quarter, the one before]}``; they
    stay when requests are answered later. A review that was wrong is withdrawn with a reason.
    """

    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cause_reviews",
        verbose_name=_("单位"),
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    place = models.CharField(_("范围"), max_length=80)
    first = models.DateField(_("季度第一天"))
    figures = models.JSONField(_("原因统计"))
    met_on = models.DateField(_("分析会日期"))
    who = models.CharField(_("参加人员"), max_length=200, blank=True)
    findings = models.TextField(_("原因分析"), max_length=2000)
    measures = models.TextField(_("改进措施"), max_length=2000)
    kept_by = acting_account(_("登记人"))
    kept_at = models.DateTimeField(_("登记时间"))
    withdrawn_by = acting_account(_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("季度原因分析")
        verbose_name_plural = _("季度原因分析")
        ordering = ["-first", "place", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "first"],
                condition=Q(withdrawn_at__isnull=True, institution__isnull=False),
                name="cause_review_of_institution_once",
            ),
            models.UniqueConstraint(
                fields=["area_code", "first"],
                condition=Q(withdrawn_at__isnull=True, institution__isnull=True),
                name="cause_review_of_area_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="cause_review_withdrawn_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.first:%Y-%m}"
