"""What proves: machines, the terminal on them, walks, and the evidence they leave. Never imports macros."""
