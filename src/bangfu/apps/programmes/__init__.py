"""Programmes as they run: editions of definitions, who takes part, who is paired with whom."""
