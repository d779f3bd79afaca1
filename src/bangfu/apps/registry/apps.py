"""The registry's Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Areas, institutions, departments, workers."""

    name = "bangfu.apps.registry"
    label = "registry"
    verbose_name = _("机构与人员")
    default_auto_field = "django.db.models.BigAutoField"
