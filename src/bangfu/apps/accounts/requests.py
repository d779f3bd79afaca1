"""The request as a view behind ``@signed_in`` or ``@staff`` receives it."""

from django.http import HttpRequest

from .models import User


class StaffRequest(HttpRequest):
    """A request whose user is known: the access middleware let it through."""

    user: User
