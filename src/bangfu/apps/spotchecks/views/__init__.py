"""Requests about spot checks."""
