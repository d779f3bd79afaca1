"""Tasks with a named responsible, checked until they are closed."""
