"""Many papers of one kind made and issued at once, in the background."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.registry.models import Institution
from bangfu.core.programmes.vocabulary_review import DocumentKind


class Batch(models.Model):
    """A wish for one paper about each of some things.

    ``subjects`` are their keys and names, ``address`` is where this installation is reached, for QR
    codes. ``failed`` says of which no paper was made and why, in both languages; ``seen_at`` is the
    last sign of life of the worker.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("等待制作")
        RUNNING = "running", _("正在制作")
        FINISHED = "finished", _("已完成")

    office = models.ForeignKey(
        Institution, models.PROTECT, related_name="document_batches", verbose_name=_("发文单位")
    )
    kind = models.CharField(
        _("文书种类"), max_length=24, choices=[(one.value, one.zh) for one in DocumentKind]
    )
    subjects = models.JSONField(_("对象"))
    address = models.CharField(_("系统网址"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.QUEUED)
    failed = models.JSONField(_("未制作的"), default=list)
    asked_by = acting_account(_("办理人"))
    asked_at = models.DateTimeField(_("办理时间"))
    seen_at = models.DateTimeField(_("最近进展"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量制作")
        verbose_name_plural = _("批量制作")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{DocumentKind.of(self.kind).zh} {self.asked_at:%Y-%m-%d}"
