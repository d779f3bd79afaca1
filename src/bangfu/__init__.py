"""Bangfu (帮扶): counterpart health assistance, from the notice to the published result."""

__version__ = "0.1.0"
