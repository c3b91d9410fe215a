"""Django's engine for PostgreSQL with a pool that is well again at once after the server was away."""
