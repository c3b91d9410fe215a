"""Which city a guest orders next."""
