"""Secretaries, elections, counts of members, member development, and papers of the base file.

Members are counted, not named: who is a Party member is nobody's business here.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.registry.models import Institution, Worker

from .branches import Branch, ends_later


class Secretary(models.Model):
    """Who leads a branch, from when to when; a worker of the registry, or a name."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="secretaries", verbose_name=_("党支部")
    )
    worker = models.ForeignKey(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="secretary_of",
        verbose_name=_("人员"),
    )
    name = models.CharField(_("姓名"), max_length=60)
    is_backbone = models.BooleanField(_("业务骨干"), default=False)
    is_head = models.BooleanField(_("科室负责人"), default=False)
    starts_on = models.DateField(_("任职日期"))
    ends_before = models.DateField(_("免职日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("党支部书记")
        verbose_name_plural = _("党支部书记")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(ends_before__isnull=True),
                name="branch_has_one_secretary",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="secretary_has_a_name"),
            ends_later("secretary_ends_after_they_begin"),
        ]

    def __str__(self) -> str:
        return self.name


class Election(models.Model):
    """An election (换届): from that day a new term runs. ``committee`` lists post and name."""

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="elections", verbose_name=_("党支部")
    )
    on = models.DateField(_("换届日期"))
    committee: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(
        _("支部委员会"), default=list
    )
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("党支部换届")
        verbose_name_plural = _("党支部换届")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "on"], name="election_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.on}"


class MemberCount(models.Model):
    """How many members an institution has in a branch on a day, full and probationary.

    ``branch`` is empty where the institution has members and no branch yet. A joint branch has
    a row for each of its institutions.
    """

    branch = models.ForeignKey(
        Branch,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="counts",
        verbose_name=_("党支部"),
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="member_counts", verbose_name=_("单位")
    )
    on = models.DateField(_("统计日期"))
    full = models.PositiveIntegerField(_("正式党员"))
    probationary = models.PositiveIntegerField(_("预备党员"), default=0)
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("党员人数")
        verbose_name_plural = _("党员人数")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["institution", "-on"], name="member_count_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "institution", "on"], name="members_counted_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["institution", "on"],
                condition=Q(branch__isnull=True),
                name="members_without_branch_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.on}"


class Development(models.Model):
    """Member development of a branch in a year (发展党员, 三培养), as numbers of people.

    ``admitted_backbone`` are professionals made members, ``trained_backbone`` members made
    professionals, ``reserve_cadres`` member professionals made reserve cadres.
    """

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="developments", verbose_name=_("党支部")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    applicants = models.PositiveIntegerField(_("入党申请人"), default=0)
    activists = models.PositiveIntegerField(_("入党积极分子"), default=0)
    candidates = models.PositiveIntegerField(_("发展对象"), default=0)
    admitted = models.PositiveIntegerField(_("新发展党员"), default=0)
    admitted_backbone = models.PositiveIntegerField(_("其中：医疗业务骨干"), default=0)
    trained_backbone = models.PositiveIntegerField(_("党员培养成业务骨干"), default=0)
    reserve_cadres = models.PositiveIntegerField(_("党员业务骨干培养成后备干部"), default=0)
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))

    FIGURES: ClassVar[tuple[str, ...]] = (
        "applicants",
        "activists",
        "candidates",
        "admitted",
        "admitted_backbone",
        "trained_backbone",
        "reserve_cadres",
    )

    class Meta:
        verbose_name = _("发展党员")
        verbose_name_plural = _("发展党员")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "year"], name="development_once_a_year"),
            models.CheckConstraint(
                condition=Q(admitted_backbone__lte=F("admitted")),
                name="backbone_is_part_of_admitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.year}"


class PaperKept(models.Model):
    """A paper of a branch's base file; taken back with a reason, never deleted.

    ``kind`` is a code of ``definitions/branches/base_file.toml``; its files are attachments.
    """

    branch = models.ForeignKey(
        Branch, models.CASCADE, related_name="papers", verbose_name=_("党支部")
    )
    kind = models.CharField(_("材料"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))
    removed_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    removed_by = acting_account(_("撤下人"))
    reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("档案材料")
        verbose_name_plural = _("档案材料")
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["branch", "year"], name="paper_of_branch")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, reason="")
                | (Q(removed_at__isnull=False) & ~Q(reason="")),
                name="paper_is_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind}"
