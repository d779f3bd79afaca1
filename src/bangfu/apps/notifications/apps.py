"""The Django application of notifications."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Notices of what waits, and the messages that tell of them."""

    name = "bangfu.apps.notifications"
    label = "notifications"
    verbose_name = _("提醒")
    default_auto_field = "django.db.models.BigAutoField"
