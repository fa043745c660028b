"""What a machine can reach: the rehearsal world, and the real one."""
