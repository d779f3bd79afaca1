"""The desk's Django application: it shows what the other stages hold and holds nothing itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """First page, board and timeline; no models."""

    name = "bangfu.apps.desk"
    label = "desk"
    verbose_name = _("工作台")
