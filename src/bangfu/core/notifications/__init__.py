"""What waits, told to somebody: the words of a digest, and where it may go."""
