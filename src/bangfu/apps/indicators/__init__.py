"""Facts, indicators as two sums divided last, and their snapshots along the ladder of areas."""
