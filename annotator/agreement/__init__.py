"""How far two sets of quotes agree: pure numbers over values. Knows nothing but annotator.model."""
