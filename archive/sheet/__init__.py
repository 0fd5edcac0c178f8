"""The evidence sheet of one version: all that is known of it, on paper. docs/handover.md"""
