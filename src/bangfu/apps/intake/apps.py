"""The intake's Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Hosts' needs and senders' nominations."""

    name = "bangfu.apps.intake"
    label = "intake"
    verbose_name = _("需求与推荐")
    default_auto_field = "django.db.models.BigAutoField"
