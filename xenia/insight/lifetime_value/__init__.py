"""Lifetime value: how often a guest will come again, whether at all, and what it is worth (docs/algorithms/lifetime-value.md)."""
