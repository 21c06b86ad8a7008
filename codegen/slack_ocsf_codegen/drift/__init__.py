"""What changed at Slack or in another OCSF version, and what it means for the table."""
