"""The one door: verify, keep, answer at once. Nothing slow happens here; workers do the rest."""
