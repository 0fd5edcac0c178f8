"""`gongkai verify`: recomputes what the archive says of itself, and names what does not fit.

Each module checks one thing and tells an `Audit`. What needs the pages read anew is in `pipelines.verify`.
"""
