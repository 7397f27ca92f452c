"""Months of a tenant's calendars in minutes; `python -m tests.faults.calendars` runs ninety days."""
