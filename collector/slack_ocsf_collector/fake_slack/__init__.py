"""A server that stands in for Slack: the Audit Logs API and the Web API's logs, over HTTP."""
