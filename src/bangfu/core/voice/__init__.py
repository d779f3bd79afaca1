"""Public requests by code: the life of a request, its clocks, codes, and what is personal in it."""
