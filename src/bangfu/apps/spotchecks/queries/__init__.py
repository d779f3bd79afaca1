"""Reading draws, checks and findings for somebody."""
