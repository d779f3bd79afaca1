"""The Django application of Party branches."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BranchesConfig(AppConfig):
    """Party branches: members, secretaries, joint branches, departments covered."""

    name = "bangfu.apps.branches"
    label = "branches"
    verbose_name = _("党支部")
    default_auto_field = "django.db.models.BigAutoField"
