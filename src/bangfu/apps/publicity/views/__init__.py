"""What offices write for the public, and what everybody reads."""
