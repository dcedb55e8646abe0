"""Foreign formats, a file each: its reader, its writer, and what it loses."""
