"""The Django application of readings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingsConfig(AppConfig):
    """Notices read into programme drafts, until they are adopted or thrown away."""

    name = "bangfu.apps.readings"
    label = "readings"
    verbose_name = _("通知读取")
    default_auto_field = "django.db.models.BigAutoField"
