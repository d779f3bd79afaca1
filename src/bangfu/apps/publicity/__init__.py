"""What offices let the public read: lists, notices, stories, and a page that leads to it all."""
