"""The whole installation as one file and back: every table, every file, nothing half done."""
