"""What postings answer to a browser."""
