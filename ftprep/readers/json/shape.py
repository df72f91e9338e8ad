"""Decide where the records of a JSON document are; where it is not clear, guess nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ftprep.named import NamedTuple
from ftprep.readers.json.outline import Outline
from ftprep.readers.json.record import is_conversation, turns_key
from ftprep.readers.json.table import are_columns_by_row, columns_of, is_column, lengths_of

__all__ = ["Path", "Shape", "at", "paths", "shape_of"]

Path = tuple[str, ...]
"""Keys that lead to a value."""
Note = tuple[str, Mapping[str, str]]
"""Code and arguments of what is to be said."""

_CONTAINERS: Final = frozenset(
    {
        *("data", "dataset", "rows", "records", "items", "entries", "results", "list", "content"),
        *(
            "examples",
            "samples",
            "instances",
            "documents",
            "docs",
            "questions",
            "qa",
            "faq",
            "faqs",
        ),
        *("train", "training", "test", "valid", "validation", "val", "dev", "eval", "intents"),
        *("conversations", "conversation", "dialogs", "dialogues", "chats", "prompts", "tasks"),
    }
)
"""Usual names of a list of records."""
_SIDES: Final = (
    frozenset({"prompt", "completion"}),
    frozenset({"instruction", "output"}),
    frozenset({"chosen", "rejected"}),
    frozenset({"input", "preferred_output"}),
)
_TURNS: Final = frozenset(
    {
        "messages", "conversations", "conversation", "dialog", "dialogue", "turns", "contents",
        "preferred_output", "non_preferred_output",
    }
)  # fmt: skip
_TOOLS: Final = frozenset({"tools", "functions"})


class Shape(NamedTuple):
    """Where the records are."""

    name: str
    """array, lists, messages, object-of-records, columns, single or unclear."""
    paths: tuple[Path, ...] = ((),)
    columns: tuple[str, ...] = ()
    """Names of the cells, where rows are lists."""
    header: bool = False
    """Whether the first row holds these names."""
    notes: tuple[Note, ...] = ()


def shape_of(node: Outline, base: Path = ()) -> Shape:
    """Decide for the value at `base`."""
    if node.kind == "list":
        return _list_shape([(base, node)])
    return _object_shape(node, base) if node.kind == "object" else Shape("single", (base,))


def _list_shape(lists: Sequence[tuple[Path, Outline]]) -> Shape:
    where = tuple(path for path, _ in lists)
    sample = lists[0][1].sample
    if is_conversation(sample):
        return Shape("messages", where)
    names, header = columns_of(sample)
    if not names:
        return Shape("array", where)
    notes = () if header else (("JSN044", {"columns": ", ".join(names)}),)
    return Shape("lists", where, names, header, notes)


def _object_shape(node: Outline, base: Path) -> Shape:
    lists = list(_candidates(node, base))
    contained = any(_is_container(path) for path, _ in lists)
    if are_columns_by_row(node):
        shape = Shape("columns", (base,))
    elif _is_record(node) and not contained:
        shape = Shape("single", (base,))
    elif (lengths := lengths_of(node)) is not None:
        shape = _columns_shape(node, base, lengths)
    elif _is_keyed(node, has_lists=bool(lists)):
        shape = Shape("object-of-records", (base,))
    elif lists:
        shape = _nested_shape(node, base, lists)
    else:
        empty = [(*base, key) for key, child in node.members if child == Outline("list", 0)]
        named = tuple(path for path in empty if _is_container(path))
        shape = Shape("array", named) if len(named) == 1 else Shape("single", (base,))
    return shape


def _columns_shape(node: Outline, base: Path, lengths: Mapping[str, int]) -> Shape:
    notes: list[Note] = []
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{key} {size:,}" for key, size in lengths.items())
        notes.append(("JSN043", {"lengths": told}))
    beside = [key for key, child in node.members if child.kind != "list"]
    if beside and lengths:
        notes.append(("JSN042", {"keys": ", ".join(beside)}))
    return Shape("columns", (base,), notes=tuple(notes))


def _nested_shape(node: Outline, base: Path, lists: Sequence[tuple[Path, Outline]]) -> Shape:
    chosen = _chosen(lists)
    if not chosen:
        found = ", ".join(dotted(path) for path, _ in lists)
        longest = dotted(max(lists, key=lambda found: found[1].size)[0])
        return Shape("unclear", (), notes=(("JSN040", {"paths": found, "longest": longest}),))
    shape = _list_shape(chosen)
    notes = list(shape.notes)
    if len(chosen) > 1:
        told = ", ".join(f"{dotted(path)} ({child.size:,})" for path, child in chosen)
        notes.append(("JSN041", {"paths": told}))
    if beside := ", ".join(_beside(node, base, shape.paths)):
        notes.append(("JSN042", {"keys": beside}))
    return shape._replace(notes=tuple(notes))


def _candidates(node: Outline, base: Path) -> Iterator[tuple[Path, Outline]]:
    """The lists of objects or of lists inside an object, but not those inside its records."""
    for key, child in node.members:
        path = (*base, key)
        if child.kind == "list" and child.inner & {"object", "list"}:
            turns = key.lower() in _TURNS and _turns_like(child.sample)
            tools = key.lower() in _TOOLS and _tools_like(child.sample)
            if not turns and not tools:
                yield path, child
        elif child.kind == "object" and not _is_record(child):
            yield from _candidates(child, path)


def _turns_like(sample: Sequence[Any]) -> bool:
    """Whether a list holds the turns of one conversation, even if some of them are broken."""
    return any(
        isinstance(turn, dict) and not turn.keys().isdisjoint({"role", "from", "speaker"})
        for turn in sample
    )


def _tools_like(sample: Sequence[Any]) -> bool:
    """Whether a list holds the tools of one example."""
    return any(
        isinstance(tool, dict) and not tool.keys().isdisjoint({"function", "parameters"})
        for tool in sample
    )


def _is_container(path: Path) -> bool:
    return path[-1].lower() in _CONTAINERS


def _is_record(node: Outline) -> bool:
    """Whether an object is one training example by its keys."""
    keys = {key.lower(): child for key, child in node.members}
    if any(_turns_like(keys[key].sample) for key in _TURNS & keys.keys()):
        return True
    single = {key for key, child in keys.items() if not is_column(child)}
    if any(side <= single for side in _SIDES):
        return True
    scalars = [key for key, child in node.members if child.kind == "scalar"]
    return _two_sided(scalars)


def _two_sided(names: Sequence[str]) -> bool:
    from ftprep.normalizers.names import Recognised, recognise  # as in header.py

    return isinstance(recognise(names), Recognised)


def _is_keyed(node: Outline, *, has_lists: bool) -> bool:
    """Whether an object's members are the records, by key."""
    children = [child for _, child in node.members]
    if not children:
        return False
    if node.inner == {"list"}:
        return all(turns_key(child.sample) for child in children)
    if node.inner != {"object"}:
        return False
    if all(map(_is_record, children)):
        return True
    containers = all(key.lower() in _CONTAINERS for key, _ in node.members)
    if has_lists and (node.size < 3 or containers):
        return False
    first = {key for key, _ in children[0].members}
    alike = sum(
        len(first & {key for key, _ in child.members}) * 2 >= len(first) for child in children
    )
    return node.size > 1 and bool(first) and alike * 2 > len(children)


def _chosen(lists: Sequence[tuple[Path, Outline]]) -> Sequence[tuple[Path, Outline]]:
    """The lists that are read: all when they are alike, else those that look like examples, or
    that have a usual name for a list of records; none when that does not decide either."""
    if _alike(lists):
        return lists
    examples = [found for found in lists if _holds_examples(found[1])]
    if examples and _alike(examples):
        return examples
    named = [found for found in examples or lists if _is_container(found[0])]
    return named if _alike(named) else []


def _alike(lists: Sequence[tuple[Path, Outline]]) -> bool:
    signatures = [_signature(child.sample) for _, child in lists]
    return bool(signatures) and all(
        len(one & signatures[0]) * 2 >= len(one | signatures[0]) for one in signatures
    )


def _signature(sample: Sequence[Any]) -> frozenset[str]:
    first = sample[0] if sample else None
    if isinstance(first, dict):
        return frozenset(first)
    return frozenset({f"a list of {len(first)}" if isinstance(first, list) else "a scalar"})


def _holds_examples(node: Outline) -> bool:
    first = node.sample[0] if node.sample else None
    if isinstance(first, list):
        return turns_key(first) is not None
    if not isinstance(first, dict):
        return False
    keys = {key.lower() for key in first}
    return bool(_TURNS & keys) or any(side <= keys for side in _SIDES) or _two_sided(list(first))


def _beside(node: Outline, base: Path, chosen: Sequence[Path]) -> Iterator[str]:
    """The members that are not read."""
    for key, child in node.members:
        path = (*base, key)
        if path in chosen:
            continue
        if any(one[: len(path)] == path for one in chosen):
            yield from _beside(child, path, chosen)
        elif child.size or child.kind == "scalar":
            yield dotted(path)


def dotted(path: Path) -> str:
    """A path as `--records` takes it."""
    return ".".join(path)


def at(node: Outline, path: str) -> tuple[Path, Outline] | None:
    """The value at a dotted path; keys may hold dots themselves."""
    if not path:
        return (), node
    for key, child in node.members:
        if path == key or path.startswith(f"{key}."):
            found = at(child, path[len(key) + 1 :])
            if found is not None:
                return (key, *found[0]), found[1]
    return None


def paths(node: Outline, base: Path = ()) -> Iterator[str]:
    """Dotted paths of the lists and objects inside an object."""
    for key, child in node.members:
        if child.kind != "scalar":
            yield dotted((*base, key))
        if child.kind == "object":
            yield from paths(child, (*base, key))
