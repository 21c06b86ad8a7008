"""What a collector remembers: one SQLite file, shared by the processes of one collector."""
