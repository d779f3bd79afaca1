"""The Django application of targets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    """Targets shared out and added up, and their progress against the calendar."""

    name = "bangfu.apps.targets"
    label = "targets"
    verbose_name = _("目标任务")
    default_auto_field = "django.db.models.BigAutoField"
