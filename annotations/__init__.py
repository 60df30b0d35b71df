"""Workbench's one Django app: claims, highlights, sources, evidence, and what follows from them."""
