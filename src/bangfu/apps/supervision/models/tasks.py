"""A task of the ledger: what, who, by when, and where it stands.

The rules are those of ``bangfu.core.tasks``. Where no institution bears a task, ``responsible``
names who does, and ``area_code`` is that of the programme.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks.periods import CYCLE_OF, CYCLES
from bangfu.core.tasks.task_life import WHOLE, Outcome, State

UNFINISHED = (State.OPEN.value, State.SUBMITTED.value)


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters on tasks that several queries need."""

    def unfinished(self) -> Self:
        """Those in hand or waiting for acceptance."""
        return self.filter(state__in=UNFINISHED)

    def late(self, on: date) -> Self:
        """Those whose last day passed before anybody asked for acceptance."""
        open_late = Q(state=State.OPEN.value, due__lt=on)
        return self.filter(
            open_late | Q(state=State.SUBMITTED.value, submitted_on__gt=F("due")),
        )

    def recurring(self) -> Self:
        """Those answered period by period."""
        return self.filter(repeat__in=[repeat.value for repeat in CYCLE_OF])

    def counted(self) -> Self:
        """Those that are part of the ledger: approved, and not cancelled."""
        return self.exclude(state__in=[State.PROPOSED.value, State.CANCELLED.value])

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related("programme", "institution")

    def with_links(self) -> Self:
        """In full, with who opened it, its next round, its look-back and its problem."""
        return self.in_full().select_related("opened_by", "reopened_as", "look_back__by", "problem")


class Task(models.Model):
    """One task. ``key`` names it within its programme, so that opening twice opens nothing twice.

    ``due`` is the last day for it; of a recurring task the day of the next report. ``anchor`` is
    the day in some period on which a recurring task falls due, where the definition names one.
    """

    class Listing(models.TextChoices):
        TASKS = "tasks", _("任务清单")
        PROBLEMS = "problems", _("问题清单")
        DUTIES = "duties", _("责任清单")
        REMEDIES = "remedies", _("整改清单")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="tasks", verbose_name=_("项目")
    )
    key = models.CharField(_("任务编号"), max_length=160)
    code = models.CharField(_("任务代码"), max_length=64, blank=True)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reopened_as",
        verbose_name=_("上一轮任务"),
    )
    listing = models.CharField(_("清单"), max_length=10, choices=Listing, default=Listing.TASKS)
    project = models.CharField(_("专项"), max_length=100, blank=True)
    title_zh = models.CharField(_("任务"), max_length=200)
    title_en = models.CharField(_("任务（英文）"), max_length=200, blank=True)
    detail = models.TextField(_("要求"), max_length=1000, blank=True)
    measures = models.TextField(_("措施"), max_length=1000, blank=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("责任单位"),
    )
    party_code = models.CharField(_("参与方"), max_length=64, blank=True)
    responsible = models.CharField(_("责任单位（无机构登记）"), max_length=120, blank=True)
    office = models.CharField(_("责任科室"), max_length=60, blank=True)
    leader = models.CharField(_("责任领导"), max_length=60, blank=True)
    person = models.CharField(_("责任人"), max_length=60, blank=True)
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    basis = models.CharField(_("任务来源"), max_length=200, blank=True)

    repeat = models.CharField(
        _("周期"),
        max_length=12,
        choices=[(one.value, one.zh) for one in Repeat],
        default=Repeat.ONCE.value,
    )
    checked = models.CharField(
        _("查账周期"), max_length=10, choices=[(one.value, one.zh) for one in CYCLES]
    )
    starts_on = models.DateField(_("起始日期"))
    anchor = models.DateField(_("每期完成日"), null=True, blank=True)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    first_due = models.DateField(_("原定时限"), null=True, blank=True)

    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=[(one.value, one.zh) for one in State],
        default=State.OPEN.value,
    )
    share = models.PositiveSmallIntegerField(_("完成进度"), default=0)
    outcome = models.CharField(
        _("验收结论"), max_length=10, blank=True, choices=[(one.value, one.zh) for one in Outcome]
    )
    reason = models.CharField(_("最近退回或撤销原因"), max_length=300, blank=True)
    submitted_on = models.DateField(_("申请销账日期"), null=True, blank=True)
    closed_on = models.DateField(_("销账日期"), null=True, blank=True)
    closed_late = models.BooleanField(_("逾期完成"), default=False)
    shown_on = models.DateField(_("晒账日期"), null=True, blank=True)
    look_back_due = models.DateField(_("回头看期限"), null=True, blank=True)
    looked_back_on = models.DateField(_("回头看日期"), null=True, blank=True)
    opened_by = acting_account(_("建账人"))
    opened_at = models.DateTimeField(_("建账时间"))
    approved_by = acting_account(_("立项审批人"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        ordering = ["programme", "project", "due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="task_key_per_programme"),
            models.CheckConstraint(
                condition=Q(share__lte=WHOLE), name="task_share_is_at_most_whole"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(responsible=""),
                name="task_has_somebody_responsible",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED.value, closed_on__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed_on__isnull=True)),
                name="task_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(repeat=Repeat.STANDING.value, state=State.CLOSED.value),
                name="task_standing_never_closes",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SUBMITTED.value, submitted_on__isnull=False)
                | (~Q(state=State.SUBMITTED.value) & Q(submitted_on__isnull=True)),
                name="task_submitted_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "project", "due"], name="task_ledger_order"),
            models.Index(fields=["state", "due"], name="task_due"),
            models.Index(
                fields=["look_back_due"],
                name="task_look_back",
                condition=Q(looked_back_on__isnull=True, look_back_due__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The task in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title_zh

    @property
    def bearer(self) -> str:
        """Who bears it: the institution's name, or whoever is named by hand."""
        return self.institution.name if self.institution else self.responsible

    @property
    def repeats(self) -> Repeat:
        """How often it comes back."""
        return Repeat.of(self.repeat)

    @property
    def check_cycle(self) -> Per:
        """How often it is checked."""
        return Per.of(self.checked)
