"""What the background worker does for readings."""

from django.utils import timezone
from django_tasks import task

from .models import NoticeReading


@task()
def perform(reading: int) -> None:
    """Read a notice; whatever breaks it off is said on its page."""
    from . import actions  # actions queue this task

    found = NoticeReading.objects.get(pk=reading)
    try:
        actions.perform_reading(reading=found, at=timezone.now())
    except Exception:
        actions.break_off(reading=found, at=timezone.now())
        raise


@task()
def ask(reading: int) -> None:
    """Have a second reader read it too; what fails leaves the draft as it is."""
    from . import actions  # actions queue this task

    found = NoticeReading.objects.get(pk=reading)
    try:
        actions.perform_second(reading=found, at=timezone.now())
    except Exception:
        actions.break_off(reading=found, at=timezone.now())
        raise
