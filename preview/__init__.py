"""`make watch`: the site while somebody writes, built and checked at each save.

It puts checks and website together, which don't know of each other.
"""
