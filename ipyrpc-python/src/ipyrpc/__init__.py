"""Java functions called as if they were local."""
