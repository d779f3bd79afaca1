"""The postings' Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostingsConfig(AppConfig):
    """Who is posted where, from which day to which."""

    name = "bangfu.apps.postings"
    label = "postings"
    verbose_name = _("派驻")
    default_auto_field = "django.db.models.BigAutoField"
