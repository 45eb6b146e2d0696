"""Word lists and units as data files, and their one loader."""
