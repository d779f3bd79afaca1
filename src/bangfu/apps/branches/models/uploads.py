"""A workbook of branches between its trial and its taking."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account


class BranchUpload(models.Model):
    """A workbook somebody uploaded; its bytes are kept only until it is taken or thrown away."""

    file_name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("文件摘要"), max_length=64)
    content = models.BinaryField(_("文件内容"), null=True)
    by = acting_account(_("上传人"))
    at = models.DateTimeField(_("上传时间"))
    taken_at = models.DateTimeField(_("导入时间"), null=True)
    created = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("变更"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)

    class Meta:
        verbose_name = _("上传的党支部工作簿")
        verbose_name_plural = _("上传的党支部工作簿")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(content__isnull=True),
                name="branch_upload_forgets_what_was_taken",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
