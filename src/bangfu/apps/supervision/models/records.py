"""What is put on the record of a task: reports, checks, acceptances, extensions, look-backs."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.core.tasks.task_life import WHOLE, Finding, Outcome

from .tasks import Task


class Decision(models.TextChoices):
    """What became of something asked for."""

    WAITING = "waiting", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")


class Report(models.Model):
    """How far the responsible says a task is."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", verbose_name=_("任务"))
    on = models.DateField(_("截至日期"))
    share = models.PositiveSmallIntegerField(_("完成进度"))
    done = models.TextField(_("进展情况"), max_length=1000)
    hindered = models.TextField(_("存在困难"), max_length=1000, blank=True)
    by = acting_account(_("报告人"))
    at = models.DateTimeField(_("报告时间"))

    class Meta:
        verbose_name = _("进展报告")
        verbose_name_plural = _("进展报告")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__lte=WHOLE), name="report_share_is_at_most_whole"
            ),
        ]
        indexes = [models.Index(fields=["task", "-on", "-id"], name="report_latest")]

    def __str__(self) -> str:
        return f"{self.task} {self.share}%"


class Check(models.Model):
    """What a check of one period found of a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="checks", verbose_name=_("任务"))
    starts_on = models.DateField(_("本期起始"))
    ends_before = models.DateField(_("本期截止（不含）"))
    finding = models.CharField(
        _("查账结果"), max_length=12, choices=[(one.value, one.zh) for one in Finding]
    )
    opinion = models.CharField(_("督办意见"), max_length=300, blank=True)
    share = models.PositiveSmallIntegerField(_("查账时进度"))
    by = acting_account(_("查账人"))
    at = models.DateTimeField(_("查账时间"))

    class Meta:
        verbose_name = _("查账记录")
        verbose_name_plural = _("查账记录")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "starts_on"], name="check_once_per_period"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="check_period_is_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.finding}"


class Acceptance(models.Model):
    """What the responsible asked acceptance of, and what became of it."""

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="acceptances", verbose_name=_("任务")
    )
    asked_on = models.DateField(_("申请日期"))
    asked_by = acting_account(_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    summary = models.TextField(_("完成情况"), max_length=1000)
    document = models.CharField(_("佐证文件文号"), max_length=120, blank=True)
    late_reason = models.CharField(_("逾期原因"), max_length=300, blank=True)
    decision = models.CharField(
        _("办理结果"), max_length=8, choices=Decision, default=Decision.WAITING
    )
    outcome = models.CharField(
        _("验收结论"), max_length=10, blank=True, choices=[(one.value, one.zh) for one in Outcome]
    )
    words = models.CharField(_("验收意见"), max_length=300, blank=True)
    above_document = models.CharField(_("上级验收文号"), max_length=120, blank=True)
    decided_on = models.DateField(_("验收日期"), null=True, blank=True)
    decided_by = acting_account(_("验收人"))
    decided_at = models.DateTimeField(_("验收时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("销账申请")
        verbose_name_plural = _("销账申请")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(decision=Decision.WAITING),
                name="acceptance_waits_once_per_task",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_on__isnull=True)
                | (~Q(decision=Decision.WAITING) & Q(decided_on__isnull=False)),
                name="acceptance_decided_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="acceptance_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task)


class Extension(models.Model):
    """A later deadline asked for, and what became of it."""

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="extensions", verbose_name=_("任务")
    )
    due_before = models.DateField(_("原时限"))
    due = models.DateField(_("申请延期至"))
    reason = models.CharField(_("延期原因"), max_length=300)
    asked_by = acting_account(_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    decision = models.CharField(
        _("办理结果"), max_length=8, choices=Decision, default=Decision.WAITING
    )
    words = models.CharField(_("审批意见"), max_length=300, blank=True)
    decided_by = acting_account(_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(decision=Decision.WAITING),
                name="extension_waits_once_per_task",
            ),
            models.CheckConstraint(
                condition=Q(due__gt=F("due_before")), name="extension_is_to_later"
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="extension_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task)


class LookBack(models.Model):
    """Whether the result of a closed task held when it was looked at again."""

    task = models.OneToOneField(
        Task, models.PROTECT, related_name="look_back", verbose_name=_("任务")
    )
    on = models.DateField(_("回头看日期"))
    holds = models.BooleanField(_("成果保持"))
    words = models.CharField(_("回头看情况"), max_length=300)
    by = acting_account(_("办理人"))
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("回头看")
        verbose_name_plural = _("回头看")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return str(self.task)


class Answer(models.Model):
    """What is reported for one period of a recurring task: whom contacted, what was found."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="answers", verbose_name=_("任务"))
    starts_on = models.DateField(_("本期起始"))
    ends_before = models.DateField(_("本期截止（不含）"))
    due = models.DateField(_("本期时限"))
    on = models.DateField(_("办理日期"))
    contacted = models.CharField(_("联系单位或对象"), max_length=120, blank=True)
    found = models.TextField(_("情况"), max_length=1000)
    late_reason = models.CharField(_("逾期原因"), max_length=300, blank=True)
    by = acting_account(_("报告人"))
    at = models.DateTimeField(_("报告时间"))

    class Meta:
        verbose_name = _("定期报告")
        verbose_name_plural = _("定期报告")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "starts_on"], name="answer_once_per_period"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="answer_period_is_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.starts_on}"
