"""Tags of accounts: what a person keeps of a list."""
