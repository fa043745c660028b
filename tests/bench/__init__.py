"""Speed, measured as ratios and times in one run: ``nox -s bench``."""
