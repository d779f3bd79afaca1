"""One thing that stays behind, entered once, with the milestones of its course."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.activities.models import Activity
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.capacity import Course, shipped_courses
from bangfu.core.programmes import shipped_kinds
from bangfu.core.programmes.measured import Lasting


class ItemQuerySet(models.QuerySet["Item"]):
    """Filters on items that several queries need."""

    def standing(self) -> Self:
        """Those neither stopped nor taken back."""
        return self.filter(state=Item.State.STANDING)

    def there(self) -> Self:
        """Those built and kept."""
        return self.standing().filter(built_on__isnull=False)

    def under_way(self) -> Self:
        """Those begun and not built yet."""
        return self.standing().filter(built_on__isnull=True)

    def to_verify(self, on: date) -> Self:
        """Those whose verification is due on a day."""
        return self.standing().filter(next_check_on__lte=on)

    def in_full(self) -> Self:
        """With what a page about each of them names."""
        return self.select_related(
            "programme", "giver", "host", "posting__worker", "person", "activity", "recorded_by"
        )


class Item(models.Model):
    """A pupil, technique, specialty, set of rules, channel or trainee.

    ``key`` is made where it was typed, so that an entry sent twice arrives once. ``giver`` helps,
    ``host`` keeps it. ``activity`` is its entry in the ledger of work, made on the day its course
    says. ``built_on``, ``alone_on`` and ``next_check_on`` repeat what milestones and verifications
    say, for lists; ``alone_on`` only once the host has confirmed it.
    """

    class State(models.TextChoices):
        STANDING = "standing", _("保持")
        STOPPED = "stopped", _("已停止")
        WITHDRAWN = "withdrawn", _("已撤回")

    key = models.UUIDField(_("登记编号"), unique=True, default=uuid.uuid4)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="capacity_items", verbose_name=_("项目")
    )
    lasting = models.CharField(
        _("类别"), max_length=12, choices=[(each.value, each.zh) for each in Lasting]
    )
    kind = models.CharField(_("台账类别"), max_length=64)
    course = models.CharField(_("建设过程"), max_length=64)
    title = models.CharField(_("名称"), max_length=120)
    department = models.CharField(_("科室"), max_length=60, blank=True)
    giver = models.ForeignKey(
        Institution, models.PROTECT, related_name="capacity_given", verbose_name=_("帮扶单位")
    )
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="capacity_kept", verbose_name=_("受援单位")
    )
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="capacity_items",
        verbose_name=_("派驻"),
    )
    person = models.ForeignKey(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="capacity_items",
        verbose_name=_("人员"),
    )
    person_name = models.CharField(_("人员姓名"), max_length=60, blank=True)
    details = models.JSONField(_("内容"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.STANDING)
    said = models.CharField(_("停止、撤回原因"), max_length=200, blank=True)
    begun_on = models.DateField(_("开始日期"))
    built_on = models.DateField(_("建成日期"), null=True, blank=True)
    alone_on = models.DateField(_("独立开展日期"), null=True, blank=True)
    stopped_on = models.DateField(_("停止日期"), null=True, blank=True)
    next_check_on = models.DateField(_("应核验日期"), null=True, blank=True)
    activity = models.OneToOneField(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="capacity_item",
        verbose_name=_("台账登记"),
    )
    recorded_by = acting_account(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("能力建设")
        verbose_name_plural = _("能力建设")
        ordering = ["-begun_on", "-pk"]
        indexes = [
            models.Index(fields=["-begun_on", "-id"], name="capacity_in_list_order"),
            models.Index(fields=["programme", "host", "lasting"], name="capacity_of_host"),
            models.Index(fields=["giver", "-begun_on"], name="capacity_of_giver"),
            models.Index(fields=["host", "-begun_on"], name="capacity_at_host"),
            models.Index(
                fields=["next_check_on"],
                name="capacity_to_verify",
                condition=Q(state="standing", next_check_on__isnull=False),
            ),
            models.Index(
                fields=["programme", "alone_on"],
                name="capacity_alone",
                condition=Q(alone_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("host")), name="capacity_is_of_two"),
            models.CheckConstraint(condition=~Q(title=""), name="capacity_has_a_name"),
            models.CheckConstraint(
                condition=Q(state="standing") | ~Q(said=""), name="capacity_ended_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_on__isnull=False)
                | (~Q(state="stopped") & Q(stopped_on__isnull=True)),
                name="capacity_stopped_says_when",
            ),
            models.CheckConstraint(
                condition=Q(built_on__isnull=True) | Q(built_on__gte=F("begun_on")),
                name="capacity_built_after_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.title}".strip()

    @property
    def taken_course(self) -> Course | None:
        """Its course as the definitions describe it; nothing where they no longer do."""
        return shipped_courses().get(self.course)

    @property
    def teacher(self) -> str:
        """Who teaches: the mentor named, or the posted worker."""
        mentor = str(self.details.get("mentor", ""))
        return mentor or (self.posting.worker.name if self.posting else "")

    def kind_title(self, language: str) -> str:
        """What its kind is called in a language."""
        kind = shipped_kinds().get(self.kind)
        return kind.title.in_language(language) if kind else self.kind


class Milestone(models.Model):
    """A milestone of an item: planned for a day, reached on one, or both.

    Of what was done alone there is a witness; it counts once ``confirmed_at`` is set. ``returned``
    is why the host did not confirm it.
    """

    item = models.ForeignKey(
        Item, models.CASCADE, related_name="milestones", verbose_name=_("能力建设")
    )
    code = models.CharField(_("里程碑"), max_length=64)
    due_on = models.DateField(_("计划日期"), null=True, blank=True)
    reached_on = models.DateField(_("完成日期"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("例数"), null=True, blank=True)
    answers = models.JSONField(_("内容"), default=dict, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    witness_name = models.CharField(_("见证人"), max_length=60, blank=True)
    witness_function = models.CharField(_("见证人职务"), max_length=60, blank=True)
    said_by = acting_account(_("登记人"))
    said_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    confirmed_by = acting_account(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    returned = models.CharField(_("未予确认的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("里程碑")
        verbose_name_plural = _("里程碑")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "code"], name="milestone_once"),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True, said_at__isnull=True)
                | Q(reached_on__isnull=False, said_at__isnull=False),
                name="milestone_reached_says_who",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (Q(reached_on__isnull=False) & ~Q(witness_name="")),
                name="milestone_confirmed_has_a_witness",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.code}"
