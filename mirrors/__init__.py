"""Mirrors of Docker Hub and of package repositories: what they are, how they fare, and how to use them safely."""
