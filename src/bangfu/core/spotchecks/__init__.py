"""Spot checks: how many are drawn, what is found, and the life of a finding until it is closed."""
