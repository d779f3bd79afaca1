"""The Django application of webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Subscriptions of programs to what the journal records."""

    name = "bangfu.apps.webhooks"
    label = "webhooks"
    verbose_name = _("事件推送")
    default_auto_field = "django.db.models.BigAutoField"
