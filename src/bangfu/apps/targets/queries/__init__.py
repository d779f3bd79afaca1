"""Reading targets: what is asked of whom, what was done, how it stands."""
