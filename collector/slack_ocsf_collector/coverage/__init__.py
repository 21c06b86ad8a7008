"""What the table makes of a user's own entries, counted and told."""
