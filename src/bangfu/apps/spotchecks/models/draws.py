"""Draws of lots and declared ties; what is drawn by is ``bangfu.core.draws``."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution


class Subjects(models.TextChoices):
    """What a draw is of."""

    HOSTS = "hosts", _("受援单位")
    POSTINGS = "postings", _("派驻人员")


class DrawQuerySet(models.QuerySet["Draw"]):
    """Filters on draws that several queries need."""

    def in_full(self) -> Self:
        """With what a page says of them."""
        return self.select_related(
            "programme",
            "committed_by",
            "revealed_by",
            "published_by",
            "redraw_asked_by",
            "redraw_agreed_by",
            "replaces",
        )


class Draw(models.Model):
    """One draw: its list and commitment, later the public value and the record.

    ``listed`` is the list as it was published, ``seed`` stays secret until the draw. Who was drawn
    is seen by organisers and checkers at once, by everybody else after ``published_at``: a check
    that is announced finds everything in order. One that another draw replaces stays as it was.
    """

    class State(models.TextChoices):
        COMMITTED = "committed", _("已承诺，待抽取")
        DRAWN = "drawn", _("已抽取，检查中")
        PUBLISHED = "published", _("已公开")
        REPLACED = "replaced", _("已作废，重新抽取")

    class Way(models.TextChoices):
        VISIT = "visit", _("现场检查")
        TELEPHONE = "telephone", _("电话抽查")
        DESK = "desk", _("材料核查")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="draws", verbose_name=_("项目")
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    title = models.CharField(_("名称"), max_length=100)
    subjects = models.CharField(_("抽查对象"), max_length=8, choices=Subjects)
    way = models.CharField(_("检查方式"), max_length=9, choices=Way)
    as_of = models.DateField(_("名单日期"))
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.COMMITTED)
    round = models.PositiveSmallIntegerField(_("次数"), default=1)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("替代的抽取"),
    )
    listed = models.JSONField(_("名单"))
    size = models.PositiveIntegerField(_("名单数"))
    take = models.PositiveIntegerField(_("抽取数"))
    list_digest = models.CharField(_("名单摘要"), max_length=64)
    commitment = models.CharField(_("承诺"), max_length=64, unique=True)
    seed = models.CharField(_("种子"), max_length=64)
    public_event = models.CharField(_("公共数来源"), max_length=120)
    public_after = models.DateTimeField(_("公共数产生时间"))
    committed_by = acting_account(_("组织人"))
    committed_at = models.DateTimeField(_("承诺时间"))
    public_value = models.CharField(_("公共数"), max_length=80, blank=True)
    record = models.JSONField(_("抽查记录"), null=True, blank=True)
    revealed_by = acting_account(_("抽取人"))
    revealed_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    published_by = acting_account(_("公开人"))
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    redraw_reason = models.CharField(_("重新抽取原因"), max_length=300, blank=True)
    redraw_asked_by = acting_account(_("重新抽取申请人"))
    redraw_asked_at = models.DateTimeField(_("申请时间"), null=True, blank=True)
    redraw_agreed_by = acting_account(_("重新抽取同意人"))
    redraw_agreed_at = models.DateTimeField(_("同意时间"), null=True, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("双随机抽取")
        verbose_name_plural = _("双随机抽取")
        ordering = ["-committed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_after__gt=F("committed_at")),
                name="draw_commits_before_the_value",
            ),
            models.CheckConstraint(
                condition=Q(revealed_at__isnull=True, public_value="", record__isnull=True)
                | (
                    Q(revealed_at__isnull=False, revealed_at__gte=F("public_after"))
                    & ~Q(public_value="")
                ),
                name="draw_is_revealed_with_its_value",
            ),
            models.CheckConstraint(
                condition=Q(state="committed", revealed_at__isnull=True)
                | Q(state="drawn", revealed_at__isnull=False)
                | Q(state="published", revealed_at__isnull=False, published_at__isnull=False)
                | Q(state="replaced", redraw_agreed_at__isnull=False),
                name="draw_state_follows_from_its_days",
            ),
            models.CheckConstraint(
                condition=Q(redraw_agreed_at__isnull=True)
                | (
                    Q(redraw_asked_at__isnull=False)
                    & ~Q(redraw_reason="")
                    & ~Q(redraw_agreed_by=F("redraw_asked_by"))
                ),
                name="draw_is_redrawn_by_two_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, take__gte=1, take__lte=F("size")),
                name="draw_takes_some_of_its_list",
            ),
        ]
        indexes = [models.Index(fields=["state", "-committed_at"], name="draw_in_state")]

    def __str__(self) -> str:
        return self.title


class Tie(models.Model):
    """A declared reason for which somebody does not check an institution; ended, never deleted."""

    class Kind(models.TextChoices):
        WORKED_THERE = "worked_there", _("曾在该单位工作")
        RELATIVE = "relative", _("近亲属在该单位工作")
        INTEREST = "interest", _("其他利害关系")

    account = models.ForeignKey(
        User, models.PROTECT, related_name="ties", verbose_name=_("检查人员")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="ties", verbose_name=_("回避单位")
    )
    kind = models.CharField(_("回避情形"), max_length=12, choices=Kind)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    declared_by = acting_account(_("登记人"))
    declared_at = models.DateTimeField(_("登记时间"))
    ended_by = acting_account(_("解除人"))
    ended_at = models.DateTimeField(_("解除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("回避登记")
        verbose_name_plural = _("回避登记")
        ordering = ["account__username", "institution__name_pinyin", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "institution", "kind"],
                condition=Q(ended_at__isnull=True),
                name="tie_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} - {self.institution}"
