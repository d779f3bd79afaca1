"""What the background worker does for papers."""

from django_tasks import task

from .models import Batch


@task()
def perform(batch: int) -> None:
    """Make the papers of a batch."""
    from . import actions  # actions queue this task

    actions.perform_batch(batch=Batch.objects.select_related("office", "asked_by").get(pk=batch))
