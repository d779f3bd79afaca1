"""Certificates as they were printed, secret calendar addresses, rosters open to the public.

A certificate is never changed: what stands on it is kept as it was, and one that was wrong is
revoked. The postings it speaks of go on to be read from their own rows.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution, Worker

CODE_LENGTH = 14
"""Twelve characters and two hyphens, as ``core.duty.certificate_code`` writes them."""


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Filters on certificates that several queries need."""

    def standing(self) -> Self:
        """Those that were not revoked."""
        return self.filter(revoked_at__isnull=True)


class Certificate(models.Model):
    """One certificate of service; ``printed`` is what stands on it (``printed.py``).

    Numbers run through a year of one issuing authority, without a gap. The code is what anybody
    checks it by; no two certificates ever had the same.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="certificates", verbose_name=_("派驻")
    )
    issuer = models.ForeignKey(
        Institution, models.PROTECT, related_name="certificates", verbose_name=_("出具单位")
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    serial = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("验证码"), max_length=CODE_LENGTH, unique=True)
    printed = models.JSONField(_("证明内容"))
    issued_by = acting_account(_("出具人"))
    issued_at = models.DateTimeField(_("出具时间"))
    revoked_by = acting_account(_("撤销人"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoke_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务证明")
        verbose_name_plural = _("服务证明")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(revoked_at__isnull=True),
                name="certificate_one_stands_per_posting",
            ),
            models.UniqueConstraint(
                fields=["issuer", "year", "serial"], name="certificate_number_once"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="certificate_serial_from_one"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoke_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="certificate_revoked_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["-issued_at", "-id"], name="certificate_in_list_order")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number as it is printed, in the form of official documents."""
        return f"帮扶证〔{self.year}〕{self.serial}号"


class CalendarAddress(models.Model):
    """A secret address at which calendar programs read somebody's or a host's clinic sessions."""

    worker = models.OneToOneField(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_address",
        verbose_name=_("派驻人员"),
    )
    host = models.OneToOneField(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calendar_address",
        verbose_name=_("受援单位"),
    )
    secret = models.CharField(_("密钥"), max_length=43, unique=True)
    made_by = acting_account(_("办理人"))
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("日历订阅地址")
        verbose_name_plural = _("日历订阅地址")
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=False, host__isnull=True)
                | Q(worker__isnull=True, host__isnull=False),
                name="calendar_is_of_a_worker_or_a_host",
            ),
        ]

    def __str__(self) -> str:
        return str(self.worker or self.host)


class PublicRoster(models.Model):
    """A host that shows its visiting experts to everybody; without a row it does not."""

    host = models.OneToOneField(
        Institution, models.PROTECT, related_name="public_roster", verbose_name=_("受援单位")
    )
    opened_by = acting_account(_("公开人"))
    opened_at = models.DateTimeField(_("公开时间"))

    class Meta:
        verbose_name = _("公开的坐诊安排")
        verbose_name_plural = _("公开的坐诊安排")

    def __str__(self) -> str:
        return str(self.host)


class Misses(models.Model):
    """How many codes that do not exist somebody has asked for within an hour.

    ``visitor`` is a keyed digest: it tells visitors apart for that hour and names nobody.
    """

    visitor = models.CharField(_("来访者摘要"), max_length=64)
    hour = models.DateTimeField(_("时段"))
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("未查到的查询")
        verbose_name_plural = _("未查到的查询")
        constraints = [
            models.UniqueConstraint(fields=["visitor", "hour"], name="misses_counted_per_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="misses_by_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.count}"
