"""Findings, the steps taken on them, and what an authority attached to them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import Task
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.spotchecks.finding_life import State, Step

from .checks import Check

STANDING = (State.OPEN.value, State.ANSWERED.value, State.REMEDIED.value)


class FindingQuerySet(models.QuerySet["Finding"]):
    """Filters on findings that several queries need."""

    def standing(self) -> Self:
        """Those neither closed nor withdrawn."""
        return self.filter(state__in=STANDING)

    def late(self, on: date) -> Self:
        """Those whose term has passed."""
        return self.standing().filter(due__lt=on)

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related(
            "check_made__draw",
            "check_made__host",
            "programme",
            "request__institution",
            "institution",
            "posting__worker",
            "raised_by",
            "task__institution",
        )


class Finding(models.Model):
    """Something found wrong, borne by one institution until it is closed.

    It was found by a check, or the office took it up from a public request: one of ``check_made``
    and ``request`` tells which.
    ``due`` is the last day for what comes next: the reply, the remedy as the unit promised it, the
    second look. ``late`` says that some term was missed on the way.
    """

    check_made = models.ForeignKey(
        Check,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("抽查"),
    )
    request = models.OneToOneField(
        PublicRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spot_finding",
        verbose_name=_("群众需求"),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="spot_findings", verbose_name=_("项目")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="findings", verbose_name=_("责任单位")
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("派驻"),
    )
    kind = models.CharField(_("问题类别"), max_length=40)
    title = models.CharField(_("问题"), max_length=120)
    detail = models.TextField(_("具体情况"), max_length=1000, blank=True)
    found_on = models.DateField(_("发现日期"))
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(one.value, one.zh) for one in State],
        default=State.OPEN.value,
    )
    due = models.DateField(_("时限"), null=True, blank=True)
    late = models.BooleanField(_("曾逾期"), default=False)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    raised_by = acting_account(_("提出人"))
    raised_at = models.DateTimeField(_("提出时间"))
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spot_finding",
        verbose_name=_("整改任务"),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽查发现的问题")
        verbose_name_plural = _("抽查发现的问题")
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_made", "institution", "kind", "title"], name="finding_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(check_made__isnull=False, request__isnull=True)
                | Q(check_made__isnull=True, request__isnull=False),
                name="finding_of_a_check_or_a_request",
            ),
            models.CheckConstraint(
                condition=Q(state__in=STANDING, due__isnull=False, closed_on__isnull=True)
                | Q(state="closed", due__isnull=True, closed_on__isnull=False)
                | Q(state="withdrawn", due__isnull=True, closed_on__isnull=True),
                name="finding_standing_has_a_term",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="finding_due"),
            models.Index(fields=["institution", "-found_on"], name="finding_of_institution"),
        ]

    def __str__(self) -> str:
        return self.title


class FindingStep(models.Model):
    """A step on the record of a finding: a reply, a remedy, a second look."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="steps", verbose_name=_("问题")
    )
    step = models.CharField(_("事项"), max_length=12, choices=[(one.value, one.zh) for one in Step])
    on = models.DateField(_("日期"))
    words = models.TextField(_("情况"), max_length=1000)
    measures = models.TextField(_("整改措施"), max_length=1000, blank=True)
    promised = models.DateField(_("整改期限"), null=True, blank=True)
    holds = models.BooleanField(_("整改到位"), null=True, blank=True)
    by = acting_account(_("办理人"))
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("问题办理记录")
        verbose_name_plural = _("问题办理记录")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(step="look_again") & Q(holds__isnull=False))
                | (~Q(step="look_again") & Q(holds__isnull=True)),
                name="finding_step_looked_again_says_whether",
            ),
            models.CheckConstraint(
                condition=~Q(step="reply") | Q(promised__isnull=False),
                name="finding_reply_promises_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.get_step_display()}"


class Penalty(models.Model):
    """What an authority attached to a finding, as its decision says; nothing follows by itself."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="penalties", verbose_name=_("问题")
    )
    code = models.CharField(_("处理"), max_length=40)
    on = models.DateField(_("决定日期"))
    document = models.CharField(_("文号"), max_length=120, blank=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("处理结果")
        verbose_name_plural = _("处理结果")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "code"], name="penalty_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.code}"
