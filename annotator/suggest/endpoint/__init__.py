"""A suggester that asks a server with a language model (docs/endpoint.md); off unless configured."""

from annotator.suggest.endpoint.suggester import Endpoint
from annotator.suggest.endpoint.talk import Clock

__all__ = ["Clock", "Endpoint"]
