"""The field in which later stages keep who took a step."""

from typing import Any

from django.conf import settings
from django.db import models

from .models import User


def acting_account(label: Any) -> "models.ForeignKey[User | None, User | None]":
    """Whoever took a step; nobody where it was not taken, or by the system itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )
