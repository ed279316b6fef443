"""The notebooks are executed again, and show what they showed."""
