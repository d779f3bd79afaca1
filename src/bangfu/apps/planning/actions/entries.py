"""The journal entries of planning."""

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.planning.models import Run


def record(run: Run, verb: str, *, by: User | None, facts: dict[str, object] | None = None) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=run,
        area_code=run.programme.area_code,
        programme=run.programme.code,
        facts=facts or {},
    )
