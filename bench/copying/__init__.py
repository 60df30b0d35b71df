"""How well suggestions of who copied whom separate copies from what only looks like one.

python -m bench.run copying [--write]
"""

from bench.copying.measuring import main

__all__ = ["main"]
