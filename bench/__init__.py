"""Benchmarks: ratios between two ways of doing the same work.

The ways are measured in turn, in one run.
"""
