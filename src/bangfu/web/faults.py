"""What an error page says."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Fault:
    """A status with its sentence, what to do next, and the picture beside it."""

    status: int
    title: str | Promise
    remedy: str | Promise
    icon: str
