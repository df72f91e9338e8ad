"""What a rule is: a code, a name, a level, how it looks, and the words to tell what it found."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ftprep.frozen import frozen
from ftprep.model import Example, Origin, Turn
from ftprep.named import NamedTuple
from ftprep.rules.context import Context
from ftprep.tokens.count import TokenCounts

__all__ = [
    "Hit",
    "Level",
    "Repair",
    "Rule",
    "Scope",
    "dataset_rule",
    "example_rule",
    "hit",
    "source_rule",
    "text_rule",
    "token_rule",
]


class Level(enum.IntEnum):
    """How bad a finding is. Ordered, so that levels can be compared."""

    NOTE = 1
    """Advice."""
    WARNING = 2
    """Likely harm."""
    ERROR = 3
    """The provider rejects it, or training is harmed for certain."""

    @property
    def word(self) -> str:
        """The level as reports spell it: `error`, `warning` or `note`."""
        return self.name.lower()


class Hit(NamedTuple):
    """What a rule says: where inside the example, and the arguments of its message."""

    pointer: str
    args: Mapping[str, Any]


def hit(pointer: str = "", **args: Any) -> Hit:
    """Say that something is wrong at `pointer`; the engine stamps the code and the origin."""
    return Hit(pointer, args)


ExampleCheck = Callable[[Example, Context], Iterator[Hit]]
TokenCheck = Callable[[Example, TokenCounts, Context], Iterator[Hit]]
TextCheck = Callable[[Turn, Context], Iterator[Hit]]
Suspects = Callable[[Sequence[Example]], Iterable[int]]
"""The indexes of some of the examples."""
DatasetCheck = Callable[[Any, Context], Iterator[tuple[Origin, Hit]]]


class Repair(NamedTuple):
    """How a rule mends what it finds: `prepare` applies it, tells the ledger, and checks again."""

    apply: Callable[[Example, Context], Example | None]
    """The mended example; the same object when there is nothing to mend; None drops it.
    Idempotent: applying it twice gives the same as once."""
    what: str
    """What it does to the text, in words: `removes keys that the provider refuses`."""
    safe: bool = True
    """Lossless, so that `prepare` applies it unasked; the others edit text and are asked for with
    `--unsafe-fixes` or `--fix CODE`."""


class Scope(enum.Enum):
    """What a rule looks at, and so who runs it."""

    SOURCE = "source"
    """The input as a file: found by readers and normalizers while they read."""
    EXAMPLE = "example"
    """One example at a time."""
    DATASET = "dataset"
    """All examples together, through an aggregate."""


@frozen
class Rule:
    """One thing that ftprep looks for.

    `described` is the function that implements the rule (or a function without a body, for what
    readers find).
    """

    code: str
    """Family letters and three digits, `MSG003`. Never reused."""
    name: str
    """Names the fault, in kebab case: `assistant-not-last`."""
    level: Level
    message: str
    """`str.format` template over the arguments of a finding."""
    mend: str
    """What to do about it, one sentence; also a template."""
    described: Callable[..., object]
    scope: Scope
    check: ExampleCheck | None = None
    check_tokens: TokenCheck | None = None
    check_text: TextCheck | None = None
    gate: Callable[[Context], str] | None = None
    """RE2 pattern of a text rule: only texts in which it stands are looked at by `check_text`."""
    suspects: Suspects | None = None
    """Which of many examples `check` has to be asked about; it says nothing of the others."""
    beyond_limit: bool = False
    """A token rule that says nothing of examples which the model takes whole."""
    needs: type | None = None
    """The aggregate class (see `ftprep.aggregate`) that a dataset rule reads."""
    check_dataset: DatasetCheck | None = None
    repair: Repair | None = None
    schema_covers: bool = False
    """The schema of the line format refuses whatever this rule finds, so that a line which passed
    the schema need not be looked at again."""
    of_shape: bool = False
    """What it says of a plain conversation depends on who speaks and on which texts are blank, not
    on the words (see `ftprep.shape`), so that it is asked once for each shape."""
    of_training: bool = False
    """A dataset rule that speaks of what is trained on: `prepare` asks it about the train file."""
    fixable: bool = False
    """`prepare` mends what a dataset rule finds, unasked."""
    condemns: bool = False
    """`prepare` leaves out the examples that a dataset rule names, whatever the level."""
    on_request: bool = False
    """`prepare` mends what a dataset rule finds only when asked to: it is not lossless."""
    once: bool = False
    """Told once for each input and wording, however many records it is found in."""
    on_demand: bool = False
    """Asked only when it is selected by its whole code: it costs far more than the others, or needs
    a library that `pip install ftprep` does not bring."""
    word_lists: tuple[str, ...] = ()
    """Names of lists in `Context.words` that it reads and that are not in `WORD_LISTS`."""

    @property
    def page(self) -> str:
        """The docstring of `described`, under the headings What, Why, Bad, Good, Source."""
        from ftprep.rules.page import page  # starting fast: a check tells no pages

        return page(self.described)

    @property
    def mends(self) -> bool:
        """Whether `prepare` mends what this rule finds, unasked."""
        repaired = self.repair is not None and self.repair.safe
        return (self.fixable or self.condemns or repaired) and not self.on_request

    @property
    def mends_if_asked(self) -> bool:
        """Whether `prepare` mends what this rule finds when it is asked to."""
        return self.on_request or (self.repair is not None and not self.repair.safe)


def source_rule(
    code: str,
    level: Level,
    described: Callable[[], None],
    message: str,
    mend: str,
    *,
    fixable: bool = False,
    once: bool = False,
) -> Rule:
    """A rule that readers and normalizers find, named and documented by a function without body."""
    return Rule(
        code, _name(described), level, message, mend, described, Scope.SOURCE,
        fixable=fixable, once=once,
    )  # fmt: skip


def example_rule(
    code: str,
    level: Level,
    check: ExampleCheck,
    message: str,
    mend: str,
    *,
    repair: Repair | None = None,
    schema_covers: bool = False,
    of_shape: bool = False,
    suspects: Suspects | None = None,
) -> Rule:
    """A rule about one example, named and documented by the function that implements it."""
    return Rule(
        code, _name(check), level, message, mend, check, Scope.EXAMPLE,
        check=check, repair=repair, schema_covers=schema_covers, of_shape=of_shape,
        suspects=suspects,
    )  # fmt: skip


def token_rule(
    code: str,
    level: Level,
    check: TokenCheck,
    message: str,
    mend: str,
    *,
    beyond_limit: bool = False,
) -> Rule:
    """A rule about one example and its token counts."""
    return Rule(
        code, _name(check), level, message, mend, check, Scope.EXAMPLE,
        check_tokens=check, beyond_limit=beyond_limit,
    )  # fmt: skip


def text_rule(
    code: str,
    level: Level,
    check: TextCheck,
    gate: str | Callable[[Context], str],
    message: str,
    mend: str,
    *,
    repair: Repair | None = None,
    word_lists: tuple[str, ...] = (),
) -> Rule:
    """A rule about one text of an example; its hits stand at that text unless they say otherwise.

    `gate` is an RE2 pattern (or makes one from the context, for words that people can add). All
    gates are searched for at once, see `ftprep.rules.gate`; `check` is asked only where its own
    stands. Write the gate short and cheap: a literal that cannot be missing, not the whole rule.
    """
    pattern = gate if callable(gate) else lambda context: gate
    return Rule(
        code, _name(check), level, message, mend, check, Scope.EXAMPLE,
        check_text=check, gate=pattern, repair=repair, word_lists=word_lists,
    )  # fmt: skip


def dataset_rule(
    code: str,
    level: Level,
    check: DatasetCheck,
    needs: type | None,
    message: str,
    mend: str,
    *,
    of_training: bool = False,
    fixable: bool = False,
    condemns: bool = False,
    on_request: bool = False,
    on_demand: bool = False,
) -> Rule:
    """A rule about all examples together, which reads the aggregate `needs`."""
    return Rule(
        code, _name(check), level, message, mend, check, Scope.DATASET,
        needs=needs, check_dataset=check,
        of_training=of_training, fixable=fixable, condemns=condemns, on_request=on_request,
        on_demand=on_demand,
    )  # fmt: skip


def _name(check: Callable[..., object]) -> str:
    """`assistant-not-last` from the function `assistant_not_last`."""
    return check.__name__.replace("_", "-")
