"""What may be imported: each app declares its lists, and one frame tries and takes them all.

The frame stands here because every list names institutions or people. ``settings.IMPORT_LISTS``
names a sequence of :class:`ImportList`, to which later stages add theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from bangfu.apps.accounts.models import User
from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.importing import Reading
from bangfu.core.exchange.layouts import Layout
from bangfu.core.refusal import Refusal
from bangfu.web.components import Words

from .report import RowChange


class Planned(Protocol):
    """What the rows of a workbook come to."""

    @property
    def errors(self) -> Sequence[CellError]: ...

    @property
    def warnings(self) -> Sequence[CellError]: ...

    @property
    def unchanged(self) -> int: ...

    def changes(self) -> tuple[RowChange, ...]: ...


@dataclass(slots=True)
class Run:
    """One import on its way, inside its transaction."""

    reading: Reading
    by: User | None
    on: date
    at: datetime
    errors: tuple[CellError, ...] = ()

    def write(self, plan: Planned, write: Callable[[], object]) -> None:
        """Write what was planned, unless something is wrong already."""
        if plan.errors or self.reading.errors:
            return
        try:
            # A savepoint, so that after a refusal the outer transaction can still end in order.
            with transaction.atomic():
                write()
        except Refusal as refusal:
            self.errors = (_of_the_whole(refusal),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportList:
    """A list that comes in by workbook: all an app adds.

    ``layout`` gives the columns for a day, ``steps`` plans the rows and writes them within reach of
    whoever imports; ``back`` is the name of the list's address, ``called`` how that list is called.
    """

    code: str
    title: Words
    permission: str
    layout: Callable[[date], Layout]
    steps: Callable[[Run], Planned]
    back: str
    called: Words


def every_list() -> Sequence[ImportList]:
    """All lists, from ``settings.IMPORT_LISTS``."""
    found: Sequence[ImportList] = import_string(settings.IMPORT_LISTS)
    return found


def list_of(code: str) -> ImportList:
    """The list of a code; raises ``LookupError``."""
    for one in every_list():
        if one.code == code:
            return one
    raise LookupError(code)


def _of_the_whole(refusal: Refusal) -> CellError:
    return CellError(
        sheet="",
        cell="",
        value="",
        code="refused",
        zh=refusal.zh,
        en=refusal.en,
        remedy_zh="请改正后重新上传。",
        remedy_en="Correct it and upload the file again.",
    )
