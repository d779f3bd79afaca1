"""Reading programmes: what somebody may see, what is in force, and the rows of lists."""

from .enrolment import Offer, fitting_institutions, offer_of
from .lists import (
    EditionRow,
    Narrowed,
    PairingRow,
    PartyRow,
    ProgrammeRow,
    State,
    edition_rows,
    pairing_rows,
    party_counts,
    party_rows,
    programme_rows,
    state_on,
)
from .reading import changeable_by, decoded, definition_of, edition_in_force, visible_to

__all__ = [
    "EditionRow",
    "Narrowed",
    "Offer",
    "PairingRow",
    "PartyRow",
    "ProgrammeRow",
    "State",
    "changeable_by",
    "decoded",
    "definition_of",
    "edition_in_force",
    "edition_rows",
    "fitting_institutions",
    "offer_of",
    "pairing_rows",
    "party_counts",
    "party_rows",
    "programme_rows",
    "state_on",
    "visible_to",
]
