"""What a round came to: results, objections and their re-check, what results are used for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.supervision.models import Task
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.core.programmes.vocabulary_review import ResultUse

from .rounds import Round, Subject


class Result(models.Model):
    """The result of one sheet as decided; ``reasons`` are the codes and words of the ladder."""

    subject = models.OneToOneField(
        Subject, models.PROTECT, related_name="result", verbose_name=_("考核对象")
    )
    score = models.DecimalField(_("得分"), max_digits=12, decimal_places=4)
    grade = models.CharField(_("等次"), max_length=64, blank=True)
    star = models.CharField(_("星级"), max_length=64, blank=True)
    reasons = models.JSONField(_("说明"), default=list, blank=True)
    decided_at = models.DateTimeField(_("审定时间"))

    class Meta:
        verbose_name = _("考核结果")
        verbose_name_plural = _("考核结果")
        ordering = ["-score", "subject"]
        indexes = [models.Index(fields=["-score"], name="result_by_score")]

    def __str__(self) -> str:
        return f"{self.subject} {self.score}"


class Objection(models.Model):
    """What a subject holds against its result, until it is decided.

    ``before`` and ``after`` are the points of the item where an item is named.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("待复核")
        RECHECKED = "rechecked", _("待决定")
        UPHELD = "upheld", _("异议成立")
        REJECTED = "rejected", _("维持原结果")
        WITHDRAWN = "withdrawn", _("已撤回")

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="objections", verbose_name=_("考核对象")
    )
    item = models.CharField(_("考核项目"), max_length=64, blank=True)
    text = models.TextField(_("异议内容"), max_length=2000)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RECEIVED)
    by = acting_account(_("提出人"))
    at = models.DateTimeField(_("提出时间"))
    decision = models.TextField(_("决定"), max_length=2000, blank=True)
    points = models.DecimalField(
        _("决定分数"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    decided_by = acting_account(_("决定人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "item"],
                condition=Q(state__in=["received", "rechecked"]),
                name="objection_open_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["upheld", "rejected"])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="objection_decided_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.at}"


class Recheck(models.Model):
    """What one of the two persons who look again found."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, related_name="rechecks", verbose_name=_("异议")
    )
    opinion = models.TextField(_("复核意见"), max_length=2000)
    points = models.DecimalField(
        _("复核分数"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    by = acting_account(_("复核人"))
    at = models.DateTimeField(_("复核时间"))

    class Meta:
        verbose_name = _("复核")
        verbose_name_plural = _("复核")
        ordering = ["objection", "at"]
        constraints = [
            models.UniqueConstraint(fields=["objection", "by"], name="recheck_by_two_persons"),
        ]

    def __str__(self) -> str:
        return f"{self.objection} {self.by}"


class Use(models.Model):
    """What a published result was used for."""

    subject = models.ForeignKey(
        Subject, models.PROTECT, related_name="uses", verbose_name=_("考核对象")
    )
    sort = models.CharField(
        _("结果运用"), max_length=20, choices=[(one.value, one.zh) for one in ResultUse]
    )
    text = models.CharField(_("内容"), max_length=500)
    document = models.CharField(_("文号"), max_length=80, blank=True)
    amount = models.BigIntegerField(_("金额（分）"), null=True, blank=True)
    on = models.DateField(_("日期"))
    by = acting_account(_("登记人"))
    at = models.DateTimeField(_("登记时间"))
    ended_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    ended_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("结果运用")
        verbose_name_plural = _("结果运用")
        ordering = ["subject", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="use_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="use_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.sort}"


class Improvement(models.Model):
    """What one of a tier will do to get better, or to stay an example; followed as a task."""

    subject = models.OneToOneField(
        Subject, models.PROTECT, related_name="improvement", verbose_name=_("考核对象")
    )
    tier = models.CharField(_("类别"), max_length=64)
    aim = models.CharField(_("目标"), max_length=300)
    measures = models.TextField(_("措施"), max_length=2000)
    starts_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("完成时限"))
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    by = acting_account(_("制定人"))
    at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = _("提升计划")
        verbose_name_plural = _("提升计划")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="improvement_is_a_stretch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.tier}"


class Release(models.Model):
    """A published round shown to everybody: down to one band of one ladder, units by name only."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="releases", verbose_name=_("考核")
    )
    ladder = models.CharField(
        _("公开内容"), max_length=10, choices=[(one.value, one.zh) for one in Ladder]
    )
    lowest = models.CharField(_("公开到哪一级"), max_length=64)
    by = acting_account(_("公开人"))
    at = models.DateTimeField(_("公开时间"))
    ended_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    ended_reason = models.CharField(_("撤下原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("结果公开")
        verbose_name_plural = _("结果公开")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(ended_at__isnull=True), name="release_standing_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="release_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.lowest}"
