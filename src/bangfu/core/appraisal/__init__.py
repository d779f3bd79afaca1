"""Score tables that a clerk builds: items with rules, sheets by review level, grades, replay."""

from .arithmetic import canonical
from .changes import open_level, require_change, with_change, with_closed
from .editions import Alteration, alterations
from .freeze import Frozen, Replay, contents, freeze, replay, unpacked
from .measuring import measured
from .reading import as_text, catalogue, problems, read, shipped
from .results import BlockLine, ItemLine, RoundResult, Sheet, Subtotal, subtotal
from .rules import KINDS, Meaning
from .scheme import Item, Scheme
from .scoring import score_round
from .subjects import Change, Measured, Subject, Typed
from .vocabulary import Filling, Kind, Ladder, Part, Reason, Sort, State, Step, Within

__all__ = [
    "KINDS",
    "Alteration",
    "BlockLine",
    "Change",
    "Filling",
    "Frozen",
    "Item",
    "ItemLine",
    "Kind",
    "Ladder",
    "Meaning",
    "Measured",
    "Part",
    "Reason",
    "Replay",
    "RoundResult",
    "Scheme",
    "Sheet",
    "Sort",
    "State",
    "Step",
    "Subject",
    "Subtotal",
    "Typed",
    "Within",
    "alterations",
    "as_text",
    "canonical",
    "catalogue",
    "contents",
    "freeze",
    "measured",
    "open_level",
    "problems",
    "read",
    "replay",
    "require_change",
    "score_round",
    "shipped",
    "subtotal",
    "unpacked",
    "with_change",
    "with_closed",
]
