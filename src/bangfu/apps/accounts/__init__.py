"""Who may do what, where: accounts, roles and grants."""
