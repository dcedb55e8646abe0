"""To and from the formats of other programs, and our own records as one of them."""
