"""Requests of the public, and the steps taken on them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.intake.models import Need
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.supervision.models import Problem, Task
from bangfu.core.voice.request_life import RUNNING, State, Step, Way

from .codes import AskCode

RUNNING_CODES = [state.value for state in sorted(RUNNING, key=lambda one: one.value)]


class PublicRequestQuerySet(models.QuerySet["PublicRequest"]):
    """Filters on requests that several queries need."""

    def running(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state__in=RUNNING_CODES)

    def late(self, on: date) -> Self:
        """Those whose term has passed without an answer."""
        return self.running().filter(due__lt=on)

    def to_call(self) -> Self:
        """Those answered whose asker left a telephone number."""
        return self.filter(state=State.ANSWERED.value).exclude(telephone="")

    def counted(self) -> Self:
        """Those that figures tell of: all but noise."""
        return self.exclude(state=State.NOISE.value)

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related(
            "code__department",
            "first",
            "institution",
            "department",
            "task__institution",
            "need__host",
            "problem",
        )


class PublicRequest(models.Model):
    """What somebody asked by a code, until it is closed.

    ``first`` received it and stays named; ``institution`` handles it now. ``due`` is the last
    working day for the answer, ``return_until`` that for returning what was passed on. ``late``
    says that the answer came, or comes, after its term; ``reminded_on`` when it was last reminded
    of. ``task``, ``need`` and ``problem`` are what it became besides. ``browser`` tells phones
    apart and nothing else; ``receipt`` is a digest, the code itself is known to the asker alone.
    """

    code = models.ForeignKey(
        AskCode, models.PROTECT, related_name="requests", verbose_name=_("需求码")
    )
    receipt = models.CharField(_("回执摘要"), max_length=64, unique=True)
    form_key = models.CharField(_("表单编号"), max_length=32, unique=True)
    browser = models.CharField(_("手机随机号摘要"), max_length=64)
    suspect = models.CharField(_("疑似异常"), max_length=20, blank=True)
    kind = models.CharField(_("类别"), max_length=40)
    words = models.TextField(_("内容"), max_length=2000, blank=True)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    telephone = models.CharField(_("电话"), max_length=30, blank=True)
    notice = models.CharField(_("告知书版本"), max_length=20)
    asked_at = models.DateTimeField(_("提出时间"))
    asked_on = models.DateField(_("提出日期"))
    first = models.ForeignKey(
        Institution, models.PROTECT, related_name="first_requests", verbose_name=_("首接单位")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="public_requests", verbose_name=_("承办单位")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_requests",
        verbose_name=_("承办科室"),
    )
    area_code = models.CharField(_("行政区划"), max_length=9, db_index=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(one.value, one.zh) for one in State],
        default=State.NEW.value,
    )
    way = models.CharField(
        _("办理方式"), max_length=12, blank=True, choices=[(one.value, one.zh) for one in Way]
    )
    joint = models.BooleanField(_("涉及多个科室"), default=False)
    due = models.DateField(_("答复期限"), null=True, blank=True)
    return_until = models.DateField(_("退回期限"), null=True, blank=True)
    planned_for = models.DateField(_("计划完成日期"), null=True, blank=True)
    extended = models.BooleanField(_("已延期"), default=False)
    reopened = models.BooleanField(_("曾重新办理"), default=False)
    late = models.BooleanField(_("超期"), default=False)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    solved = models.BooleanField(_("是否解决"), null=True, blank=True)
    satisfied = models.BooleanField(_("是否满意"), null=True, blank=True)
    cause = models.CharField(_("原因分类"), max_length=40, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_request",
        verbose_name=_("督办任务"),
    )
    need = models.OneToOneField(
        Need,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_request",
        verbose_name=_("受援需求"),
    )
    problem = models.OneToOneField(
        Problem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_request",
        verbose_name=_("问题清单"),
    )
    reminded_on = models.DateField(_("催办日期"), null=True, blank=True)

    objects = PublicRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("群众需求")
        verbose_name_plural = _("群众需求")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RUNNING_CODES, due__isnull=False, closed_on__isnull=True)
                | Q(state="answered", due__isnull=True, closed_on__isnull=True)
                | Q(state__in=["closed", "refused"], due__isnull=True, closed_on__isnull=False)
                | Q(state="noise", due__isnull=True),
                name="request_running_has_a_term",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(answer=""),
                name="request_answered_has_its_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="request_due"),
            models.Index(fields=["institution", "-asked_at"], name="request_of_institution"),
            models.Index(fields=["browser", "-asked_at"], name="request_of_browser"),
            models.Index(fields=["code", "-asked_at"], name="request_by_code"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on:%Y%m%d}-{self.pk}"


class RequestStep(models.Model):
    """A step on the record of a request; ``source`` and ``target`` where it changed hands."""

    request = models.ForeignKey(
        PublicRequest, models.PROTECT, related_name="steps", verbose_name=_("群众需求")
    )
    step = models.CharField(_("事项"), max_length=10, choices=[(one.value, one.zh) for one in Step])
    on = models.DateField(_("日期"))
    words = models.TextField(_("说明"), max_length=2000, blank=True)
    way = models.CharField(_("办理方式"), max_length=12, blank=True)
    until = models.DateField(_("期限"), null=True, blank=True)
    solved = models.BooleanField(_("是否解决"), null=True, blank=True)
    satisfied = models.BooleanField(_("是否满意"), null=True, blank=True)
    source = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("转出单位"),
    )
    target = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("接收单位"),
    )
    by = acting_account(_("办理人"))
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("需求办理记录")
        verbose_name_plural = _("需求办理记录")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step__in=["call_back", "rate"]) | Q(solved__isnull=False),
                name="request_step_says_whether_solved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.get_step_display()}"
