"""Everything that changes readings: started, read, decided value by value, adopted, thrown away."""

from .adopting import DraftMoved, DraftUnfinished, adopt_reading, discard_reading
from .deciding import ValueMoved, accept_part, decide
from .held import NotOpen
from .reading import break_off, perform_reading, restart_reading, start_reading
from .second import ask_second_reader, perform_second

__all__ = [
    "DraftMoved",
    "DraftUnfinished",
    "NotOpen",
    "ValueMoved",
    "accept_part",
    "adopt_reading",
    "ask_second_reader",
    "break_off",
    "decide",
    "discard_reading",
    "perform_reading",
    "perform_second",
    "restart_reading",
    "start_reading",
]
