"""What guests have together more often than chance allows: places, products, cabins, tags."""
