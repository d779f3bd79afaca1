"""What the public reads, and what offices keep of it."""
