"""Test what a first run needs, and say what to do about what is missing."""
