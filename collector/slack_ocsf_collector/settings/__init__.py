"""What a collector is told: where Slack is, where events go, where its state is kept."""
