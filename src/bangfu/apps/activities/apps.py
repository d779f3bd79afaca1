"""The Django application of activities."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """The ledger of work: what was done where, by whom, how much, and who confirmed it."""

    name = "bangfu.apps.activities"
    label = "activities"
    verbose_name = _("工作台账")
    default_auto_field = "django.db.models.BigAutoField"
