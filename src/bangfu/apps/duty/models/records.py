"""What is on record of duty: rosters, confirmations, exceptions, leave; no row for any day.

Everything that follows is computed from these rows by ``bangfu.core.duty``. Half-days are kept by
their number (``HalfDay.slot``), stretches are half-open: the end is the first not covered. The
migrations install what a constraint of one row cannot say: that no two confirmations, no two
standing exceptions and no two standing leaves of one posting share a day or half-day.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days, HalfDay, month_of
from bangfu.core.programmes.vocabulary_review import DutyException

MANY_WEEKS_LATE = 21
"""Days: who confirms four weeks at once confirms the first of them at least so late."""


class Roster(models.Model):
    """On which half-days a posting is expected, as ``core.duty.roster.as_plain`` writes it.

    A posting without one follows the usual pattern of its form.
    """

    posting = models.OneToOneField(
        Posting, models.PROTECT, related_name="roster", verbose_name=_("派驻")
    )
    plain = models.JSONField(_("排班"))
    agreed_by = acting_account(_("排班人"))
    agreed_at = models.DateTimeField(_("排班时间"))

    class Meta:
        verbose_name = _("排班")
        verbose_name_plural = _("排班")

    def __str__(self) -> str:
        return str(self.posting)


class Confirmation(models.Model):
    """Days of one posting that the host confirmed as rostered, exceptions apart.

    ``days_late`` repeats how long after their end that was, so that late ones are found quickly.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="confirmations", verbose_name=_("派驻")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    at = models.DateTimeField(_("确认时间"))
    by = acting_account(_("确认人"))
    days_late = models.PositiveIntegerField(_("周后天数"))

    class Meta:
        verbose_name = _("在岗确认")
        verbose_name_plural = _("在岗确认")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="confirmation_covers_a_day"
            ),
            models.UniqueConstraint(
                fields=["posting", "starts_on"], name="confirmation_once_per_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"],
                name="confirmation_very_late",
                condition=Q(days_late__gte=MANY_WEEKS_LATE),
            ),
            models.Index(fields=["starts_on", "posting"], name="confirmation_of_week"),
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.starts_on}"

    @property
    def days(self) -> Days:
        """The days confirmed."""
        return Days(self.starts_on, self.ends_before)


class TypedQuerySet(models.QuerySet["TypedException"]):
    """Filters on exceptions that several queries need."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def meeting(self, days: Days) -> Self:
        """Those with a half-day in some days."""
        first, last = days.first_slot, HalfDay(days.ends_before).slot
        there = Q(starts_slot__lt=last, ends_slot__gt=first)
        return self.filter(there | Q(instead_slot__gte=first, instead_slot__lt=last))


class TypedException(models.Model):
    """What the host typed against a roster; one taken back stays, with who and when."""

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="typed_exceptions", verbose_name=_("派驻")
    )
    exception = models.CharField(
        _("例外"), max_length=12, choices=[(word.value, word.zh) for word in DutyException]
    )
    starts_slot = models.PositiveIntegerField(_("起始半天"))
    ends_slot = models.PositiveIntegerField(_("截止半天"))
    instead_slot = models.PositiveIntegerField(_("调入半天"), null=True, blank=True)
    leave_kind = models.CharField(_("假别"), max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    typed_by = acting_account(_("登记人"))
    typed_at = models.DateTimeField(_("登记时间"))
    withdrawn_by = acting_account(_("撤销人"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    objects = TypedQuerySet.as_manager()

    class Meta:
        verbose_name = _("例外登记")
        verbose_name_plural = _("例外登记")
        ordering = ["typed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_slot__gt=F("starts_slot")), name="exception_covers_a_half_day"
            ),
            models.CheckConstraint(
                condition=Q(exception__in=[word.value for word in DutyException]),
                name="exception_is_known",
            ),
            models.CheckConstraint(
                condition=Q(exception="swap", instead_slot__isnull=False)
                | (~Q(exception="swap") & Q(instead_slot__isnull=True)),
                name="exception_swap_names_the_half_day_instead",
            ),
        ]
        indexes = [
            models.Index(fields=["posting", "starts_slot"], name="exception_of_posting"),
            models.Index(fields=["ends_slot"], name="exception_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.exception}"


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Filters on leave that several queries need."""

    def standing(self) -> Self:
        """Asked for, approved or reported back from."""
        return self.filter(state__in=Leave.STANDING)

    def granted(self) -> Self:
        """Those that take half-days of a roster."""
        return self.filter(state__in=(Leave.State.APPROVED, Leave.State.RETURNED))

    def meeting(self, days: Days) -> Self:
        """Those with a half-day in some days."""
        last = HalfDay(days.ends_before).slot
        return self.filter(starts_slot__lt=last, ends_slot__gt=days.first_slot)


class Leave(models.Model):
    """Leave of one posting; its steps are those of ``core.duty.leave``."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批准")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")
        WITHDRAWN = "withdrawn", _("已撤回")
        RETURNED = "returned", _("已销假")

    STANDING = (State.ASKED, State.APPROVED, State.RETURNED)

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="leaves", verbose_name=_("派驻")
    )
    kind = models.CharField(_("假别"), max_length=64)
    starts_slot = models.PositiveIntegerField(_("起始半天"))
    ends_slot = models.PositiveIntegerField(_("截止半天"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    decision = models.CharField(_("审批意见"), max_length=200, blank=True)
    returned_slot = models.PositiveIntegerField(_("返岗半天"), null=True, blank=True)
    asked_by = acting_account(_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    decided_by = acting_account(_("审批人"))
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    returned_at = models.DateTimeField(_("销假时间"), null=True, blank=True)
    substitute = models.ForeignKey(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name=_("替班人员"),
    )

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("请假")
        verbose_name_plural = _("请假")
        ordering = ["-starts_slot", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_slot__gt=F("starts_slot")), name="leave_takes_a_half_day"
            ),
            models.CheckConstraint(
                # Not null is said apart: a check that is neither true nor false would hold.
                condition=Q(
                    state="returned",
                    returned_slot__isnull=False,
                    returned_slot__gt=F("starts_slot"),
                )
                | (~Q(state="returned") & Q(returned_slot__isnull=True)),
                name="leave_returned_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision=""), name="leave_refusal_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["posting", "starts_slot"], name="leave_of_posting"),
            models.Index(fields=["state", "ends_slot"], name="leave_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.kind}"


class Correction(models.Model):
    """A request to put right what is on record in a closed month.

    A granted one opens its days again for the host, for that posting alone, until it is done.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("待办理")
        GRANTED = "granted", _("同意更正")
        REFUSED = "refused", _("不同意更正")
        DONE = "done", _("已更正")

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="corrections", verbose_name=_("派驻")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    what = models.CharField(_("更正内容"), max_length=300)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(_("办理意见"), max_length=200, blank=True)
    asked_by = acting_account(_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    answered_by = acting_account(_("办理人"))
    answered_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("更正申请")
        verbose_name_plural = _("更正申请")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="correction_covers_a_day"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="correction_says_what"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="correction_refusal_has_reason"
            ),
            models.UniqueConstraint(
                fields=["posting", "starts_on", "ends_before"],
                condition=Q(state__in=("asked", "granted")),
                name="correction_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.starts_on}"


class ClosedMonth(models.Model):
    """A month that an authority closed before it closes by itself; it closes those before, too."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="closed_months", verbose_name=_("项目")
    )
    month = models.DateField(_("月份"))
    closed_by = acting_account(_("锁定人"))
    closed_at = models.DateTimeField(_("锁定时间"))

    class Meta:
        verbose_name = _("锁定月份")
        verbose_name_plural = _("锁定月份")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="closed_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.month:%Y-%m}"

    @property
    def days(self) -> Days:
        """The calendar month."""
        return month_of(self.month)
