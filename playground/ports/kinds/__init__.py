"""What there is to enter or leave a network; a new kind is one more file here, with a module-level ``PORT``."""

from __future__ import annotations

from playground.core.registry import Registry
from playground.ports.base import PortKind

_KINDS = Registry[PortKind]("PORT", __name__)
all_kinds = _KINDS.all
"""Every kind of port by name."""
