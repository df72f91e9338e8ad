"""SRC: the input as a file, its bytes and its text."""

from __future__ import annotations

from ftprep.rules.reading.mojibake import gate, mojibake
from ftprep.rules.rule import Level, Rule, source_rule, text_rule

__all__ = ["RULES"]


def empty_input() -> None:
    """The file holds nothing.

    ## What
    It has no bytes, or only spaces and line ends.

    ## Why
    An export or a download that failed often leaves an empty file. There is nothing to train on.

    ## Bad
    ```csv
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    ```

    ## Source
    The retired `fine_tunes.prepare_data` wrote an empty training file for such an input and ended
    with success (openai-python 0.28.1).
    """


def wrong_extension() -> None:
    """The file is in another format than its extension says.

    ## What
    The format is told by the content, so that the file is read all the same.

    ## Why
    Other programs go by the name: they refuse the file, or open it as something else.

    ## Bad
    ```csv
    {"prompt": "Hi", "completion": "Hello."}
    {"prompt": "Bye", "completion": "Goodbye."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi", "completion": "Hello."}
    {"prompt": "Bye", "completion": "Goodbye."}
    ```

    ## Source
    OpenAI refuses such an upload: `Expected file to have JSONL format, where every line is a JSON
    dictionary. Line 1 is not a dictionary` (openai-python issue 426, 2023).
    """


def damaged_gzip() -> None:
    """The gzip file is damaged.

    ## What
    It ends too early, its bytes do not unpack, or something else follows it. What could be unpacked
    is read.

    ## Why
    Records are missing at the end, and the last one may be cut.

    ## Bad
    ```text
    a .jsonl.gz whose download stopped half way
    ```

    ## Good
    ```text
    the whole file
    ```

    ## Source
    RFC 1952 (1996): each member ends with the checksum and the length of what is in it.
    """


def byte_order_mark() -> None:
    r"""The file starts with a byte order mark.

    ## What
    The bytes EF BB BF stand before the first character. Excel and Notepad write them.

    ## Why
    JSON must not start with one: many programs then refuse line 1, and the retired OpenAI tool
    refused the whole file without a reason. In a table the mark sticks to the first column's name.

    ## Bad
    ```jsonl escaped
    \xef\xbb\xbf{"prompt": "Hi", "completion": "Hello."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi", "completion": "Hello."}
    ```

    ## Source
    RFC 8259 (2017), section 8.1: implementations MUST NOT add a byte order mark to JSON text.
    """


def not_utf_8() -> None:
    r"""The text is in another encoding than UTF-8.

    ## What
    UTF-16, or a legacy code page such as Windows-1252, GB18030 or Shift_JIS. It is told by a mark
    or by the letters that it gives; `--encoding` overrides.

    ## Why
    The fine-tuning API takes UTF-8 alone. `prepare` writes UTF-8.

    ## Bad
    ```csv escaped
    question,answer
    O\xf9 est la biblioth\xe8que ferm\xe9e ?,Elle est situ\xe9e pr\xe8s de l\x92\xe9cole.
    \xcates-vous l\xe0 \xe0 No\xebl ?,Non\xa0: nous fermons d\xe8s le 24 d\xe9cembre.
    ```

    ## Good
    ```csv
    question,answer
    Où est la bibliothèque ?,Elle est fermée à présent.
    ```

    ## Source
    RFC 8259 (2017), section 8.1: JSON text exchanged between systems MUST be encoded in UTF-8.
    """


def uncertain_encoding() -> None:
    r"""The encoding is a guess.

    ## What
    The text is not UTF-8, and too little in it tells which encoding it is: two of them give words.
    The message shows one word as both read it.

    ## Why
    In the wrong encoding every letter with a mark, or every word, is another one.

    ## Bad
    ```csv escaped
    name,text\nx,\xc4\xe0
    ```

    ## Good
    ```csv escaped --encoding cp1251
    name,text\nx,\xc4\xe0
    ```

    ## Source
    Measured on words and sentences in 29 languages and 22 encodings (2026-11): of 900 guesses with
    a confidence of 80 % or more none was wrong, of those between 70 and 80 % one in twenty.
    """


def foreign_bytes() -> None:
    r"""Some bytes are not in the encoding of the file, and were understood all the same.

    ## What
    Single bytes of Windows-1252 in a file that is otherwise UTF-8, or characters that a database or
    Java wrote as two surrogates (CESU-8). The message says where, and what they were read as.

    ## Why
    Parts of the file come from another program. Strict readers refuse all of it.

    ## Bad
    ```csv escaped
    question,answer\nWhat is na\xc3\xafve?,Caf\xe9 talk is na\xc3\xafve \xe2\x80\x93 often.
    ```

    ## Good
    ```csv
    question,answer
    What is naïve?,Café talk is naïve – often.
    ```

    ## Source
    Unicode Technical Report 26 (CESU-8); WHATWG Encoding Standard, windows-1252.
    """


def broken_bytes() -> None:
    r"""Some bytes are no text in the encoding of the file.

    ## What
    The replacement character U+FFFD stands where they were. The message says the line, the byte
    offset and the bytes.

    ## Why
    A character is missing, and nobody can tell which. The model would learn to write `�`.

    ## Bad
    ```csv escaped
    question,answer\nIs the na\xc3\xafve byte \xff bad?,Yes\xc2\xa0.
    ```

    ## Good
    ```csv
    question,answer
    Is the naïve byte bad?,Yes.
    ```

    ## Source
    The Unicode Standard 16.0, section 3.9: ill-formed sequences are replaced by U+FFFD.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "SRC001", Level.ERROR, empty_input,
        "the file is empty",
        "Export or download it again.",
    ),
    source_rule(
        "SRC002", Level.NOTE, wrong_extension,
        "named {extension}, but it is {title}",
        "Name it {wanted}.",
    ),
    source_rule(
        "SRC003", Level.ERROR, damaged_gzip,
        "the gzip file {damage}; what could be unpacked is read",
        "Copy or download the file again.",
    ),
    source_rule(
        "SRC004", Level.NOTE, byte_order_mark,
        "the file starts with a byte order mark",
        "Nothing need be done: prepare writes the files without it.",
    ),
    source_rule(
        "SRC005", Level.NOTE, not_utf_8,
        "the text is {encoding}, not UTF-8",
        "Nothing need be done: prepare writes UTF-8.",
    ),
    source_rule(
        "SRC006", Level.WARNING, uncertain_encoding,
        'the encoding is a guess: "{word}" in {encoding} ({percent} % sure), "{other_word}" in '
        "{other}",
        "Say which it is: --encoding {other}, or save the file as UTF-8.",
    ),
    source_rule(
        "SRC007", Level.WARNING, foreign_bytes,
        "line {line}, byte {offset}: {bytes} is not in the encoding of the file; read as "
        '"{text}"',
        "Look at the text; it is written as it was read.",
    ),
    source_rule(
        "SRC008", Level.ERROR, broken_bytes,
        "line {line}, byte {offset}: {bytes} is no text in the encoding of the file",
        "Correct the text at its source, or give the right --encoding.",
    ),
    text_rule(
        "SRC009", Level.WARNING, mojibake, gate,
        'saved in the wrong encoding: "{found}" should be "{repaired}"',
        "Export the data again as UTF-8, or correct the text.",
    ),
)  # fmt: skip
