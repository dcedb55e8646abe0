"""One person at work, without a screen: what is next, what is said of it, and taking it back."""
