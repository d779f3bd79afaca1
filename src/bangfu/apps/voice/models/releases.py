"""Answers on their way to the public list: written by one person, approved by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account

from .requests import PublicRequest


class Release(models.Model):
    """What is published of a request: its own words, nothing of the request's."""

    request = models.OneToOneField(
        PublicRequest, models.PROTECT, related_name="release", verbose_name=_("群众需求")
    )
    question = models.CharField(_("公开的问题"), max_length=300)
    answer = models.TextField(_("公开的答复"), max_length=2000)
    written_by = acting_account(_("拟稿人"))
    written_at = models.DateTimeField(_("拟稿时间"))
    approved_by = acting_account(_("审核人"))
    approved_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_by = acting_account(_("撤下人"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("公开答复")
        verbose_name_plural = _("公开答复")
        ordering = ["-approved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by"))),
                name="release_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | (Q(approved_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="release_withdrawn_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["-approved_at"], name="release_in_order")]

    def __str__(self) -> str:
        return self.question
