"""Spot checks drawn so that anyone can replay them, and findings until they are closed."""
