"""Duty: who was expected when, what was confirmed, what that counts for; no row for any day.

A stay's :class:`Account` follows from its roster, the host's confirmations and the exceptions
entered; the :class:`Passbook` follows from accounts and from the rules of programmes and titles.
The lives of postings, leave and hand-overs are pure functions in :mod:`.posting_steps`,
:mod:`.leave` and :mod:`.handover`.
"""

from .account import Account, Entered, Status, Stay, Tally, account_of
from .confirming import Confirmation, confirmable, open_from, refuse_unfit, skipped, waiting
from .crediting import Service
from .days import Days, Half, HalfDay, month_of, week_of
from .flags import Flag, MonthSheet
from .passbook import Line, Passbook, ServiceRules, passbook_of
from .progress import Person, Presences, Progress
from .roster import (
    EveryDay,
    OnDates,
    Roster,
    RosterPart,
    Session,
    Sessions,
    Shifts,
    Unrostered,
    WorkingDays,
    usual_pattern,
    usual_unit,
)
from .settings import Settings, Treatments
from .title_rules import TitleRules
from .working_days import WorkCalendar

__all__ = [
    "Account",
    "Confirmation",
    "Days",
    "Entered",
    "EveryDay",
    "Flag",
    "Half",
    "HalfDay",
    "Line",
    "MonthSheet",
    "OnDates",
    "Passbook",
    "Person",
    "Presences",
    "Progress",
    "Roster",
    "RosterPart",
    "Service",
    "ServiceRules",
    "Session",
    "Sessions",
    "Settings",
    "Shifts",
    "Status",
    "Stay",
    "Tally",
    "TitleRules",
    "Treatments",
    "Unrostered",
    "WorkCalendar",
    "WorkingDays",
    "account_of",
    "confirmable",
    "month_of",
    "open_from",
    "passbook_of",
    "refuse_unfit",
    "skipped",
    "usual_pattern",
    "usual_unit",
    "waiting",
    "week_of",
]
