"""Everything that changes readings: started, read, decided value by value, adopted, thrown away."""

from .adding import TooManyAdded, add_value
from .adopting import DraftMoved, DraftUnfinished, adopt_reading, discard_reading
from .deciding import ValueMoved, accept_part, decide
from .held import NotOpen
from .reading import (
    break_off,
    perform_reading,
    requeue_abandoned_readings,
    restart_reading,
    start_reading,
)
from .second import ask_second_reader, perform_second

__all__ = [
    "DraftMoved",
    "DraftUnfinished",
    "NotOpen",
    "TooManyAdded",
    "ValueMoved",
    "accept_part",
    "add_value",
    "adopt_reading",
    "ask_second_reader",
    "break_off",
    "decide",
    "discard_reading",
    "perform_reading",
    "perform_second",
    "requeue_abandoned_readings",
    "restart_reading",
    "start_reading",
]
