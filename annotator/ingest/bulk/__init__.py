"""Dumps of many articles: cut into shards, read by many processes, sampled. It knows no database."""
