"""The broker as something that may be down."""

import redis

# Whoever asks whether all is well wants an answer soon, also when it is no.
PATIENCE_SECONDS = 2.0


def broker_answers(address: str) -> bool:
    """Whether the server of the Redis protocol at `address` answers a ping within two seconds."""
    try:
        with redis.Redis.from_url(
            address, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
        ) as broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False
