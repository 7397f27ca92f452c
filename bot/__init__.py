"""Potluck: meeting hygiene for Microsoft Teams. The map of the house is in README.md."""
