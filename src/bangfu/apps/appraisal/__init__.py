"""Score tables, rounds, sheets with a column per review level, objections, grades and stars."""
