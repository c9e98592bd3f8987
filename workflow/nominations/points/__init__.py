"""A supplement, point by point: raised, answered, settled."""
