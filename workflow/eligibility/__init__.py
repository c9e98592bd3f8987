"""What is stated, confirmed and waived about a candidate, and what the law makes of it."""
