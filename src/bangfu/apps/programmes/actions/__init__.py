"""Changing programmes: editions adopted, parties joining and leaving, pairings opened and ended."""

from .editions import EditionDiffers, EditionNotNewer, OutsideYourArea, adopt_edition
from .pairings import (
    DepartmentElsewhere,
    GapBetweenPairings,
    NotAParty,
    PairingEnded,
    PairingOverlaps,
    PartnerTaken,
    end_pairing,
    open_pairing,
    open_pairings,
    pair_departments,
    replace_pairing,
)
from .parties import (
    DaysReversed,
    InstitutionClosed,
    PartyLeft,
    PartyRepeated,
    PartyUnknown,
    StillPaired,
    add_parties,
    add_party,
    end_party,
)

__all__ = [
    "DaysReversed",
    "DepartmentElsewhere",
    "EditionDiffers",
    "EditionNotNewer",
    "GapBetweenPairings",
    "InstitutionClosed",
    "NotAParty",
    "OutsideYourArea",
    "PairingEnded",
    "PairingOverlaps",
    "PartnerTaken",
    "PartyLeft",
    "PartyRepeated",
    "PartyUnknown",
    "StillPaired",
    "add_parties",
    "add_party",
    "adopt_edition",
    "end_pairing",
    "end_party",
    "open_pairing",
    "open_pairings",
    "pair_departments",
    "replace_pairing",
]
