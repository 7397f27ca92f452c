"""Doing what was kept: jobs from the queue, and digests from the schedule."""
