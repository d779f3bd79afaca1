"""The duty's Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    """Who was on post when, by roster, confirmation and exceptions."""

    name = "bangfu.apps.duty"
    label = "duty"
    verbose_name = _("在岗与服务")
    default_auto_field = "django.db.models.BigAutoField"
