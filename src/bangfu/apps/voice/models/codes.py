"""Codes that hang in halls; a code is known by its digest alone."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Institution


class AskCodeQuerySet(models.QuerySet["AskCode"]):
    """Filters on codes that several queries need."""

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related("institution", "department", "programme", "made_by")

    def working(self, on: date) -> Self:
        """Those by which somebody may ask on a day."""
        return self.filter(revoked_at__isnull=True).filter(
            Q(expires_before__isnull=True) | Q(expires_before__gt=on)
        )


class AskCode(models.Model):
    """One code of an institution or department; ended or replaced, never deleted.

    Its 128 bits are not kept: they are made from ``seed`` and the installation's secret key, so
    that a poster is printed again and a copy of the database opens no page.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="ask_codes", verbose_name=_("单位")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ask_codes",
        verbose_name=_("科室"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ask_codes",
        verbose_name=_("项目"),
    )
    area_code = models.CharField(_("行政区划"), max_length=9, db_index=True)
    place = models.CharField(_("张贴位置"), max_length=60, blank=True)
    seed = models.CharField(_("种子"), max_length=32)
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    expires_before = models.DateField(_("停用日期"), null=True, blank=True)
    made_by = acting_account(_("制作人"))
    made_at = models.DateTimeField(_("制作时间"))
    revoked_by = acting_account(_("停用人"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    revoked_reason = models.CharField(_("停用原因"), max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("替换的需求码"),
    )

    objects = AskCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求码")
        verbose_name_plural = _("需求码")
        ordering = ["institution", "department", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_reason="")),
                name="ask_code_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        inside = f" {self.department.name}" if self.department else ""
        where = f"（{self.place}）" if self.place else ""
        return f"{self.institution.short_name or self.institution.name}{inside}{where}"
