"""What a refusal sounds like, for rules. The list lives a floor lower: an aggregate counts too."""

from ftprep.aggregate.refusals import LEAD, REFUSALS, gate, refusal_in

__all__ = ["LEAD", "REFUSALS", "gate", "refusal_in"]
