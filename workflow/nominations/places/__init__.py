"""How many of an award may be proposed, and how many places are left."""
