"""Makes certificates; what they prove is for ``proof`` to say."""

from .certify import certify

__all__ = ["certify"]
