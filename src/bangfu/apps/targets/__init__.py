"""Targets shared out and added up, and their progress against the calendar."""
