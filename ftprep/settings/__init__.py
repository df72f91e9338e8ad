"""What a person can set, in a file and by flags: one catalogue, from which all else is made.

catalog ──▶ flags of the command line, keys of `[tool.ftprep]`, the JSON Schema, `ftprep init`
default ◀── file ◀── flags: the later one wins, and `ftprep config` tells which one did
"""

from ftprep.settings.layers import Layers, layered

__all__ = ["Layers", "layered"]
