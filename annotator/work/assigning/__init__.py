"""Who labels which articles: decided by rule, kept in the database, walked by each person alone."""
