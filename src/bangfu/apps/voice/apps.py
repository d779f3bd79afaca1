"""The Django application of public requests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoiceConfig(AppConfig):
    """Public requests by code, from a phone in the hall to the published answer."""

    name = "bangfu.apps.voice"
    label = "voice"
    verbose_name = _("群众需求")
    default_auto_field = "django.db.models.BigAutoField"
