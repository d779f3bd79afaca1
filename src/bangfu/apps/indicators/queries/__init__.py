"""Reading indicators: what a reader sees, and what other stages ask."""
