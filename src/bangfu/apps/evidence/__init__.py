"""Files that prove what is recorded: checked, cleaned, stored by content."""
