"""Reviews as they were held, the lags each asked about, and how institutions explain a lag."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.targets.lags import Cause


class Review(models.Model):
    """What was shown at a review, kept as it was: later figures do not change it.

    ``figures`` is what ``queries.frozen`` writes, ``digest`` its SHA-256 in hexadecimal.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="reviews", verbose_name=_("项目")
    )
    title = models.CharField(_("名称"), max_length=100)
    on = models.DateField(_("截至日期"))
    edition = models.PositiveIntegerField(_("版本号"))
    figures = models.JSONField(_("数据"))
    digest = models.CharField(_("摘要"), max_length=64)
    kept_by = acting_account(_("存档人"))
    kept_at = models.DateTimeField(_("存档时间"))

    class Meta:
        verbose_name = _("进度点评")
        verbose_name_plural = _("进度点评")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "on", "title"], name="review_kept_once"),
            models.CheckConstraint(condition=~Q(title=""), name="review_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class LagNote(models.Model):
    """Why a target lags at an institution, what will be done, by whom, until when.

    Each stands as it was written; the newest of a target, an institution and a window counts.
    ``window`` is the first day of the stretch the target is counted over. ``problem`` is the key of
    what the task ledger made of it, where it was taken there.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="lag_notes", verbose_name=_("项目")
    )
    target = models.CharField(_("目标"), max_length=128)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="lag_notes", verbose_name=_("机构")
    )
    window = models.DateField(_("统计期起始日"))
    on = models.DateField(_("截至日期"))
    cause = models.CharField(
        _("原因类别"), max_length=12, choices=[(one.value, one.zh) for one in Cause]
    )
    why = models.TextField(_("滞后原因"), max_length=500)
    measures = models.TextField(_("下一步措施"), max_length=500)
    responsible = models.CharField(_("责任人"), max_length=60)
    new_due = models.DateField(_("完成时限"))
    by = acting_account(_("填写人"))
    at = models.DateTimeField(_("填写时间"))
    comment = models.CharField(_("主管部门意见"), max_length=300, blank=True)
    comment_by = acting_account(_("审阅人"))
    comment_at = models.DateTimeField(_("审阅时间"), null=True, blank=True)
    problem = models.CharField(_("问题清单编号"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("滞后说明")
        verbose_name_plural = _("滞后说明")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["programme", "target", "institution"], name="note_of_lag"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(measures="") & ~Q(responsible=""),
                name="lag_note_says_everything",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=[one.value for one in Cause]), name="lag_cause_is_known"
            ),
            models.CheckConstraint(
                condition=Q(comment="") | Q(comment_at__isnull=False),
                name="lag_comment_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.target}"


class AskedLag(models.Model):
    """A lag that a review found and asks about, until a note answers it."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="asked", verbose_name=_("进度点评")
    )
    target = models.CharField(_("目标"), max_length=128)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="asked_lags", verbose_name=_("机构")
    )
    window = models.DateField(_("统计期起始日"))
    note = models.ForeignKey(
        LagNote,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("滞后说明"),
    )

    class Meta:
        verbose_name = _("待说明的滞后")
        verbose_name_plural = _("待说明的滞后")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "target", "institution"], name="lag_asked_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution"], name="lag_unanswered", condition=Q(note__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.target}"
