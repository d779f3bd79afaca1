"""The registry's addresses, one function each."""
