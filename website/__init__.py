"""The hooks that MkDocs runs during a build, and a small server."""
