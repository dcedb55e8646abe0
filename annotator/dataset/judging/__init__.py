"""What layers of a database judged, as the columns that agreement is worked out from."""
