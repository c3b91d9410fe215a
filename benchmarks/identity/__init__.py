"""How well records of the same traveller are found: a made-up company's records with their truth."""
