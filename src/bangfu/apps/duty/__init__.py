"""Duty: rosters, the host's weekly confirmation, exceptions, leave, passbooks, what to look at."""
