"""The labs are executed again, and show what they showed."""
