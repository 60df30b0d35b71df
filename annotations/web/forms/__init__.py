"""Forms: what a page takes in, checked for shape alone. What it means is for the actions to say."""
