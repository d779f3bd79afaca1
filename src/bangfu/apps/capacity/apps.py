"""The Django application of capacity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CapacityConfig(AppConfig):
    """What stays behind: pupils, techniques, specialties, rules, trainees."""

    name = "bangfu.apps.capacity"
    label = "capacity"
    verbose_name = _("能力建设")
    default_auto_field = "django.db.models.BigAutoField"
