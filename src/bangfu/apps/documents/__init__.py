"""Papers of an office: drafted from what is on record, numbered, issued once and kept."""
