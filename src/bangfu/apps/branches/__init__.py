"""Party branches: members, secretaries, joint branches, departments covered."""
