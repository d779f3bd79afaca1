"""Papers: drafts follow the record, issued ones never change, withdrawn ones stay."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind

from .batches import Batch


class DocumentQuerySet(models.QuerySet["Document"]):
    """Filters on papers that several queries need."""

    def drafts(self) -> Self:
        """Those not issued yet."""
        return self.filter(issued_at__isnull=True, dropped_at__isnull=True)

    def standing(self) -> Self:
        """Those issued and not withdrawn."""
        return self.filter(issued_at__isnull=False, withdrawn_at__isnull=True)


class Document(models.Model):
    """One paper of an office about one thing on record, which its kind names by ``subject``.

    A draft holds only what was typed (``typed``, by field): everything else is taken from the
    record whenever it is looked at. Issued, it holds all of its ``values``, the files as they went
    out, and ``digest``, the SHA-256 of number, values and template, in hexadecimal.
    """

    kind = models.CharField(
        _("文书种类"), max_length=24, choices=[(one.value, one.zh) for one in DocumentKind]
    )
    office = models.ForeignKey(
        Institution, models.PROTECT, related_name="documents", verbose_name=_("发文单位")
    )
    area_code = models.CharField(_("行政区划"), max_length=9, db_index=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("项目"),
    )
    subject = models.CharField(_("事由编号"), max_length=120)
    title = models.CharField(_("标题"), max_length=200)
    typed = models.JSONField(_("填写内容"), default=dict)
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("批量制作"),
    )
    made_by = acting_account(_("起草人"))
    made_at = models.DateTimeField(_("起草时间"))
    changed_by = acting_account(_("修改人"))
    changed_at = models.DateTimeField(_("修改时间"))
    dropped_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    series = models.CharField(
        _("文号类别"), max_length=8, choices=[(one.value, one.zh) for one in Series], blank=True
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("序号"), null=True, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    values = models.JSONField(_("文书内容"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    word_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("Word文件")
    )
    pdf_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("PDF文件")
    )
    issued_by = acting_account(_("签发人"))
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    withdrawn_by = acting_account(_("撤回人"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdraw_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "series", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, number="", digest="", withdrawn_at__isnull=True)
                | (Q(issued_at__isnull=False, dropped_at__isnull=True) & ~Q(digest="")),
                name="document_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="document_withdrawn_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="document_in_list_order"),
            models.Index(fields=["kind", "subject"], name="document_about"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it still follows the record and may be changed."""
        return self.issued_at is None and self.dropped_at is None
