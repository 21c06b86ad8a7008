"""How a collector tells that it works: logs, metrics, and answers about its health."""
