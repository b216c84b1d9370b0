"""The sample's life: the sample plan adopted, issued, reported and verified by the same acts as people use."""

from luoshi.faces.console.sample.live import live
from luoshi.faces.console.sample.organization import found

__all__ = ["found", "live"]
