"""Keys counted: gold labelled on the annotation screen by somebody who always takes the cheapest way."""
