"""Coefficients of agreement and their uncertainty, in numpy. They know numbers only: labels come as codes."""
