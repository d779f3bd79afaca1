"""A definition as its pages say it: sentences with their sources, nothing computed."""
