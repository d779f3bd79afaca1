"""Reading the ledger of work."""
