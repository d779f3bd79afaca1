"""Postings: one person, one host, from one day to another.

Days are half-open. ``ends_before`` is always the true end: a recall moves it forward and leaves
``planned_ends_before`` as it was appointed. What state a posting is in follows from its days, so
nothing has to be switched over at midnight. How far its business is done - arrival, pauses,
hand-over, closing - stands in days of its own; ``course.py`` reads them as a life.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.intake.models import Need, sessions_follow_form
from bangfu.apps.intake.service_form import FULL_TIME, ServiceForm
from bangfu.apps.registry.models import Institution, Worker

STANDING = ("nominated", "agreed")
"""The states of an offer that is still in talks."""


class PostingQuerySet(models.QuerySet["Posting"]):
    """Filters on postings that several queries need."""

    def on(self, day: date) -> Self:
        """Those that cover a day."""
        return self.filter(starts_on__lte=day, ends_before__gt=day)

    def overlapping(self, starts_on: date, ends_before: date) -> Self:
        """Those with at least one day in a half-open stretch of days."""
        served = Q(ends_before__gt=F("starts_on"))  # recalled before its first day: no day at all
        return self.filter(served, starts_on__lt=ends_before, ends_before__gt=starts_on)

    def in_full(self) -> Self:
        """With everything that a page about one of them names."""
        return self.select_related("worker", "home", "host", "programme", "need", "opened_by")

    def in_state(self, state: str, *, on: date) -> Self:
        """Those in a state on a day; the twin of :meth:`Posting.state_on`."""
        lasting = Q(resumes_on__isnull=True) | Q(resumes_on__gt=on)
        paused = Q(suspended_from__isnull=False, suspended_from__lte=on) & lasting
        conditions = {
            Posting.State.APPOINTED: Q(starts_on__gt=on, ends_before__gt=on),
            Posting.State.SERVING: Q(starts_on__lte=on, ends_before__gt=on) & ~paused,
            Posting.State.SUSPENDED: Q(starts_on__lte=on, ends_before__gt=on) & paused,
            Posting.State.RECALLED: Q(
                ends_before__lt=F("planned_ends_before"), ends_before__lte=on
            ),
            Posting.State.CLOSED: Q(ends_before=F("planned_ends_before"), ends_before__lte=on),
        }
        return self.filter(conditions[Posting.State(state)])


class Posting(models.Model):
    """One worker posted to one host to answer one need.

    Home, host, form, role and department are kept as they stood when the posting was opened: the
    need may be withdrawn and the worker may move, the posting was what it was.
    ``sessions_per_week`` is half-days, for forms that take some of them; without it the posting
    takes the whole person. ``suspended_from`` to ``resumes_on`` is its latest pause, the earlier
    ones are pairs of days.
    """

    class State(models.TextChoices):
        APPOINTED = "appointed", _("待到岗")
        SERVING = "serving", _("在岗")
        SUSPENDED = "suspended", _("中止")
        RECALLED = "recalled", _("提前召回")
        CLOSED = "closed", _("期满")

    need = models.ForeignKey(
        Need, models.PROTECT, related_name="postings", verbose_name=_("对应需求")
    )
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="postings", verbose_name=_("项目")
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="postings", verbose_name=_("派驻人员")
    )
    home = models.ForeignKey(
        Institution, models.PROTECT, related_name="postings_sent", verbose_name=_("派出单位")
    )
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="postings_received", verbose_name=_("受援单位")
    )
    form = models.CharField(_("派驻形式"), max_length=12, choices=ServiceForm)
    role_title = models.CharField(_("任职"), max_length=60, blank=True)
    department_name = models.CharField(_("科室"), max_length=60)
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    planned_ends_before = models.DateField(_("原定截止日期"))
    end_reason = models.CharField(_("提前结束原因"), max_length=200, blank=True)
    sessions_per_week = models.PositiveSmallIntegerField(_("每周半天数"), null=True, blank=True)
    reported_on = models.DateField(_("报到日期"), null=True, blank=True)
    arrived_on = models.DateField(_("到岗日期"), null=True, blank=True)
    suspended_from = models.DateField(_("中止起始日期"), null=True, blank=True)
    resumes_on = models.DateField(_("恢复日期"), null=True, blank=True)
    earlier_pauses = models.JSONField(_("历次中止"), default=list, blank=True)
    handed_over_on = models.DateField(_("交接日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    batch = models.CharField(_("批次"), max_length=40, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("接替"),
    )
    appointment_document = models.CharField(_("任命文件"), max_length=120, blank=True)
    plan_reference = models.CharField(_("选派方案"), max_length=120, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办理人"),
    )
    opened_at = models.DateTimeField(_("办理时间"), auto_now_add=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("派驻")
        verbose_name_plural = _("派驻")
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["need", "starts_on", "ends_before"], name="posting_of_need"),
            models.Index(fields=["worker", "starts_on", "ends_before"], name="posting_of_worker"),
            models.Index(fields=["host", "starts_on", "ends_before"], name="posting_at_host"),
            models.Index(fields=["home", "starts_on", "ends_before"], name="posting_from_home"),
            models.Index(fields=["programme", "starts_on"], name="posting_of_programme"),
            models.Index(fields=["-starts_on", "-id"], name="posting_in_list_order"),
            models.Index(fields=["ends_before"], name="posting_ending"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_ends_before__gt=F("starts_on")),
                name="posting_is_planned_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gte=F("starts_on"))
                & Q(ends_before__lte=F("planned_ends_before")),
                name="posting_ends_as_planned_or_earlier",
            ),
            models.CheckConstraint(
                condition=Q(ends_before=F("planned_ends_before"), end_reason="")
                | (Q(ends_before__lt=F("planned_ends_before")) & ~Q(end_reason="")),
                name="posting_early_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(form__in=ServiceForm.values), name="posting_form_is_known"
            ),
            sessions_follow_form("posting_sessions_follow_form"),
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True) | Q(arrived_on__gte=F("starts_on")),
                name="posting_arrives_within_its_days",
            ),
            models.CheckConstraint(
                condition=Q(suspended_from__isnull=True) | Q(arrived_on__isnull=False),
                name="posting_pauses_after_the_arrival",
            ),
            models.CheckConstraint(
                condition=Q(resumes_on__isnull=True)
                | Q(suspended_from__isnull=False, resumes_on__gt=F("suspended_from")),
                name="posting_resumes_after_a_pause",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_on__isnull=True)
                | Q(arrived_on__isnull=False, suspended_from__isnull=True)
                | Q(arrived_on__isnull=False, resumes_on__isnull=False),
                name="posting_hands_over_what_began",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(handed_over_on__isnull=False),
                name="posting_closes_after_hand_over",
            ),
            models.CheckConstraint(condition=~Q(home=F("host")), name="posting_leaves_home"),
        ]

    def __str__(self) -> str:
        return f"{self.worker.name} → {self.host.short_name or self.host.name}"

    @property
    def load(self) -> int:
        """Half-days a week it takes of the person."""
        return self.sessions_per_week or FULL_TIME

    @property
    def ended_early_on(self) -> date | None:
        """The first day no longer served, where that is before the day planned."""
        return self.ends_before if self.ends_before < self.planned_ends_before else None

    def state_on(self, day: date) -> State:
        """Its state on a day; the twin of :meth:`PostingQuerySet.in_state`."""
        if self.ends_before <= day:
            return self.State.RECALLED if self.ended_early_on else self.State.CLOSED
        if self.starts_on > day:
            return self.State.APPOINTED
        return self.State.SUSPENDED if self.is_paused_on(day) else self.State.SERVING

    def is_paused_on(self, day: date) -> bool:
        """Whether the latest pause covers a day."""
        if self.suspended_from is None or day < self.suspended_from:
            return False
        return self.resumes_on is None or day < self.resumes_on


class OfferQuerySet(models.QuerySet["Offer"]):
    """Filters on offers that several queries need."""

    def standing(self) -> Self:
        """Those still in talks: neither appointed nor withdrawn, for a need that stands."""
        return self.filter(state__in=STANDING, need__state=Need.State.OPEN)

    def overlapping(self, starts_on: date, ends_before: date) -> Self:
        """Those with at least one day in a half-open stretch of days."""
        return self.filter(starts_on__lt=ends_before, ends_before__gt=starts_on)

    def refused(self) -> Self:
        """Those that host or sender declined and no authority has allowed again."""
        return self.filter(declined_by__in=("host", "sender"), allowed_at__isnull=True)

    def in_full(self) -> Self:
        """With everything that a page about one of them names."""
        return self.select_related(
            "worker__department",
            "home",
            "need__host",
            "need__programme",
            "need__sender",
            "posting__host",
        )


class Offer(models.Model):
    """A name put forward to answer a need, until both sides have spoken and it is appointed.

    ``reasons`` say why this person, each a sentence ``{"zh": …, "en": …}``, as they were given when
    the name was put forward. ``declined_by`` is the side that declined or took it back. Whom a side
    declined is not planned for that need again, unless an authority has allowed it
    (``allowed_at``). ``instead_of`` is the offer for which a sender named this substitute.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", _("待双方同意")
        AGREED = "agreed", _("双方已同意")
        APPOINTED = "appointed", _("已任命")
        WITHDRAWN = "withdrawn", _("未成行")

    class Side(models.TextChoices):
        SENDER = "sender", _("派出单位")
        HOST = "host", _("受援单位")
        AUTHORITY = "authority", _("主管部门")

    need = models.ForeignKey(Need, models.PROTECT, related_name="offers", verbose_name=_("需求"))
    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="offers", verbose_name=_("人选")
    )
    home = models.ForeignKey(
        Institution, models.PROTECT, related_name="offers_sent", verbose_name=_("派出单位")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    sessions_per_week = models.PositiveSmallIntegerField(_("每周半天数"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.NOMINATED)
    reasons = models.JSONField(_("理由"), default=list, blank=True)
    plan_reference = models.CharField(_("选派方案"), max_length=120, blank=True)
    instead_of = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitute",
        verbose_name=_("替换"),
    )
    sender_agreed_at = models.DateTimeField(_("派出单位同意时间"), null=True, blank=True)
    sender_agreed_by = acting_account(_("派出单位经办人"))
    host_agreed_at = models.DateTimeField(_("受援单位同意时间"), null=True, blank=True)
    host_agreed_by = acting_account(_("受援单位经办人"))
    declined_by = models.CharField(_("谢绝方"), max_length=10, choices=Side, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    declined_at = models.DateTimeField(_("谢绝时间"), null=True, blank=True)
    declined_account = acting_account(_("谢绝经办人"))
    allowed_at = models.DateTimeField(_("允许再次提出时间"), null=True, blank=True)
    allowed_by = acting_account(_("允许再次提出经办人"))
    posting = models.OneToOneField(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offer",
        verbose_name=_("派驻"),
    )
    offered_by = acting_account(_("提出人"))
    offered_at = models.DateTimeField(_("提出时间"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("待商定人选")
        verbose_name_plural = _("待商定人选")
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["need", "state"], name="offer_of_need"),
            models.Index(fields=["home", "state"], name="offer_from_home"),
            models.Index(fields=["worker", "state"], name="offer_of_worker"),
            models.Index(fields=["state", "starts_on", "id"], name="offer_in_list_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "worker", "starts_on"],
                condition=Q(state__in=STANDING),
                name="offer_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="offer_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(sessions_per_week__isnull=True)
                | Q(sessions_per_week__range=(1, FULL_TIME)),
                name="offer_takes_half_days",
            ),
            models.CheckConstraint(
                condition=Q(state="nominated", sender_agreed_at__isnull=True)
                | Q(state="nominated", host_agreed_at__isnull=True)
                | Q(
                    state__in=("agreed", "appointed"),
                    sender_agreed_at__isnull=False,
                    host_agreed_at__isnull=False,
                )
                | Q(state="withdrawn"),
                name="offer_is_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state="appointed", posting__isnull=False)
                | (~Q(state="appointed") & Q(posting__isnull=True)),
                name="offer_becomes_a_posting",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", declined_at__isnull=False)
                & ~Q(declined_by="")
                & ~Q(reason="")
                | (~Q(state="withdrawn") & Q(declined_at__isnull=True, declined_by="", reason="")),
                name="offer_is_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(allowed_at__isnull=True) | Q(declined_by__in=("host", "sender")),
                name="offer_is_allowed_after_a_refusal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker.name} → {self.need}"

    @property
    def load(self) -> int:
        """Half-days a week it would take of the person."""
        return self.sessions_per_week or FULL_TIME
