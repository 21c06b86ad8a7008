"""Show what becomes of an action, or of one entry: `explain` and `actions`."""
