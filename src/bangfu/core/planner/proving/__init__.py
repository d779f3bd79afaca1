"""Makes certificates; what they prove is for ``proof`` to say."""

from .choice import certify
from .verified import CERTIFYING_SECONDS, SHOWING_SECONDS, verified

__all__ = ["CERTIFYING_SECONDS", "SHOWING_SECONDS", "certify", "verified"]
