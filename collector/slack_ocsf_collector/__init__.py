"""The runtime of slack-ocsf: reads Slack audit entries, maps them, writes OCSF events."""
