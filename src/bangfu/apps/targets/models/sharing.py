"""How a target was shared out, and figures that somebody reported.

``target`` is the key of ``bangfu.core.targets.key_of``: the same over the editions of a programme.
Nothing is changed: a new sharing replaces the one before, a wrong figure is taken back.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Filters on sharings that several queries need."""

    def standing(self) -> Self:
        """Those that no later one replaced."""
        return self.filter(replaced_at__isnull=True)


class Sharing(models.Model):
    """One act of sharing a target out.

    Without ``institution`` the whole goes to institutions; with it, that institution's own part to
    its post groups and departments. ``edition`` is the one in force then, ``whole`` its amount.
    """

    class Way(models.TextChoices):
        TYPED = "typed", _("逐项填写")
        EVENLY = "evenly", _("平均分解")
        LAST_YEAR = "last_year", _("按上一期完成数")
        STAFF = "staff", _("按在编人数")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="sharings", verbose_name=_("项目")
    )
    target = models.CharField(_("目标"), max_length=128)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sharings",
        verbose_name=_("机构"),
    )
    edition = models.PositiveIntegerField(_("版本号"))
    whole = models.DecimalField(_("目标数"), max_digits=16, decimal_places=2)
    way = models.CharField(_("分解方式"), max_length=10, choices=Way)
    by = acting_account(_("分解人"))
    at = models.DateTimeField(_("分解时间"))
    replaced_at = models.DateTimeField(_("替换时间"), null=True, blank=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("目标分解")
        verbose_name_plural = _("目标分解")
        ordering = ["-at", "-pk"]
        constraints = [
            # Two constraints, for an empty institution equals no other in the databases we support.
            models.UniqueConstraint(
                fields=["programme", "target", "institution"],
                condition=Q(replaced_at__isnull=True, institution__isnull=False),
                name="shared_once_within_institution",
            ),
            models.UniqueConstraint(
                fields=["programme", "target"],
                condition=Q(replaced_at__isnull=True, institution__isnull=True),
                name="shared_once_to_institutions",
            ),
            models.CheckConstraint(condition=Q(whole__gte=0), name="shared_whole_is_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.target}"


class Part(models.Model):
    """What one institution, post group or department bears."""

    sharing = models.ForeignKey(
        Sharing, models.CASCADE, related_name="parts", verbose_name=_("目标分解")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target_parts",
        verbose_name=_("机构"),
    )
    posts = models.CharField(_("岗位组"), max_length=64, blank=True)
    department = models.CharField(_("科室"), max_length=60, blank=True)
    amount = models.DecimalField(_("分解数"), max_digits=16, decimal_places=2)

    class Meta:
        verbose_name = _("分解数")
        verbose_name_plural = _("分解数")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sharing", "institution"],
                condition=Q(institution__isnull=False),
                name="part_once_per_institution",
            ),
            models.UniqueConstraint(
                fields=["sharing", "posts", "department"],
                condition=Q(institution__isnull=True),
                name="part_once_per_group",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, posts="", department="")
                | (Q(institution__isnull=True, department="") & ~Q(posts=""))
                | (Q(institution__isnull=True, posts="") & ~Q(department="")),
                name="part_is_of_one_kind",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="part_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.institution or self.posts or self.department}: {self.amount}"


class ReportedQuerySet(models.QuerySet["ReportedFigure"]):
    """Filters on reported figures that several queries need."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class ReportedFigure(models.Model):
    """What somebody reports of a target that no record here can count, with its document.

    ``amount`` is the sum so far, on the day; of a rate its upper part, with ``of`` as the lower.
    Without ``institution`` it is of the whole programme.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reported_figures", verbose_name=_("项目")
    )
    target = models.CharField(_("目标"), max_length=128)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_figures",
        verbose_name=_("机构"),
    )
    on = models.DateField(_("截至日期"))
    amount = models.DecimalField(_("完成数"), max_digits=16, decimal_places=2)
    of = models.DecimalField(_("基数"), max_digits=16, decimal_places=2, null=True, blank=True)
    document = models.CharField(_("来源文件"), max_length=200)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = acting_account(_("填报人"))
    at = models.DateTimeField(_("填报时间"))
    withdrawn_by = acting_account(_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    reason = models.CharField(_("撤回原因"), max_length=200, blank=True)

    objects = ReportedQuerySet.as_manager()

    class Meta:
        verbose_name = _("填报数")
        verbose_name_plural = _("填报数")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["programme", "target", "on"], name="reported_of_target"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(of__isnull=True) | Q(of__isnull=False, of__gt=0)),
                name="reported_is_an_amount",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="reported_names_its_document"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(reason=""),
                name="reported_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.on}: {self.amount}"
