"""Who is satisfied after a journey, and which touchpoints make it so."""
