"""Pages of public requests: for everybody, and for those who handle them."""
