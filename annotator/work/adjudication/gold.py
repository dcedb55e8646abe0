"""The layer that adjudication speaks for."""

from annotator.model import Layer, LayerKind

GOLD = Layer(LayerKind.GOLD, "adjudicated")
