"""Duty: the host's week, the passbook, leave, what a sender gave, what an authority watches."""
