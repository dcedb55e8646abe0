"""Whether people's work is to be relied on, while it goes on: known answers, speed, streaks, drift."""
