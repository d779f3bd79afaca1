"""Files by content, and what each is attached to.

``Attachment`` names its subject by model label and key, as the journal does: this stage stands
below those whose records it proves, so it knows none of their tables, and one row of attachments
serves them all in one query. An owner keeps no table of its own for files.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.core.evidence import Kind


class StoredFile(models.Model):
    """One content, kept once; its bytes lie in the folder of evidence under its digest.

    ``upload_digest`` is that of what was first sent, before cleaning.
    """

    digest = models.CharField(_("内容摘要"), max_length=64, unique=True)
    upload_digest = models.CharField(_("上传文件摘要"), max_length=64, db_index=True)
    kind = models.CharField(_("类型"), max_length=8, choices=[(k.value, k.zh) for k in Kind])
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    kept_name = models.CharField(_("文件名"), max_length=120)
    stored_at = models.DateTimeField(_("存入时间"))
    by = acting_account(_("存入人"))

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        constraints = [
            models.CheckConstraint(
                condition=Q(width__isnull=True, height__isnull=True)
                | Q(width__gte=1, height__gte=1),
                name="stored_file_has_both_sides_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.kept_name

    @property
    def media_type(self) -> str:
        """As a browser is told."""
        return Kind.of(self.kind).media_type

    @property
    def is_photo(self) -> bool:
        """Whether it is shown as a picture and has a preview."""
        return self.width is not None


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, subject: models.Model) -> Self:
        """Those of one record, taken back ones too."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(detached_at__isnull=True)


class Attachment(models.Model):
    """A file proving a record; taken back with a reason, never deleted."""

    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="attachments", verbose_name=_("文件")
    )
    subject_type = models.CharField(_("佐证对象类型"), max_length=60)
    subject_id = models.BigIntegerField(_("佐证对象编号"))
    name = models.CharField(_("文件名"), max_length=120)
    attached_at = models.DateTimeField(_("上传时间"))
    attached_by = acting_account(_("上传人"))
    detached_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    detached_by = acting_account(_("撤下人"))
    reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    objects: ClassVar[models.Manager["Attachment"]] = models.Manager.from_queryset(
        AttachmentQuerySet
    )()

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        ordering = ["attached_at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "subject_type", "subject_id"],
                condition=Q(detached_at__isnull=True),
                name="a_file_proves_a_record_once",
            ),
            models.CheckConstraint(
                condition=Q(detached_at__isnull=True, reason="")
                | (Q(detached_at__isnull=False) & ~Q(reason="")),
                name="attachment_is_taken_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
