"""Drifts, introduced on purpose: each has to be caught by the check that should catch it."""
