"""What ``./bangfu`` does before and around the package's own commands: standard library only."""
