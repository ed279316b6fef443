"""What MkDocs runs while it builds the site, and the small server that shows the result."""
