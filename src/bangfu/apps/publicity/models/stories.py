"""Stories of good work, as an office tells them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution

from .publications import Publication


class Story(Publication):
    """One story; its photo is attached as evidence is. ``agreed`` says that those it shows or
    names agreed to be shown.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="stories", verbose_name=_("单位")
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("项目"),
    )
    lead = models.CharField(_("提要"), max_length=160)
    words = models.TextField(_("正文"), max_length=5000)
    caption = models.CharField(_("照片说明"), max_length=80, blank=True)
    agreed = models.BooleanField(_("涉及人员已同意公开"), default=False)

    class Meta(Publication.Meta):
        verbose_name = _("典型事迹")
        verbose_name_plural = _("典型事迹")
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(agreed=True),
                name="story_is_released_with_consent",
            ),
        ]
        indexes = [models.Index(fields=["-approved_at"], name="story_in_order")]
