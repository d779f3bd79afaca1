"""The sections of a draft, each from its own facts."""
