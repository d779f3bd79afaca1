"""The ledger of work: what was done where, by whom, how much, and who confirmed it."""
