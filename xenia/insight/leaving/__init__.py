"""Who is leaving: the chance that a guest does not book again in time, how overdue they are, what is at stake, and why."""
