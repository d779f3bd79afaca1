"""Leaving well: hand-over lists, evaluations, what a host says quietly, closing."""
