"""From needs and nominations to a proven plan, and from the plan to postings."""
