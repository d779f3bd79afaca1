"""What people add to the record of duty: pointers looked at, decisions, service before the system.

None of it is computed; each row says who wrote it and when, and stays when it is taken back.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.programmes.vocabulary_review import DutyCase


class CheckedPointer(models.Model):
    """A pointer that an authority has looked into and found in order: it is not shown again.

    A pointer is known by what it is about: its check, the postings or the host, the days.
    """

    code = models.CharField(_("线索"), max_length=32)
    about = models.CharField(_("对象"), max_length=120)
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"))
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="checked_pointers", verbose_name=_("受援单位")
    )
    said = models.CharField(_("提示"), max_length=300)
    note = models.CharField(_("核实情况"), max_length=200)
    checked_by = acting_account(_("核实人"))
    checked_at = models.DateTimeField(_("核实时间"))

    class Meta:
        verbose_name = _("已核实线索")
        verbose_name_plural = _("已核实线索")
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "about", "starts_on", "ends_before"], name="pointer_checked_once"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="checked_pointer_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.code}"


class Decision(models.Model):
    """What an authority found in a case that the record gave occasion to look at.

    ``fact`` is the figure as it stood then; ``measures`` are codes of ``core`` measures that the
    authority chose among those the programme provides, none where it found nothing to follow.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="decisions", verbose_name=_("派驻")
    )
    case = models.CharField(
        _("情形"), max_length=24, choices=[(word.value, word.zh) for word in DutyCase]
    )
    fact = models.CharField(_("记录"), max_length=300)
    upheld = models.BooleanField(_("认定属实"))
    measures = models.JSONField(_("处理措施"), default=list, blank=True)
    text = models.CharField(_("认定意见"), max_length=300)
    decided_by = acting_account(_("认定人"))
    decided_at = models.DateTimeField(_("认定时间"))
    withdrawn_by = acting_account(_("撤销人"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("情形认定")
        verbose_name_plural = _("情形认定")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "case", "fact"],
                condition=Q(withdrawn_at__isnull=True),
                name="occasion_decided_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(upheld=True) | Q(measures=[]), name="nothing_found_nothing_follows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posting}: {self.case}"


class EarlierService(models.Model):
    """Years somebody served in a class of place before this system kept the record.

    Entered by the own unit from the personnel file; ``proof`` names the document.
    """

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="earlier_service", verbose_name=_("人员")
    )
    place = models.CharField(
        _("服务地点类别"), max_length=24, choices=[(word.value, word.zh) for word in Place]
    )
    years = models.PositiveSmallIntegerField(_("年数"))
    proof = models.CharField(_("证明材料"), max_length=200)
    entered_by = acting_account(_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    withdrawn_by = acting_account(_("撤销人"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("以往基层服务")
        verbose_name_plural = _("以往基层服务")
        ordering = ["worker", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=50), name="earlier_service_is_years"
            ),
            models.CheckConstraint(condition=~Q(proof=""), name="earlier_service_has_proof"),
            models.UniqueConstraint(
                fields=["worker", "place", "proof"],
                condition=Q(withdrawn_at__isnull=True),
                name="earlier_service_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker}: {self.place}"
