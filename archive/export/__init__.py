"""Hand-over: the archive, or a part of it, in formats that other people's tools read. docs/handover.md"""
