"""Makes certificates; what they prove is for ``proof`` to say."""

from .choice import certify
from .verified import verified

__all__ = ["certify", "verified"]
