"""Read Slack's logs and deliver their events, each once."""
