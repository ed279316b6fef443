"""What it all costs: ratios between two ways of doing the same, taken in turn in one run."""
