"""Addresses of papers answered."""
