"""Pages of the ledger of work."""
