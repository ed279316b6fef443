"""Drifts that are introduced on purpose.

Each has to be caught by the check that should catch it.
"""
