"""Plan runs and what a clerk decided about them."""

from functools import cached_property

import msgspec
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.apps.programmes.models import Programme
from bangfu.core.planner import Plan, Problem


class Run(models.Model):
    """One search for a plan: the problem as it stood, how far the search is, and what it found.

    ``problem`` and ``plan`` are the documented JSON files, word for word, so that anyone may
    check a published plan with the command line alone.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("等待计算")
        RUNNING = "running", _("正在计算")
        FINISHED = "finished", _("已完成")
        FAILED = "failed", _("未能完成")
        SENT = "sent", _("征求意见中")
        PUBLISHED = "published", _("已发布")

    class Status(models.TextChoices):
        OPTIMAL = "optimal", _("已证明最优")
        FEASIBLE = "feasible", _("可行，未证明最优")
        INFEASIBLE = "infeasible", _("规则无法全部满足")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="runs", verbose_name=_("项目")
    )
    starts_on = models.DateField(_("开始日期"))
    ends_before = models.DateField(_("结束日期"))
    seed = models.PositiveIntegerField(_("随机种子"), default=7)
    seconds_allowed = models.PositiveSmallIntegerField(_("计算时限（秒）"), default=60)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="revisions", verbose_name=_("调整自")
    )
    problem = models.TextField(_("选派问题"))
    problem_digest = models.CharField(max_length=64)
    plan = models.TextField(_("选派方案"), blank=True)

    state = models.CharField(_("进度"), max_length=10, choices=State, default=State.QUEUED)
    phase = models.CharField(_("当前步骤"), max_length=40, blank=True)
    stop_requested = models.BooleanField(default=False)
    heartbeat_at = models.DateTimeField(null=True)
    covered = models.PositiveIntegerField(_("已安排时段"), default=0)
    required = models.PositiveIntegerField(_("应安排时段"), default=0)
    quality = models.BigIntegerField(_("匹配质量"), default=0)
    gap = models.FloatField(_("与理论最优的差距"), null=True)
    status = models.CharField(_("结论"), max_length=10, choices=Status, blank=True)
    seconds = models.FloatField(_("用时（秒）"), null=True)
    message = models.TextField(_("说明"), blank=True)

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人")
    )
    requested_at = models.DateTimeField(_("编制时间"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_on = models.DateField(_("发布日期"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("征求意见经办人"),
    )
    sent_on = models.DateField(_("征求意见日期"), null=True)
    batch = models.CharField(_("批次"), max_length=60, blank=True)
    appointment_document = models.CharField(_("聘任文件"), max_length=60, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("选派方案")
        constraints = [
            models.CheckConstraint(
                name="run_ends_after_it_starts",
                condition=models.Q(ends_before__gt=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="run_published_with_its_day",
                condition=models.Q(state="published", published_on__isnull=False)
                | (~models.Q(state="published") & models.Q(published_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="run_sent_with_its_day",
                condition=models.Q(state="sent", sent_on__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}第{self.pk}号方案"

    @property
    def may_be_replanned(self) -> bool:
        """Whether one may decide about its people and plan again around that."""
        return self.state in (self.State.FINISHED, self.State.SENT)

    @cached_property
    def stated_problem(self) -> Problem:
        """The problem as planner values."""
        return msgspec.json.decode(self.problem.encode(), type=Problem)

    @cached_property
    def found_plan(self) -> Plan:
        """The plan as planner values; empty before the search has found one."""
        return msgspec.json.decode(self.plan.encode(), type=Plan) if self.plan else Plan()


class Decision(models.Model):
    """A clerk's word on one person and one post, which the next search must keep."""

    class Kind(models.TextChoices):
        LOCK = "lock", _("锁定")
        FORBID = "forbid", _("不安排")

    run = models.ForeignKey(Run, models.CASCADE, related_name="decisions")
    kind = models.CharField(_("决定"), max_length=6, choices=Kind)
    person = models.CharField(_("人员"), max_length=60)
    post = models.CharField(_("岗位"), max_length=60)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("人工决定")
        constraints = [
            models.UniqueConstraint(
                name="decision_once_per_duty", fields=["run", "kind", "person", "post", "start"]
            ),
            models.CheckConstraint(
                name="a_lock_names_its_periods",
                condition=models.Q(kind="forbid")
                | models.Q(start__isnull=False, end__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person} {self.post}"
