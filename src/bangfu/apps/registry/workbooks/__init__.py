"""The workbooks of the registry: which columns they have and what may stand in them."""
