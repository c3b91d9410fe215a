"""Which bookings will be cancelled, or not shown up for."""
