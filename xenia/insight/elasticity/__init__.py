"""How bookings go with price, and what a change of price would go with: an association over weeks, of sums alone."""
