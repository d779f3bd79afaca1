"""Who is posted where, from which day to which."""
