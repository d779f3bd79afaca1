"""What is kept of Party branches."""
