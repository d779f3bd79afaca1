"""Bars that the product must clear: one module each, run by ``./bangfu bench NAME``."""
