"""What is kept of spot checks."""
