"""What PostgreSQL itself lets each person do: roles of the database, and row-level security."""
