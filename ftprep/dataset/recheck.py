"""What was written is checked before it is put in its place."""

from __future__ import annotations

from dataclasses import replace

from ftprep.dataset.write import Outputs, Written
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.engine.pool import Pool
from ftprep.engine.run import run
from ftprep.engine.understand import Inputs
from ftprep.errors import FtprepError
from ftprep.model import Source
from ftprep.normalizers.normalizer import Request
from ftprep.readers import plan as plan_reading
from ftprep.readers.parts import parts
from ftprep.readers.reader import Hints, InputFile
from ftprep.rules.catalog import catalog
from ftprep.rules.rule import Level, Scope
from ftprep.tell import message

__all__ = ["rechecked"]


def rechecked(plan: Plan, outputs: Outputs, written: Written | None, apply: Pool | None) -> Partial:
    """Check a file of examples, as if a stranger had given it; None: none was written.

    Raises `FtprepError` where it does not pass.
    """
    sources: tuple[Source, ...] = ()
    if written is not None:
        local = str(outputs.path(written.name))
        file = InputFile(0, written.name, local, written.bytes, written.sha256)
        sources = tuple(plan_reading(file, Hints(format="jsonl", encoding="utf-8")))
    inputs = Inputs(sources, Request(kind=plan.context.kind))
    codes = tuple(code for code in plan.codes if _asked_again(code, plan))
    again = replace(plan, inputs=inputs, codes=codes, keep=1, redact=False, ignored={})
    shards = [shard for source in sources for shard in parts(source)]
    partial = run(again, shards, apply if len(shards) > 1 else None)
    examples = sum(tally.examples for tally in partial.tallies.values())
    rejected = sum(tally.rejected for tally in partial.tallies.values())
    copies = plan.leaves_out_copies and next(iter(partial.index.copies()), None)
    if written is not None and (examples != written.lines or rejected or copies):
        first = next(iter(partial.findings), None)
        fault = message(first, sources) if first else "lines are missing or repeated"
        raise FtprepError(
            f"what was about to be written to {written.name} does not pass ftprep's own check "
            f"({fault}); nothing was kept. This is a defect of ftprep: please report it"
        )
    return partial


def _asked_again(code: str, plan: Plan) -> bool:
    """Whether a rule is asked about the written files: those that would reject a line, and those
    that speak of what is trained on. What the others say was told of the inputs. A line does not
    tell of which input it is, so what one of them was not asked rejects nothing."""
    rule = catalog()[code]
    rejects = (
        rule.scope is not Scope.DATASET
        and plan.levels[code] is Level.ERROR
        and not any(code in codes for codes in plan.ignored.values())
    )
    return rejects or rule.of_training
