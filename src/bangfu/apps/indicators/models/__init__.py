"""What is kept of indicators."""
