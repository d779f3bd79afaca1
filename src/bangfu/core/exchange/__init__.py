"""Workbooks in and out: what is read, cell by cell, and what is said where it cannot be read."""
