"""The Django application of spot checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpotChecksConfig(AppConfig):
    """Spot checks drawn so that anyone can replay them, and findings until they are closed."""

    name = "bangfu.apps.spotchecks"
    label = "spotchecks"
    verbose_name = _("抽查")
    default_auto_field = "django.db.models.BigAutoField"
