"""What the journal's page shows."""

from dataclasses import dataclass

from bangfu.web.components import Keyset
from bangfu.web.pages import Page

from .queries import Row


@dataclass(frozen=True, slots=True)
class Journal(Page):
    """A screenful of entries, newest first, and the number to go on from."""

    rows: list[Row]
    words: str
    neighbours: Keyset
