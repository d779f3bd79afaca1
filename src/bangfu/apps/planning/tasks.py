"""What the background worker does for planning."""

from django_tasks import task

from .models import Run


@task()
def perform(run: int) -> None:
    """Perform a queued run; whatever breaks it off is written on the run for the clerk."""
    from . import actions  # actions queue this task

    found = Run.objects.select_related("programme", "based_on").get(pk=run)
    try:
        actions.perform_run(run=found)
    except Exception as broken:
        actions.fail_run(run=found, message=f"{type(broken).__name__}: {broken}")
        raise
