"""The Django application of what the public reads."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicityConfig(AppConfig):
    """Lists, notices and stories: written by one person, released by another, withdrawn."""

    name = "bangfu.apps.publicity"
    label = "publicity"
    verbose_name = _("信息公开")
    default_auto_field = "django.db.models.BigAutoField"
