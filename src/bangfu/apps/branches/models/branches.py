"""Branches, the institutions and departments they cover, and what became of them."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.registry.models import Department, Institution


def ends_later(name: str) -> models.CheckConstraint:
    """That a stretch of days, half-open, has at least one day; nothing shorter is kept."""
    return models.CheckConstraint(
        condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name=name
    )


class BranchQuerySet(models.QuerySet["Branch"]):
    """Filters on branches that several queries need."""

    def on(self, day: date) -> Self:
        """Those that exist on a day."""
        still = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        return self.filter(still, founded_on__lte=day)

    def standing(self) -> Self:
        """Those not dissolved or merged."""
        return self.filter(ended_on__isnull=True)


class Branch(models.Model):
    """A Party branch of one institution, or a joint branch of several.

    ``institution`` keeps it; of a joint branch it is the leading one. ``ended_on`` is the first day
    the branch no longer exists; ``successor`` is the branch it went into.
    """

    name = models.CharField(_("党支部名称"), max_length=120)
    is_joint = models.BooleanField(_("联合党支部"), default=False)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="branches", verbose_name=_("所在单位")
    )
    founded_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("并入党支部"),
    )

    objects: ClassVar[models.Manager["Branch"]] = models.Manager.from_queryset(BranchQuerySet)()

    class Meta:
        verbose_name = _("党支部")
        verbose_name_plural = _("党支部")
        ordering = ["institution__area_code", "institution__code", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "name"],
                condition=Q(ended_on__isnull=True),
                name="branch_name_once_per_institution",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("founded_on")),
                name="branch_ends_after_it_is_founded",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
                name="branch_with_successor_has_ended",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="branch_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class BranchName(models.Model):
    """What a branch was called before, and from when to when."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="former_names", verbose_name=_("党支部")
    )
    name = models.CharField(_("曾用名"), max_length=120)
    starts_on = models.DateField(_("启用日期"))
    ends_before = models.DateField(_("停用日期"))

    class Meta:
        verbose_name = _("党支部曾用名")
        verbose_name_plural = _("党支部曾用名")
        ordering = ["-ends_before"]
        constraints = [ends_later("branch_name_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """An institution a branch belongs to, from when to when; a joint branch has several."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="seats", verbose_name=_("党支部")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="branch_seats", verbose_name=_("单位")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("党支部覆盖单位")
        verbose_name_plural = _("党支部覆盖单位")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "institution"],
                condition=Q(ends_before__isnull=True),
                name="institution_once_in_a_branch",
            ),
            ends_later("seat_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} @ {self.institution_id}"


class Coverage(models.Model):
    """A department a branch covers (支部建在科室), from when to when; one branch at a time."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="coverages", verbose_name=_("党支部")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="branch_coverages", verbose_name=_("科室")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("党支部覆盖科室")
        verbose_name_plural = _("党支部覆盖科室")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department"],
                condition=Q(ends_before__isnull=True),
                name="department_in_one_branch",
            ),
            ends_later("coverage_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} @ {self.department_id}"


class Turn(models.Model):
    """What happened to a branch as an organisation, on which day and why; never edited."""

    class Kind(models.TextChoices):
        FOUNDED = "founded", _("成立")
        RE_SET = "re_set", _("优化设置")
        JOINED = "joined", _("单位加入")
        LEFT = "left", _("单位退出")
        DISSOLVED = "dissolved", _("撤销")
        MERGED = "merged", _("并入其他党支部")
        RECEIVED = "received", _("接收并入的党支部")

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="turns", verbose_name=_("党支部")
    )
    kind = models.CharField(_("事项"), max_length=10, choices=Kind)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    detail = models.CharField(_("内容"), max_length=300, blank=True)
    by = acting_account(_("办理人"))
    at = models.DateTimeField(_("办理时间"))

    class Meta:
        verbose_name = _("党支部沿革")
        verbose_name_plural = _("党支部沿革")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["kind", "on"], name="branch_turn_kind")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind}"
