"""The commands a user types: one module each, whose first docstring line is its description."""
