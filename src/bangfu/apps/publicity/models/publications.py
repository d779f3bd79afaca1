"""What everything public has in common: a writer, another who releases it, an end with a reason."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.accounts.acting import acting_account


class PublicationQuerySet(models.QuerySet[Any]):
    """Filters on what was written for the public."""

    def public(self, on: date) -> Self:
        """What everybody may read on a day: released, not withdrawn, its time not over."""
        lasting = Q(shown_until__isnull=True) | Q(shown_until__gte=on)
        return self.filter(lasting, approved_at__isnull=False, withdrawn_at__isnull=True)

    def waiting(self) -> Self:
        """What was written and waits for another person."""
        return self.filter(approved_at__isnull=True, withdrawn_at__isnull=True)


class Publication(models.Model):
    """Written by one person, released by another, withdrawn with a reason; never deleted.

    ``shown_until`` is the last day on which it is public; without it there is none.
    """

    area_code = models.CharField(_("行政区划"), max_length=9, blank=True, db_index=True)
    office = models.CharField(_("公开单位"), max_length=80)
    title = models.CharField(_("标题"), max_length=80)
    shown_until = models.DateField(_("公开至"), null=True, blank=True)
    written_by = acting_account(_("拟稿人"))
    written_at = models.DateTimeField(_("拟稿时间"))
    approved_by = acting_account(_("审核人"))
    approved_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_by = acting_account(_("撤下人"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-approved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by"))),
                name="%(class)s_is_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="%(class)s_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_public(self, on: date) -> bool:
        """The twin of :meth:`PublicationQuerySet.public` for one row."""
        lasting = self.shown_until is None or self.shown_until >= on
        return lasting and self.approved_at is not None and self.withdrawn_at is None
