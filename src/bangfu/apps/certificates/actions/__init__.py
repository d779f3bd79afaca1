"""What is done about certificates, calendar addresses and public rosters."""

from .calendars import renew_address
from .issuing import (
    CorrectionUnderWay,
    Issued,
    IssuedElsewhere,
    IssuerUnknown,
    issue_certificate,
    issue_certificates,
    issuer_unknown,
    refuse_unready,
    revoke_certificate,
)
from .public_rosters import close_roster, open_roster
from .verifying import TooManyMisses, look_up

__all__ = [
    "CorrectionUnderWay",
    "Issued",
    "IssuedElsewhere",
    "IssuerUnknown",
    "TooManyMisses",
    "close_roster",
    "issue_certificate",
    "issue_certificates",
    "issuer_unknown",
    "look_up",
    "open_roster",
    "refuse_unready",
    "renew_address",
    "revoke_certificate",
]
