"""Labels in words, for any face."""

from annotator.model import Label
from annotator.scheme import Scheme
from annotator.work.registry import Registry


def stance(scheme: Scheme, registry: Registry, label: Label, towards: str = ", towards ") -> str:
    """A stance as a person says it: "For, towards Flood barrier"."""
    field = scheme.field("stance")
    found = field.label(label.value) if field else None
    name = found.name if found else label.value
    if label.target is None:
        return name
    target = scheme.target(label.target)
    return f"{name}{towards}{target.name if target else registry.name(label.target)}"
