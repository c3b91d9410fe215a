"""Taste and need of guests: purposes of travel, taste profiles, wishes, and the next trip. See docs/algorithms/taste.md."""
