"""Notices read into programme drafts, gone through value by value, and adopted."""
