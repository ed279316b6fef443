"""The proofs of the pages' statements: one test for each bold sentence."""
