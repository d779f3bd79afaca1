"""Demonstration data: the five programmes with invented people in real places."""
