"""The pages of the task ledger."""
