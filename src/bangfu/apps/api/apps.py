"""The Django application of the open interface."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """REST for programs: tokens, what they may read, what they may do."""

    name = "bangfu.apps.api"
    label = "api"
    verbose_name = _("数据接口")
    default_auto_field = "django.db.models.BigAutoField"
