"""``remind_requests``: a reminder on every request whose term ran out, for every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from bangfu.apps.voice import actions


class Command(BaseCommand):
    """Once for each term: run twice, the second finds nothing."""

    help = "催办超过答复期限的群众需求"

    def handle(self, **options: Any) -> None:
        count = actions.remind_all(on=timezone.localdate(), at=timezone.now())
        self.stdout.write(f"催办{count}件。")
