"""What people open about what stays behind."""
