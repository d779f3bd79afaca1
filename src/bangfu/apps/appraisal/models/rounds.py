"""Rounds, who is appraised in them, and the figures that were taken for each."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.web.wording import in_own_language

from .schemes import Edition

_WHEN = {one.value: one for one in RoundKind}


class Round(models.Model):
    """One appraisal by one frozen edition over one stretch of time.

    ``area_code`` is the prefix of the office that holds it. ``objections_until`` is the last day on
    which a subject may object, set when the results are announced. The frozen contents of a
    published round stand in ``FrozenRound``.
    """

    class State(models.TextChoices):
        OPEN = "open", _("评分中")
        DECIDED = "decided", _("已审定")
        ANNOUNCED = "announced", _("公示中")
        PUBLISHED = "published", _("已公布")
        CANCELLED = "cancelled", _("已取消")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="appraisal_rounds", verbose_name=_("项目")
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="rounds", verbose_name=_("考核表版本")
    )
    title = models.CharField(_("考核名称"), max_length=120)
    kind = models.CharField(
        _("考核类型"), max_length=10, choices=[(one.value, one.zh) for one in RoundKind]
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    starts_on = models.DateField(_("考核期起始日期"))
    ends_before = models.DateField(_("考核期截止日期（不含）"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("上一次考核"),
    )
    opened_at = models.DateTimeField(_("启动时间"))
    opened_by = acting_account(_("启动人"))
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    decided_by = acting_account(_("审定人"))
    announced_on = models.DateField(_("公示日期"), null=True, blank=True)
    objections_until = models.DateField(_("异议截止日期"), null=True, blank=True)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    published_by = acting_account(_("公布人"))
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    reason = models.CharField(_("取消原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("考核")
        verbose_name_plural = _("考核")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=F("starts_on")), name="round_is_a_stretch"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False) & ~Q(digest="")
                | ~Q(state="published") & Q(published_at__isnull=True, digest=""),
                name="round_published_has_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["announced", "published"])
                | Q(announced_on__isnull=False, objections_until__isnull=False),
                name="round_announced_has_its_term",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_said(self) -> str:
        """When it is held, in the reader's language."""
        return in_own_language(_WHEN[self.kind].label)


class FrozenRound(models.Model):
    """A published round as it was: edition, inputs, marks and results, packed."""

    round = models.OneToOneField(
        Round, models.PROTECT, related_name="frozen", verbose_name=_("考核")
    )
    content = models.BinaryField(_("封存内容"))
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("封存的考核")
        verbose_name_plural = _("封存的考核")

    def __str__(self) -> str:
        return f"{self.round} {self.digest[:12]}"


class Subject(models.Model):
    """One that a round appraises.

    ``kind`` and ``ref`` name the row it is (a pairing, an institution, a department, a branch, a
    posting). ``institution`` answers for it and rates itself; ``partner`` is the host of a pairing
    or posting. ``level`` counts the review levels that are closed; ``turn`` is the code of the
    side that fills in the next one, empty where all are closed. ``total``, ``awaiting`` and
    ``unreported`` (figures its unit still has to report) are what the sheet came to when it was
    last changed, for lists; decided results are ``Result``.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="subjects", verbose_name=_("考核")
    )
    kind = models.CharField(
        _("考核对象"), max_length=12, choices=[(one.value, one.zh) for one in Kind]
    )
    ref = models.BigIntegerField(_("对象编号"))
    key = models.CharField(_("对象名称"), max_length=200)
    group = models.CharField(_("组别"), max_length=60, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="appraised", verbose_name=_("所在单位")
    )
    partner = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("受援单位"),
    )
    level = models.PositiveSmallIntegerField(_("已完成层级"), default=0)
    turn = models.CharField(_("待办方"), max_length=10, blank=True)
    total = models.DecimalField(_("得分"), max_digits=12, decimal_places=4, null=True, blank=True)
    awaiting = models.PositiveSmallIntegerField(_("待评项目"), default=0)
    unreported = models.PositiveSmallIntegerField(_("待报送数据"), default=0)
    last_grade = models.CharField(_("上次等次"), max_length=64, blank=True)
    last_star = models.CharField(_("上次星级"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("考核对象")
        verbose_name_plural = _("考核对象")
        ordering = ["round", "group", "key"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="subject_once_in_round"),
            models.UniqueConstraint(fields=["round", "ref"], name="subject_row_once_in_round"),
        ]

    def __str__(self) -> str:
        return self.key


class FigureQuerySet(models.QuerySet["Figure"]):
    """Filters on figures that several queries need."""

    def standing(self) -> Self:
        """Those that count; replaced ones stay on record."""
        return self.filter(replaced_at__isnull=True)


class Figure(models.Model):
    """One input as it was taken; a figure taken anew replaces it and says why."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="figures", verbose_name=_("考核对象")
    )
    name = models.CharField(_("指标"), max_length=120)
    value = models.DecimalField(_("数值"), max_digits=24, decimal_places=8, null=True, blank=True)
    numerator = models.DecimalField(
        _("分子"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("分母"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    last_value = models.DecimalField(
        _("上期数值"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    last_numerator = models.DecimalField(
        _("上期分子"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    last_denominator = models.DecimalField(
        _("上期分母"), max_digits=24, decimal_places=8, null=True, blank=True
    )
    sources = models.JSONField(_("依据"), default=list, blank=True)
    taken_at = models.DateTimeField(_("取数时间"))
    taken_by = acting_account(_("取数人"))
    reason = models.CharField(_("重新取数原因"), max_length=200, blank=True)
    replaced_at = models.DateTimeField(_("被替换时间"), null=True, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("取数")
        verbose_name_plural = _("取数")
        ordering = ["subject", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "name"],
                condition=Q(replaced_at__isnull=True),
                name="figure_standing_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.name}"
