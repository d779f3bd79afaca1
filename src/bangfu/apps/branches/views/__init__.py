"""The pages of Party branches."""
