"""Score tables and their editions: a draft is changed, a frozen one never."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.web.wording import in_own_language

_KINDS = {one.value: one for one in Kind}


class Scheme(models.Model):
    """A score table by its code; what it says stands in its editions.

    ``area_code`` is the prefix whose offices keep it; empty where it was shipped for the nation.
    """

    code = models.SlugField(_("考核表代码"), max_length=64, unique=True)
    title_zh = models.CharField(_("考核表名称"), max_length=200)
    title_en = models.CharField(_("考核表名称（英文）"), max_length=200, blank=True)
    kind = models.CharField(
        _("考核对象"), max_length=12, choices=[(one.value, one.zh) for one in Kind]
    )
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)

    class Meta:
        verbose_name = _("考核表")
        verbose_name_plural = _("考核表")
        ordering = ["code"]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (english and self.title_en) or self.title_zh

    @property
    def kind_said(self) -> str:
        """Whom it appraises, in the reader's language."""
        return in_own_language(_KINDS[self.kind].label)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Filters on editions that several queries need."""

    def frozen(self) -> Self:
        """Those that rounds may score by."""
        return self.filter(state=Edition.State.FROZEN)


class Edition(models.Model):
    """One edition of a score table, as canonical text.

    ``version`` rises with each change of a draft, so that of two who change it at once the second
    is told. A frozen edition has the digest of its text.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("编制中")
        FROZEN = "frozen", _("已定稿")
        DROPPED = "dropped", _("已作废")

    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="editions", verbose_name=_("考核表")
    )
    number = models.PositiveIntegerField(_("版本号"))
    text = models.TextField(_("考核表内容"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("复制自"),
    )
    changed_at = models.DateTimeField(_("修改时间"))
    changed_by = acting_account(_("修改人"))
    frozen_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    frozen_by = acting_account(_("定稿人"))
    digest = models.CharField(_("摘要"), max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("考核表版本")
        verbose_name_plural = _("考核表版本")
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_edition_once"),
            models.CheckConstraint(
                condition=(Q(state="frozen", frozen_at__isnull=False) & ~Q(digest=""))
                | (~Q(state="frozen") & Q(frozen_at__isnull=True, digest="")),
                name="scheme_edition_frozen_has_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.number}"
