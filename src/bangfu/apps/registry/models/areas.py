"""Administrative divisions as they stood from one day to another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """An administrative division as it stood from one day to another (GB/T 2260, GB/T 10114).

    ``code`` is the code path, so everything below an area shares its code as a string prefix.
    """

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("省级")
        CITY = 2, _("地级")
        COUNTY = 3, _("县级")
        TOWN = 4, _("乡级")

    code = models.CharField(_("区划代码"), max_length=9)
    name = models.CharField(_("名称"), max_length=60)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level)
    parent_code = models.CharField(_("上级区划代码"), max_length=6, blank=True, db_index=True)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="area_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="area_level_is_1_to_4"),
        ]

    def __str__(self) -> str:
        return self.name
