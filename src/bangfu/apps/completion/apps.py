"""The completion's Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompletionConfig(AppConfig):
    """How postings end: handed over, evaluated, closed."""

    name = "bangfu.apps.completion"
    label = "completion"
    verbose_name = _("交接与办结")
    default_auto_field = "django.db.models.BigAutoField"
