"""What an office sets for its papers: its own templates, and the words its numbers begin with."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.apps.evidence.models import StoredFile
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind


class TemplateQuerySet(models.QuerySet["Template"]):
    """Filters on templates that several queries need."""

    def in_use(self) -> Self:
        """Those that papers are made from now."""
        return self.filter(retired_at__isnull=True)


class Template(models.Model):
    """A Word file that an office uses in place of the product's for one kind of paper.

    A new one retires the one before; papers issued keep what they were made from.
    """

    office = models.ForeignKey(
        Institution, models.PROTECT, related_name="templates", verbose_name=_("单位")
    )
    kind = models.CharField(
        _("文书种类"), max_length=24, choices=[(one.value, one.zh) for one in DocumentKind]
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("模板文件")
    )
    name = models.CharField(_("文件名"), max_length=120)
    put_by = acting_account(_("上传人"))
    put_at = models.DateTimeField(_("上传时间"))
    retired_by = acting_account(_("停用人"))
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering = ["kind", "-put_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "kind"],
                condition=Q(retired_at__isnull=True),
                name="template_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NumberWord(models.Model):
    """The word that an office's numbers of one series begin with: 木卫帮 in 木卫帮〔2026〕12号."""

    office = models.ForeignKey(
        Institution, models.PROTECT, related_name="number_words", verbose_name=_("单位")
    )
    series = models.CharField(
        _("文号类别"), max_length=8, choices=[(one.value, one.zh) for one in Series]
    )
    word = models.CharField(_("发文字"), max_length=20)

    class Meta:
        verbose_name = _("发文字")
        verbose_name_plural = _("发文字")
        constraints = [
            models.UniqueConstraint(fields=["office", "series"], name="number_word_once"),
        ]

    def __str__(self) -> str:
        return self.word
