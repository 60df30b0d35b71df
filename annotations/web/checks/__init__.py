"""The pages for readers: what was published, without signing in, without a script and without a cookie."""
