"""Programmes, their editions as adopted, and the institutions that take part.

Days are half-open: ``starts_on`` is the first day, ``ends_before`` the first day no longer covered.
"""

import hashlib
from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bangfu.apps.registry.models import Department, Institution


def digest_of(text: str) -> str:
    """What an edition's text is known by: its SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Programme(models.Model):
    """One programme. What it says stands in its editions; the newest is in force.

    Title, area and days repeat the edition in force, so that lists need not read the file.
    """

    code = models.CharField(_("项目代码"), max_length=64, unique=True)
    title_zh = models.CharField(_("项目名称"), max_length=200)
    title_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_before = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("项目")
        verbose_name_plural = _("项目")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="programme_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title_zh


class Edition(models.Model):
    """A definition as it stood when it was adopted: never changed, only followed by the next."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="editions", verbose_name=_("项目")
    )
    number = models.PositiveIntegerField(_("版本号"))
    text = models.TextField(_("定义文件"))
    digest = models.CharField(_("摘要"), max_length=64)
    note = models.CharField(_("修订说明"), max_length=200, blank=True)
    adopted_on = models.DateField(_("采用日期"))
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("采用人"),
    )

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="edition_number_per_programme"
            ),
            models.UniqueConstraint(
                fields=["programme", "digest"], name="edition_text_once_per_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"

    @property
    def is_intact(self) -> bool:
        """Whether the text is still the one that was adopted."""
        return digest_of(self.text) == self.digest


_Row = TypeVar("_Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[_Row]):
    """Filters on rows that hold from a day on, perhaps without an end."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        still = Q(ends_before__isnull=True) | Q(ends_before__gt=day)
        return self.filter(still, starts_on__lte=day)

    def overlapping(self, starts_on: date, ends_before: date | None) -> Self:
        """Those that share a day with a half-open stretch; open-ended where it has no end."""
        later = Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on)
        return (
            self.filter(later)
            if ends_before is None
            else self.filter(later, starts_on__lt=ends_before)
        )


class PartyQuerySet(DatedQuerySet["Party"]):
    """Parties by the days on which they take part."""


class Party(models.Model):
    """An institution that takes part, as what, from when to when.

    ``party_code`` is the party of the definition it belongs to, where the definition names one.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="parties", verbose_name=_("项目")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="parties", verbose_name=_("机构")
    )
    role = models.CharField(_("角色"), max_length=20)
    party_code = models.CharField(_("参与方"), max_length=64, blank=True)
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("参与单位")
        verbose_name_plural = _("参与单位")
        ordering = ["role", "institution"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "institution", "role", "starts_on"],
                name="party_once_per_role_and_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="party_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.role}"

    def includes(self, day: date) -> bool:
        """Whether the institution takes part on a day."""
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    def overlaps(self, other: "Party") -> bool:
        """Whether two stretches share a day."""
        return _overlap(self, other)


class PairingQuerySet(DatedQuerySet["Pairing"]):
    """Filters on pairings that several queries need."""

    def of(self, institution: Institution) -> Self:
        """Those in which an institution sends or receives."""
        return self.filter(Q(sender=institution) | Q(host=institution))


class Pairing(models.Model):
    """A sender tied to a host by agreement; a change of partner ends one and opens the next."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="pairings", verbose_name=_("项目")
    )
    sender = models.ForeignKey(
        Institution, models.PROTECT, related_name="pairings_as_sender", verbose_name=_("派出单位")
    )
    host = models.ForeignKey(
        Institution, models.PROTECT, related_name="pairings_as_host", verbose_name=_("受援单位")
    )
    starts_on = models.DateField(_("起始日期"))
    ends_before = models.DateField(_("截止日期"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("接续的结对"),
    )

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("结对关系")
        verbose_name_plural = _("结对关系")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "sender", "host", "starts_on"], name="pairing_once_per_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="pairing_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(sender=F("host")), name="pairing_is_of_two"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(ends_before__isnull=False),
                name="pairing_replaced_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} → {self.host}"

    def overlaps(self, other: "Pairing") -> bool:
        """Whether two stretches share a day."""
        return _overlap(self, other)


class DepartmentPair(models.Model):
    """A department of the sender that helps one of the host, within their pairing."""

    pairing = models.ForeignKey(
        Pairing, models.CASCADE, related_name="departments", verbose_name=_("结对关系")
    )
    sender_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("派出科室")
    )
    host_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("受援科室")
    )

    class Meta:
        verbose_name = _("科室结对")
        verbose_name_plural = _("科室结对")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "sender_department", "host_department"],
                name="departments_paired_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_department} → {self.host_department}"


def _overlap(one: Party | Pairing, other: Party | Pairing) -> bool:
    """Whether two half-open stretches of days share a day."""
    ends_before, other_ends_before = one.ends_before, other.ends_before
    return (other_ends_before is None or one.starts_on < other_ends_before) and (
        ends_before is None or other.starts_on < ends_before
    )
