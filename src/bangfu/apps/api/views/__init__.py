"""Requests of people who keep tokens, and of programs that show them."""
