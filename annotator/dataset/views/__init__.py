"""What common tasks are trained on: rows for detection, attribution, stance and topic, made of bundles."""
