"""Gold by rule, where nobody adjudicated."""
