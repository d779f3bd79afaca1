"""Pages of programmes: reading them, adopting editions, enrolling and pairing institutions."""
