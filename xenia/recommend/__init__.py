"""Which offer, for whom, and why."""
