"""`make watch`: the site while somebody writes, built again at each save, with what the checks say of it on its pages.

It puts checks and website together, which don't know of each other.
"""
