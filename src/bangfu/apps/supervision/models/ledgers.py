"""Problems found, ledgers handed in, and the hand-over of the movable flag."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution

from .records import Answer
from .tasks import Task


class Problem(models.Model):
    """A problem found, sorted on the axes a programme knows; ``task`` is what is done about it.

    ``key`` is given by who raises it, so that raising it again raises nothing twice.
    """

    class Cause(models.TextChoices):
        SUBJECTIVE = "subjective", _("主观原因")
        OBJECTIVE = "objective", _("客观原因")

    class Spread(models.TextChoices):
        COMMON = "common", _("共性问题")
        PARTICULAR = "particular", _("个性问题")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="problems", verbose_name=_("项目")
    )
    key = models.CharField(_("来源编号"), max_length=160, blank=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("涉及单位"),
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    title = models.CharField(_("问题"), max_length=200)
    detail = models.TextField(_("具体情况"), max_length=1000, blank=True)
    found_on = models.DateField(_("发现日期"))
    found_by_way_of = models.CharField(_("发现途径"), max_length=100, blank=True)
    cause = models.CharField(_("主观或客观"), max_length=12, choices=Cause, blank=True)
    spread = models.CharField(_("共性或个性"), max_length=12, choices=Spread, blank=True)
    measures = models.TextField(_("整改措施"), max_length=1000, blank=True)
    found_in = models.ForeignKey(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems_found",
        verbose_name=_("来源任务"),
    )
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("来源报告"),
    )
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problem",
        verbose_name=_("整改任务"),
    )
    settled_on = models.DateField(_("立行立改日期"), null=True, blank=True)
    settled_words = models.CharField(_("立行立改情况"), max_length=300, blank=True)
    by = acting_account(_("提出人"))
    at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], condition=~Q(key=""), name="problem_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(task__isnull=True),
                name="problem_settled_at_once_or_by_a_task",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HandIn(models.Model):
    """The ledger of one institution for a year as it was handed in: never changed.

    Without an institution it is that of the tasks nobody in the registry bears.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="ledgers_handed_in", verbose_name=_("项目")
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ledgers_handed_in",
        verbose_name=_("交账单位"),
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    starts_on = models.DateField(_("账期起始"))
    ends_before = models.DateField(_("账期截止（不含）"))
    lines = models.JSONField(_("账目"))
    sums = models.JSONField(_("合计"))
    digest = models.CharField(_("核对摘要"), max_length=64)
    words = models.CharField(_("总体说明"), max_length=300, blank=True)
    by = acting_account(_("交账人"))
    at = models.DateTimeField(_("交账时间"))

    class Meta:
        verbose_name = _("交账")
        verbose_name_plural = _("交账")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "institution", "starts_on"],
                name="ledger_handed_in_once_by_institution",
            ),
            models.UniqueConstraint(
                fields=["programme", "starts_on"],
                condition=Q(institution__isnull=True),
                name="ledger_handed_in_once_by_others",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="ledger_period_is_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution or self.programme} {self.starts_on.year}"


class FlagHandover(models.Model):
    """Which unit of a group the movable flag went to for a period. A unit holds it, no person."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="flags", verbose_name=_("项目")
    )
    group = models.CharField(_("组别"), max_length=64)
    group_title = models.CharField(_("组别名称"), max_length=120)
    starts_on = models.DateField(_("评比期起始"))
    ends_before = models.DateField(_("评比期截止（不含）"))
    holder = models.ForeignKey(
        Institution, models.PROTECT, related_name="flags", verbose_name=_("获得单位")
    )
    on = models.DateField(_("交接日期"))
    basis = models.CharField(_("会议或文件"), max_length=120)
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("流动红旗交接")
        verbose_name_plural = _("流动红旗交接")
        ordering = ["-starts_on", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "group", "starts_on"], name="flag_one_holder_per_period"
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="flag_period_is_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.group_title}"
