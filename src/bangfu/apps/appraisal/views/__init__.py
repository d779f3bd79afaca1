"""Requests about appraisal."""
