"""Areas, institutions, departments and workers: who and what exists, and since when."""
