"""What waits for somebody, told where they look: beside their name, and once a day elsewhere."""
