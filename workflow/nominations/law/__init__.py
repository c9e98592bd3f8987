"""What the law says of nominations, and what people state, confirm and let pass."""
