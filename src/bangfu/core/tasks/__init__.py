"""The task ledger: the life of a task, its calendar, and how far a ledger is."""
