"""Wiring of the project: settings, addresses, the queue and the launcher. No product logic lives here."""
