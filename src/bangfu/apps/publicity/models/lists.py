"""Lists of units and of people, and notices, of one programme."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bangfu.apps.programmes.models import Programme

from .publications import Publication


class PublicList(Publication):
    """A list as it stood when it was written; what changes later is for the next one.

    ``rows`` are those of ``lists.py``: of people only name, title, units, form and days. A list of
    people is public for a stated time.
    """

    class Kind(models.TextChoices):
        PERSONS = "persons", _("选派人员名单")
        UNITS = "units", _("参加单位名单")
        NOTICE = "notice", _("通知公告")

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="public_lists", verbose_name=_("项目")
    )
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    words = models.TextField(_("正文"), max_length=3000, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=40, blank=True)
    rows = models.JSONField(_("名单"), default=list)

    class Meta(Publication.Meta):
        verbose_name = _("名单和公告")
        verbose_name_plural = _("名单和公告")
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind="persons") | Q(shown_until__isnull=False),
                name="publiclist_of_people_ends",
            ),
        ]
        indexes = [models.Index(fields=["-approved_at"], name="publiclist_in_order")]
