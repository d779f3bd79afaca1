"""Workbooks that were uploaded: tried first, then taken or thrown away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A workbook somebody uploaded; its bytes are kept only until it is taken or thrown away."""

    class Kind(models.TextChoices):
        INSTITUTIONS = "institutions", _("机构")
        DEPARTMENTS = "departments", _("科室")
        WORKERS = "workers", _("人员")

    # Lists of later stages have codes of their own.
    kind = models.CharField(_("内容"), max_length=32)
    file_name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("文件摘要"), max_length=64)
    content = models.BinaryField(_("文件内容"), null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    taken_at = models.DateTimeField(_("导入时间"), null=True)
    created = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("变更"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)

    class Meta:
        verbose_name = _("上传的工作簿")
        verbose_name_plural = _("上传的工作簿")
        ordering = ["-uploaded_at"]
        indexes = [
            models.Index(fields=["uploaded_by", "-taken_at"], name="upload_of_account"),
        ]
        constraints = [
            # What was taken keeps its figures, not the rows with people's identity numbers.
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(content__isnull=True),
                name="upload_forgets_what_was_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
