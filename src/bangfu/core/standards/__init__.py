"""National codes: what they say, whether they can be right, and how they compare."""
