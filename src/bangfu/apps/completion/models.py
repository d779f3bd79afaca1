"""How a posting ends: its hand-over list with signatures, evaluations, quiet notes.

The rules are those of ``bangfu.core.duty.handover``, ``posting_steps`` and ``evaluation``. When a
list is opened again its signatures fall and stay on record; of those that stand there is one for
each signatory. ``revision`` counts the changes of a list, so that nobody signs what they have not
seen.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.handover import Signatory
from bangfu.core.duty.posting_life import EVALUATORS


class Handover(models.Model):
    """The hand-over of one posting, to a successor or, where nobody follows, to the host."""

    posting = models.OneToOneField(
        Posting, models.PROTECT, related_name="handover", verbose_name=_("派驻")
    )
    successor = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers_taken",
        verbose_name=_("接收人派驻"),
    )
    on = models.DateField(_("交接日期"))
    begun_by = acting_account(_("发起人"))
    begun_at = models.DateTimeField(_("发起时间"))
    revision = models.PositiveIntegerField(_("修订次数"), default=0)

    class Meta:
        verbose_name = _("交接")
        verbose_name_plural = _("交接")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("posting")),
                name="handover_is_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.posting)


class HandoverItem(models.Model):
    """One thing to hand over; ``own`` ones were added to the usual list by those who hand over."""

    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="items", verbose_name=_("交接")
    )
    position = models.PositiveSmallIntegerField(_("序号"))
    title_zh = models.CharField(_("交接事项"), max_length=60)
    title_en = models.CharField(_("交接事项（英文）"), max_length=60, blank=True)
    own = models.BooleanField(_("自行添加"), default=False)
    done = models.BooleanField(_("已交接"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("交接事项")
        verbose_name_plural = _("交接事项")
        ordering = ["handover", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "position"], name="handover_item_has_its_place"
            ),
        ]

    def __str__(self) -> str:
        return self.title_zh


class Signature(models.Model):
    """Who signed a hand-over and when; ``on_paper`` where the host keeps the signed sheet."""

    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="signatures", verbose_name=_("交接")
    )
    signatory = models.CharField(
        _("签字方"), max_length=12, choices=[(each.value, each.zh) for each in Signatory]
    )
    by = acting_account(_("签字人"))
    name = models.CharField(_("姓名"), max_length=60)
    at = models.DateTimeField(_("签字时间"))
    on_paper = models.BooleanField(_("纸质签字"), default=False)
    fell_at = models.DateTimeField(_("失效时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("签字")
        verbose_name_plural = _("签字")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "signatory"],
                condition=Q(fell_at__isnull=True),
                name="handover_signed_once_by_each",
            ),
            models.CheckConstraint(
                condition=Q(signatory__in=[each.value for each in Signatory]),
                name="signatory_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover} {self.signatory}"


class Evaluation(models.Model):
    """One side's evaluation of a posting: grades by aspect, and words.

    Read through ``queries.evaluations.readable_by`` only. ``on_paper`` where the sending unit
    enters that of a worker without an account.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="evaluations", verbose_name=_("派驻")
    )
    side = models.CharField(
        _("评价方"), max_length=12, choices=[(side.value, side.zh) for side in EVALUATORS]
    )
    marks = models.JSONField(_("评价档次"))
    words = models.TextField(_("评价意见"), max_length=1000, blank=True)
    by = acting_account(_("评价人"))
    at = models.DateTimeField(_("评价时间"))
    on_paper = models.BooleanField(_("纸质提交"), default=False)

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "side"], name="evaluation_once_by_each"),
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in EVALUATORS]),
                name="evaluation_side_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.posting)


class QuietNote(models.Model):
    """What a host lets the authority know about a posting, unseen by sending unit and worker.

    Read through ``queries.voice`` only.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="quiet_notes", verbose_name=_("派驻")
    )
    kind = models.CharField(_("情况类别"), max_length=64)
    words = models.TextField(_("具体情况"), max_length=1000)
    by = acting_account(_("反映人"))
    at = models.DateTimeField(_("反映时间"))
    heard_by = acting_account(_("阅知人"))
    heard_at = models.DateTimeField(_("阅知时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("情况反映")
        verbose_name_plural = _("情况反映")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["posting"], name="quiet_note_unheard", condition=Q(heard_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.posting)
