"""What a noun and an act of the interface are, and how each is read, done and described."""
