"""Who sees which request, what lists and pages show, what waits."""
