"""Checks that were drawn, who carries them out, and whom they found where."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty.days import Half
from bangfu.core.spotchecks.presence import Expected, Found

from .draws import Draw


class CheckQuerySet(models.QuerySet["Check"]):
    """Filters on checks that several queries need."""

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related(
            "draw__programme", "host", "posting__worker", "posting__home", "recorded_by"
        )

    def waiting(self) -> Self:
        """Those neither carried out nor dropped."""
        return self.filter(state=Check.State.WAITING)


class Check(models.Model):
    """One check of a host, or of one posting there; recorded once.

    ``answers`` are those to the script of its way: ``{code: "yes" | "no" | "unclear"}``. ``called``
    and ``called_back_at`` belong to a check by telephone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待检查")
        RECORDED = "recorded", _("已检查")
        DROPPED = "dropped", _("不再检查")

    draw = models.ForeignKey(
        Draw, models.PROTECT, related_name="checks", verbose_name=_("抽取批次")
    )
    subject_key = models.CharField(_("对象编号"), max_length=40)
    stratum = models.CharField(_("分组"), max_length=60)
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="spot_checks", verbose_name=_("受援单位")
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spot_checks",
        verbose_name=_("派驻"),
    )
    way = models.CharField(_("检查方式"), max_length=9, choices=Draw.Way)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    on = models.DateField(_("检查日期"), null=True, blank=True)
    half = models.CharField(
        _("上午或下午"), max_length=2, blank=True, choices=[(one.value, one.zh) for one in Half]
    )
    met = models.CharField(_("在场或接听人员"), max_length=60, blank=True)
    called = models.CharField(_("拨打号码"), max_length=40, blank=True)
    called_back_at = models.DateTimeField(_("回拨核实时间"), null=True, blank=True)
    answers = models.JSONField(_("核查要点"), default=dict, blank=True)
    words = models.TextField(_("检查情况"), max_length=1000, blank=True)
    recorded_by = acting_account(_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)
    dropped_reason = models.CharField(_("不再检查的原因"), max_length=200, blank=True)
    dropped_by = acting_account(_("决定人"))
    dropped_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽查")
        verbose_name_plural = _("抽查")
        ordering = ["draw", "stratum", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "subject_key"], name="check_of_subject_once"),
            models.CheckConstraint(
                condition=Q(state="recorded", on__isnull=False, recorded_at__isnull=False)
                | (~Q(state="recorded") & Q(on__isnull=True, recorded_at__isnull=True)),
                name="check_recorded_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(dropped_reason=""))
                | (~Q(state="dropped") & Q(dropped_reason="")),
                name="check_dropped_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["host", "on"], name="check_at_host"),
            models.Index(fields=["state", "draw"], name="check_in_state"),
        ]

    def __str__(self) -> str:
        who = f"{self.posting.worker.name} · " if self.posting else ""
        return f"{who}{self.host.short_name or self.host.name}"


class Seat(models.Model):
    """Somebody to whom the lot gave a check."""

    check_to_do = models.ForeignKey(
        Check, models.PROTECT, related_name="seats", verbose_name=_("抽查")
    )
    account = models.ForeignKey(
        User, models.PROTECT, related_name="spot_checks", verbose_name=_("检查人员")
    )

    class Meta:
        verbose_name = _("检查人员安排")
        verbose_name_plural = _("检查人员安排")
        constraints = [
            models.UniqueConstraint(fields=["check_to_do", "account"], name="seat_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} - {self.check_to_do}"


class Presence(models.Model):
    """One posted person at one check: what the roster said, what was found, what they say.

    ``expected`` is what duty records said of that half-day when the check was recorded.
    """

    check_made = models.ForeignKey(
        Check, models.PROTECT, related_name="presences", verbose_name=_("抽查")
    )
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="presences", verbose_name=_("派驻")
    )
    expected = models.CharField(
        _("排班"), max_length=16, choices=[(one.value, one.zh) for one in Expected]
    )
    found = models.CharField(
        _("检查结果"), max_length=16, choices=[(one.value, one.zh) for one in Found]
    )
    off_post = models.BooleanField(_("脱岗"))
    reason = models.CharField(_("本人说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("在岗核查")
        verbose_name_plural = _("在岗核查")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "posting"], name="presence_found_once"),
            models.CheckConstraint(
                condition=Q(off_post=False)
                | (Q(found__in=["absent", "leave_irregular"]) & ~Q(expected="free")),
                name="presence_off_post_was_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting} {self.get_found_display()}"
