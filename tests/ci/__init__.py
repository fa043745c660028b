"""What a night of walks needs beside the walks: shards to run, evidence to merge, failures to report."""
