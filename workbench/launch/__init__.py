"""Starts the whole of Workbench on one machine with one command, and stops it with one Ctrl-C.

    python -m workbench.launch

PostgreSQL and a server of the Redis protocol are taken from `DATABASE_URL` and `REDIS_URL` where these are
set, else started from the binaries of the Python packages that carry them, else from those of the system. The
test suite starts its own private servers through the same modules.
"""
