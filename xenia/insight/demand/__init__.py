"""How many guests will arrive on each of the next 28 days."""
