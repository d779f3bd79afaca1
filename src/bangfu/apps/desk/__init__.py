"""Each role's first page, the board of places, and their timeline."""
