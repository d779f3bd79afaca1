"""The ledger of work: each activity once, with its figures, who took part, and what it was before.

Figures are rows, not columns: a kind that a file adds needs no change here, and a sum over an
indicator opens the very rows it adds up.
"""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.activities import Side
from bangfu.core.programmes import ActivityKind, shipped_kinds


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Filters on activities that several queries need."""

    def counted(self) -> Self:
        """Those that stand and are no second note of another."""
        return self.filter(state__in=Activity.STANDING, same_as__isnull=True)

    def waiting(self) -> Self:
        """Those the other side has yet to confirm."""
        return self.filter(state=Activity.State.RECORDED)

    def in_full(self) -> Self:
        """With what a page about each of them names."""
        return self.select_related("programme", "giver", "host", "recorded_by", "confirmed_by")


class Activity(models.Model):
    """One thing that was done, as one side entered it and the other confirmed it.

    ``key`` is made where it was typed, so that an entry sent twice arrives once. ``giver`` is the
    institution that helps, or that did it by itself; ``host`` the one helped, where there is one.
    ``posts`` is the post group of the programme in which it was done.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        RETURNED = "returned", _("已退回")
        WITHDRAWN = "withdrawn", _("已撤回")

    STANDING = (State.RECORDED, State.CONFIRMED)

    key = models.UUIDField(_("登记编号"), unique=True, default=uuid.uuid4)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="activities",
        db_index=False,
        verbose_name=_("项目"),
    )
    kind = models.CharField(_("类别"), max_length=64)
    happened_on = models.DateField(_("日期"))
    last_day = models.DateField(_("结束日期"))
    place = models.CharField(_("地点"), max_length=120, blank=True)
    giver = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="activities_given",
        db_index=False,
        verbose_name=_("帮扶单位"),
    )
    host = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities_received",
        db_index=False,
        verbose_name=_("受援单位"),
    )
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("派驻"),
    )
    posts = models.CharField(_("岗位组"), max_length=64, blank=True)
    details = models.JSONField(_("内容"), default=dict, blank=True)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    explained = models.CharField(_("情况说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RECORDED)
    entered_by = models.CharField(
        _("登记方"), max_length=10, choices=[(side.value, side.zh) for side in Side]
    )
    confirming = models.CharField(
        _("确认方"), max_length=10, choices=[(side.value, side.zh) for side in Side]
    )
    recorded_by = acting_account(_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"))
    sent_digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    confirmed_by = acting_account(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    said = models.CharField(_("退回、撤回原因"), max_length=300, blank=True)
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="second_notes",
        verbose_name=_("重复登记于"),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作")
        verbose_name_plural = _("工作台账")
        ordering = ["-happened_on", "-pk"]
        # Lists of the whole ledger are walked in order and each entry's sides looked at, so these
        # hold the sides too: a row is read only where it is shown.
        indexes = [
            models.Index(
                fields=["-happened_on", "-id", "host", "giver"], name="activity_in_list_order"
            ),
            models.Index(
                fields=["programme", "-happened_on", "-id", "host", "giver"],
                name="activity_of_programme",
            ),
            models.Index(
                fields=["kind", "-happened_on", "-id", "host", "giver"], name="activity_of_kind"
            ),
            models.Index(
                fields=["kind", "state", "-happened_on", "-id", "host", "giver"],
                name="activity_of_kind_in_state",
            ),
            models.Index(
                fields=["state", "-happened_on", "-id", "host", "giver"], name="activity_in_state"
            ),
            # What waits for an authority is a handful among all that waits.
            models.Index(fields=["confirming", "state"], name="activity_to_confirm"),
            models.Index(fields=["giver", "-happened_on", "-id"], name="activity_of_giver"),
            models.Index(fields=["host", "-happened_on", "-id"], name="activity_of_host"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("happened_on")), name="activity_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=True) | ~Q(host=F("giver")), name="activity_is_of_two"
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False) | Q(confirming__in=["authority", "giver"]),
                name="activity_without_host_is_not_confirmed_by_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="activity_confirmed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "withdrawn"]) | ~Q(said=""),
                name="activity_taken_back_says_why",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("pk")),
                name="activity_is_not_its_own_second_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.kind_title('zh')}"

    @property
    def is_counted(self) -> bool:
        """Whether it enters sums: it stands, and is no second note of another."""
        return self.state in self.STANDING and self.same_as_id is None

    @property
    def described(self) -> ActivityKind | None:
        """Its kind as the definitions describe it; nothing where they no longer do."""
        return shipped_kinds().get(self.kind)

    def kind_title(self, language: str) -> str:
        """What its kind is called in a language; the code where the definitions dropped it."""
        kind = self.described
        return kind.title.in_language(language) if kind else self.kind


class Figure(models.Model):
    """One figure of an activity, under the indicator it is summed by (``free_clinic.people``)."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="figures", verbose_name=_("工作")
    )
    indicator = models.CharField(_("指标"), max_length=129)
    amount = models.DecimalField(_("数量"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("数量")
        verbose_name_plural = _("数量")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "indicator"], name="figure_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="figure_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.amount}"


class Participant(models.Model):
    """Somebody who took part: of the registry, or by name where the registry does not know them."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="participants", verbose_name=_("工作")
    )
    worker = models.ForeignKey(
        Worker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="took_part",
        verbose_name=_("人员"),
    )
    name = models.CharField(_("姓名"), max_length=60)

    class Meta:
        verbose_name = _("参加人员")
        verbose_name_plural = _("参加人员")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "worker"],
                condition=Q(worker__isnull=False),
                name="takes_part_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="participant_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GivenItem(models.Model):
    """One line of a donation; ``value`` in yuan for the whole line."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="items", verbose_name=_("工作")
    )
    name = models.CharField(_("品名"), max_length=120)
    quantity = models.DecimalField(_("数量"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=20)
    value = models.DecimalField(_("价值（元）"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("捐赠物品")
        verbose_name_plural = _("捐赠物品")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, value__gte=0), name="given_item_is_something"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="given_item_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ReferredCase(models.Model):
    """One referral without the patient: from where to which department, how soon it was answered.

    No name, number or diagnosis is kept; ``label`` is the case's number in the sender's own book.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="cases", verbose_name=_("工作")
    )
    label = models.CharField(_("院内编号"), max_length=20, blank=True)
    department = models.CharField(_("接诊科室"), max_length=60, blank=True)
    by_channel = models.BooleanField(_("经绿色通道"), default=False)
    asked_on = models.DateField(_("申请日期"))
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("转诊个案")
        verbose_name_plural = _("转诊个案")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                name="referral_answered_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.department}"


class Revision(models.Model):
    """What an activity said before it was corrected: kept for ever, shown beside it."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="revisions", verbose_name=_("工作")
    )
    before = models.JSONField(_("更正前"))
    was_confirmed = models.BooleanField(_("更正前已确认"))
    reason = models.CharField(_("更正原因"), max_length=200)
    changed_by = acting_account(_("更正人"))
    changed_at = models.DateTimeField(_("更正时间"))

    class Meta:
        verbose_name = _("更正记录")
        verbose_name_plural = _("更正记录")
        ordering = ["-changed_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="revision_says_why")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.reason}"
