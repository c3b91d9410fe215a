"""Who will buy the premium product next."""
