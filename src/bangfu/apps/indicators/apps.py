"""The Django application of indicators."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Facts, indicators as two sums divided last, and their snapshots along the ladder of areas."""

    name = "bangfu.apps.indicators"
    label = "indicators"
    verbose_name = _("指标")
    default_auto_field = "django.db.models.BigAutoField"
