"""Settings: `base` is what holds everywhere; `development`, `test` and `production` say what differs."""
