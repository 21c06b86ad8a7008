"""What talks to Slack: requests within the budget, and answers checked against them."""
