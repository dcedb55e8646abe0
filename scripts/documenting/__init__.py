"""The documentation's machinery: the site, the reference that is made from the code, and what is checked."""
