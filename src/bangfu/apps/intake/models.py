"""Needs and nominations. Nothing here is ever deleted: what no longer holds is withdrawn.

Days are half-open: ``starts_on`` is the first day, ``ends_before`` the first day no longer covered.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.models import Institution, Worker

from .service_form import BY_SESSIONS, FULL_TIME, ServiceForm


def sessions_follow_form(name: str) -> models.CheckConstraint:
    """Half-days a week are stated where the form takes some of them, and nowhere else."""
    # A comparison with nothing is unknown, and a check lets what is unknown pass: say "not null".
    some = Q(sessions_per_week__isnull=False, sessions_per_week__range=(1, FULL_TIME))
    return models.CheckConstraint(
        name=name,
        condition=Q(some, form__in=BY_SESSIONS)
        | (~Q(form__in=BY_SESSIONS) & Q(sessions_per_week__isnull=True)),
    )


class NeedQuerySet(models.QuerySet["Need"]):
    """Filters on needs that several queries need."""

    def open(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(state=Need.State.OPEN)

    def in_full(self) -> Self:
        """With everything that a page about one of them names."""
        return self.select_related("host", "programme", "sender", "stated_by")

    def overlapping(self, starts_on: date, ends_before: date) -> Self:
        """Those with at least one day in a half-open stretch of days."""
        return self.filter(starts_on__lt=ends_before, ends_before__gt=starts_on)


class Need(models.Model):
    """What a host asks for: a post to be filled in a department, from one day to another.

    ``subject_codes`` are clinical subjects (诊疗科目), the best match first. ``rank_floor`` is the
    lowest professional rank accepted (1 is the highest). ``sender`` ties the need to one unit.
    ``post_group`` is the code of the definition's posts it belongs to, where its form leaves doubt.
    """

    class State(models.TextChoices):
        OPEN = "open", _("有效")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Priority(models.IntegerChoices):
        URGENT = 1, _("急需")
        NORMAL = 2, _("一般")
        LATER = 3, _("可缓")

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="needs", verbose_name=_("项目")
    )
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="needs", verbose_name=_("受援单位")
    )
    department_name = models.CharField(_("科室"), max_length=60)
    subject_codes = models.JSONField(_("诊疗科目"), default=list)
    form = models.CharField(_("派驻形式"), max_length=12, choices=ServiceForm)
    role_title = models.CharField(_("拟任职务"), max_length=60, blank=True)
    post_group = models.CharField(_("岗位类别"), max_length=64, blank=True)
    rank_floor = models.PositiveSmallIntegerField(
        _("最低职称级别"), choices=Worker.Rank, default=Worker.Rank.JUNIOR
    )
    headcount = models.PositiveSmallIntegerField(_("人数"), default=1)
    sessions_per_week = models.PositiveSmallIntegerField(_("每周半天数"), null=True, blank=True)
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    equipment_ready = models.BooleanField(_("设备已具备"), default=False)
    counterpart = models.CharField(_("本地对接人职务"), max_length=60, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("轻重缓急"), choices=Priority, default=Priority.NORMAL
    )
    tasks = models.TextField(_("工作任务"), blank=True)
    sender = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs_tied",
        verbose_name=_("指定派出单位"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("提出人"),
    )
    stated_at = models.DateTimeField(_("提出时间"), auto_now_add=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("需求")
        verbose_name_plural = _("需求")
        ordering = ["priority", "starts_on", "id"]
        indexes = [
            models.Index(fields=["host", "state", "starts_on"], name="need_of_host"),
            models.Index(fields=["programme", "state", "priority"], name="need_of_programme"),
            models.Index(fields=["priority", "starts_on", "id"], name="need_in_list_order"),
            models.Index(fields=["state", "ends_before"], name="need_still_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="need_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(form__in=ServiceForm.values), name="need_form_is_known"
            ),
            sessions_follow_form("need_sessions_follow_form"),
            models.CheckConstraint(
                condition=Q(rank_floor__range=(1, 4)), name="need_rank_floor_is_1_to_4"
            ),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="need_asks_for_somebody"),
            models.CheckConstraint(
                condition=Q(priority__range=(1, 3)), name="need_priority_is_1_to_3"
            ),
            models.CheckConstraint(condition=~Q(department_name=""), name="need_names_department"),
            models.CheckConstraint(
                condition=Q(sender__isnull=True) | ~Q(sender=F("host")),
                name="need_sender_is_not_host",
            ),
            models.CheckConstraint(
                condition=Q(state="open", withdrawn_on__isnull=True, withdrawal_reason="")
                | (Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")),
                name="need_withdrawal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        host = self.host.short_name or self.host.name
        return f"{host} {self.department_name} {self.role_title}".strip()


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Filters on nominations that several queries need."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(state=Nomination.State.STANDING)


class Nomination(models.Model):
    """A worker their home unit offers to a programme, in which forms and from when to when.

    ``forms`` are codes of :class:`ServiceForm`. Only who has ``consented`` may be planned.
    """

    class State(models.TextChoices):
        STANDING = "standing", _("有效")
        WITHDRAWN = "withdrawn", _("已撤回")

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="nominations", verbose_name=_("项目")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="nominations", verbose_name=_("人选")
    )
    forms = models.JSONField(_("可派驻形式"), default=list)
    available_from = models.DateField(_("可派驻起始日期"))
    available_before = models.DateField(_("可派驻截止日期"))
    consented = models.BooleanField(_("本人同意"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.STANDING)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("推荐人"),
    )
    nominated_at = models.DateTimeField(_("推荐时间"), auto_now_add=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("推荐人选")
        verbose_name_plural = _("推荐人选")
        ordering = ["-nominated_at", "-id"]
        indexes = [
            models.Index(fields=["programme", "state"], name="nomination_of_programme"),
            models.Index(fields=["-nominated_at", "-id"], name="nomination_in_list_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "worker"],
                condition=Q(state="standing"),
                name="nomination_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(available_before__gt=F("available_from")),
                name="nomination_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="standing", withdrawn_on__isnull=True, withdrawal_reason="")
                | (Q(state="withdrawn", withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")),
                name="nomination_withdrawal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.worker.name
