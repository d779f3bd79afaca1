"""Notices that were read, and the values of their drafts with what a clerk decided of each."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Edition
from bangfu.core.readings import Decided, Kept, Part, Sort, Verdict


class NoticeReadingQuerySet(models.QuerySet["NoticeReading"]):
    def open(self) -> Self:
        """Those neither adopted nor thrown away."""
        return self.exclude(state__in=[NoticeReading.State.ADOPTED, NoticeReading.State.DISCARDED])


class NoticeReading(models.Model):
    """A notice on its way to a programme; its file is attached as evidence.

    ``area_code`` says whose draft it is, not what the notice is about. ``kept`` is what was read
    (a ``Kept`` as JSON) and ``draft`` the drafted definition; both are empty until it was read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("正在读取")
        READY = "ready", _("待核对")
        ASKING = "asking", _("等待第二读者")
        REFUSED = "refused", _("未能读取")
        ADOPTED = "adopted", _("已采用")
        DISCARDED = "discarded", _("已放弃")

    name = models.CharField(_("文件名"), max_length=120)
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    refusal_zh = models.CharField(_("未能读取的原因"), max_length=300, blank=True)
    refusal_en = models.CharField(_("未能读取的原因（英文）"), max_length=300, blank=True)
    kept = models.TextField(_("读取结果"), blank=True)
    draft = models.TextField(_("草案"), blank=True)
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("采用的版本"),
    )
    started_by = acting_account(_("提交人"))
    started_at = models.DateTimeField(_("提交时间"))
    touched_at = models.DateTimeField(_("最近办理时间"))

    objects = NoticeReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知读取")
        verbose_name_plural = _("通知读取")
        ordering = ["-touched_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="adopted", edition__isnull=False)
                | (~Q(state="adopted") & Q(edition__isnull=True)),
                name="reading_adopted_has_its_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "asking", "adopted"]) | ~Q(draft=""),
                name="reading_ready_has_its_draft",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @cached_property
    def read(self) -> Kept:
        """What was read, decoded once."""
        return Kept.from_json(self.kept)

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.WAITING, self.State.ASKING)


class DraftValue(models.Model):
    """One value of a draft: as it was read, and what stands now.

    ``revision`` grows with every decision, so that nobody decides about what they did not see.
    ``facts`` are numbers of facts of the reading with spaces between; ``is_second`` says that one
    of them came from the second reader.
    """

    reading = models.ForeignKey(
        NoticeReading, models.CASCADE, related_name="values", verbose_name=_("通知读取")
    )
    number = models.PositiveSmallIntegerField(_("次序"))
    place = models.CharField(_("位置"), max_length=120)
    part = models.CharField(_("部分"), max_length=12, choices=[(p.value, p.zh) for p in Part])
    sort = models.CharField(_("种类"), max_length=12, choices=[(s.value, s.value) for s in Sort])
    label = models.CharField(_("名称"), max_length=120)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    per = models.CharField(_("周期"), max_length=12, blank=True)
    read = models.CharField(_("读出的内容"), max_length=600, blank=True)
    kept = models.CharField(_("现在的内容"), max_length=600, blank=True)
    facts = models.CharField(_("依据"), max_length=200, blank=True)
    confidence = models.FloatField(_("把握"), default=0)
    is_second = models.BooleanField(_("第二读者提供"), default=False)
    verdict = models.CharField(
        _("处理"),
        max_length=12,
        choices=[(v.value, v.value) for v in Verdict],
        default=Verdict.OPEN.value,
    )
    revision = models.PositiveIntegerField(_("修订次数"), default=0)
    decided_by = acting_account(_("处理人"))
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("草案内容")
        verbose_name_plural = _("草案内容")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "place"], name="draft_value_once_per_place"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def fact_numbers(self) -> tuple[int, ...]:
        """The numbers of its facts."""
        return tuple(int(number) for number in self.facts.split())

    @property
    def decided(self) -> Decided:
        """As the definition is written from it."""
        return Decided(
            place=self.place,
            sort=Sort(self.sort),
            label=self.label,
            verdict=Verdict(self.verdict),
            kept=self.kept,
            read=self.read,
            facts=self.fact_numbers,
        )
