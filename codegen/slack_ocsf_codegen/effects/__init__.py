"""What becomes of each action: every attribute of its events, with its sources, flat."""
