"""Groups of guests who travel alike: found only where they come again, described in words, named by people."""
