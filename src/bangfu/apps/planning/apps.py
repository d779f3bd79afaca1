from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "bangfu.apps.planning"
    label = "planning"
    verbose_name = _("选派")
    default_auto_field = "django.db.models.BigAutoField"
