"""What became of a lag in the task ledger."""

from django.urls import reverse

from bangfu.apps.accounts.models import User
from bangfu.apps.supervision.queries.reach import problems_visible_to, visible_to
from bangfu.apps.targets.models import LagNote


def became(user: User, note: LagNote) -> str:
    """The address of the task a lag became, else of the problem; empty where it is out of sight."""
    if not note.problem:
        return ""
    problems = problems_visible_to(user).filter(programme=note.programme_id, key=note.problem)
    found = problems.values_list("pk", "task").first()
    if found is None:
        return ""
    problem, task = found
    if visible_to(user).filter(pk=task).exists():
        return reverse("task", args=[task])
    return reverse("problem", args=[problem])
