"""Write the cases of the SRC and TAB rules: `python -m tests.make_text_cases`.

They are made by a program because editors would mend what is wrong with them.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["CASES", "main"]

_FOLDER: Final = Path(__file__).parent / "cases"

_GOOD: Final = (
    "question,answer\nHow long is delivery?,Two days.\nCan I return it?,Within 30 days.\n"
)
_PAIR: Final = '{"prompt": "Hi", "completion": "Hello."}\n'
_FRENCH: Final = (
    "question,answer\nOù est ma commande ?,Elle est déjà expédiée et arrivera très bientôt.\n"
    "Êtes-vous fermés à Noël ?,Nous sommes fermés du 24 décembre à la fête des Rois.\n"
    "L’article est cassé,Vous pouvez être remboursé : « Retours » puis « Réclamation ».\n"
)
_RUSSIAN: Final = (
    "вопрос;ответ\nКак восстановить пароль?;Нажмите «Забыли пароль» на странице входа.\n"
    "Сколько стоит доставка?;Доставка по Москве бесплатна, по России 300 рублей.\n"
)
_POLISH: Final = (
    "question,answer\nGdzie jest moja paczka?,Nadaliśmy ją w zeszły czwartek i wkrótce dotrze.\n"
    "Czy mogę zapłacić później?,Tak – proszę wybrać „zapłać później” przy kasie.\n"
    "Krzesło było uszkodzone,Przykro nam. Zwrócimy pieniądze w ciągu tygodnia.\n"
)
_CHINESE: Final = "\n".join(
    (
        "问题,回答",
        "如何重置密码？,请在登录页面点击忘记密码。",
        "发货需要多长时间？,一般下单后两天内发货。\n",
    )
)
_KOREAN: Final = (
    "질문,답변\n비밀번호를 잊어버렸어요.,로그인 화면에서 비밀번호 찾기를 눌러 주세요.\n"
    "배송은 얼마나 걸리나요?,보통 주문 후 사흘 안에 도착합니다.\n"
)
_JAPANESE: Final = "\n".join(
    (
        "質問,回答",
        "表示できません。,ソフトの機能を確認してください。",
        "返品はできますか。,八日以内であれば承ります。\n",
    )
)
_PACKED: Final = gzip.compress((_PAIR * 200).encode(), mtime=0)
_ROWS: Final = "".join(f"{at},question {at},answer {at}\n" for at in range(1, 21))

CASES: Final[Mapping[str, bytes]] = {
    "SRC001/bad-zero-bytes.jsonl": b"",
    "SRC001/bad-newlines.csv": b"\r\n\r\n\r\n",
    "SRC001/bad-mark-alone.csv": b"\xef\xbb\xbf",
    "SRC001/good-table.csv": _GOOD.encode(),
    "SRC002/bad-tabs.csv": _GOOD.replace(",", "\t").encode(),
    "SRC002/bad-array.jsonl": b'[\n  {"prompt": "Hi", "completion": "Hello."}\n]\n',
    "SRC002/bad-lines.json": (_PAIR * 2).encode(),
    "SRC002/bad-text.xlsx": _GOOD.encode(),
    "SRC002/good-semicolons.csv": _GOOD.replace(",", ";").encode(),
    "SRC002/good-table.txt": _GOOD.encode(),
    "SRC003/bad-cut.jsonl.gz": _PACKED[: len(_PACKED) // 2],
    "SRC003/bad-flipped-bit.jsonl.gz": _PACKED[:30] + bytes([_PACKED[30] ^ 4]) + _PACKED[31:],
    "SRC003/bad-something-after.jsonl.gz": _PACKED + b"<html>",
    "SRC003/good-whole.jsonl.gz": _PACKED,
    "SRC003/good-two-members.jsonl.gz": _PACKED + _PACKED + bytes(512),
    "SRC004/bad-excel.csv": b"\xef\xbb\xbf" + _GOOD.replace("\n", "\r\n").encode(),
    "SRC004/bad-lines.jsonl": b"\xef\xbb\xbf" + _PAIR.encode(),
    "SRC004/good-table.csv": _GOOD.encode(),
    "SRC005/bad-cp1252.csv": _FRENCH.encode("cp1252"),
    "SRC005/bad-cp1251.csv": _RUSSIAN.encode("cp1251"),
    "SRC005/bad-gb18030.csv": _CHINESE.encode("gb18030"),
    "SRC005/bad-cp949.csv": _KOREAN.encode("cp949"),
    "SRC005/bad-cp932.csv": _JAPANESE.encode("cp932"),
    "SRC005/bad-utf16.csv": _FRENCH.encode("utf-16"),
    "SRC005/bad-utf16-unmarked.csv": _KOREAN.encode("utf-16-be"),
    "SRC005/good-utf8.csv": _FRENCH.encode(),
    "SRC006/bad-one-letter.csv": b"text,label\nx,\xc4\xe0\ny,tea\n",
    "SRC006/good-many-letters.csv": _FRENCH.encode("cp1252"),
    "SRC007/bad-joined-files.csv": _FRENCH.encode() + "Café ?,Oui – fermé.\n".encode("cp1252"),
    "SRC007/bad-cesu8.jsonl": _PAIR.replace("Hello", "\ud83d\ude00").encode(
        "utf-8", "surrogatepass"
    ),
    "SRC007/good-utf8.csv": _FRENCH.encode(),
    "SRC008/bad-one-byte.csv": _GOOD.encode() + b"bad \xff byte,fine\n",
    "SRC008/bad-cut-character.csv": _FRENCH.encode() + "fin €,".encode()[:-2] + b",x\n",
    "SRC008/good-utf8.csv": _FRENCH.encode(),
    "SRC009/bad-french.csv": _FRENCH.encode().decode("cp1252").encode(),
    "SRC009/bad-russian.csv": _RUSSIAN.replace("вопрос;ответ", "question;answer")
    .encode()
    .decode("latin-1")
    .encode(),
    "SRC009/bad-polish.csv": _POLISH.encode().decode("iso8859_2").encode(),
    "SRC009/bad-russian-dos.csv": _RUSSIAN.replace("вопрос;ответ", "question;answer")
    .encode()
    .decode("cp866")
    .encode(),
    "SRC009/good-polish.csv": _POLISH.encode(),
    "SRC009/good-french.csv": _FRENCH.encode(),
    "TAB001/bad-comma-in-text.csv": _GOOD.encode() + b"Do you ship?,Yes, to the EU.\n",
    "TAB001/good-quoted.csv": _GOOD.encode() + b'Do you ship?,"Yes, to the EU."\n',
    "TAB002/bad-line-break.csv": _GOOD.encode() + b"Do you ship?,Yes,\nto the EU.\n",
    "TAB002/good-quoted-line-break.csv": _GOOD.encode() + b'Do you ship?,"Yes\nto the EU."\n',
    "TAB003/bad-numbers.tsv": b"1\tWhat is it?\n2\tWhy is it?\n3\tWhere is it?\n",
    "TAB003/bad-label.csv": b"great,pos\nbad,neg\nfine,pos\nmeh,neg\nwow,pos\n",
    "TAB003/good-names.tsv": b"id\tquestion\n1\tWhat is it?\n2\tWhy is it?\n",
    "TAB005/bad-title.csv": b"Support FAQ 2026,,\n\nid,question,answer\n1,Why?,Because.\n",
    "TAB005/bad-comments.csv": b"# a, b\n# c\nquestion,answer\nWhy?,Because.\n",
    "TAB005/good-plain.csv": _GOOD.encode(),
    "TAB006/bad-index.csv": b",question,answer\n0,Why?,Because.\n1,How?,So.\n",
    "TAB006/good-empty-last-column.csv": b"question,answer,\nWhy?,Because.,\nHow?,So.,\n",
    "TAB007/bad-twice.csv": b"answer,question,Answer,answer\na,b,c,d\n",
    "TAB007/good-case-differs.csv": b"question,answer,Answer\na,b,c\n",
    "TAB008/bad-no-break-space.csv": "question,\u00a0answer\na,b\n".encode(),
    "TAB008/good-space-inside.csv": b"the question,the answer\na b,c\n",
    "TAB009/bad-delimiters-alone.csv": _GOOD.encode() + b",\n,\n",
    "TAB009/good-empty-cell.csv": _GOOD.encode() + b"Why?,\n",
    "TAB010/bad-row-names.csv": ("question,answer\n" + _ROWS).encode(),
    "TAB010/good-named.csv": ("id,question,answer\n" + _ROWS).encode(),
    "TAB010/good-prose-commas.csv": b"question,answer\nWhy?,Well, because.\nHow?,So, so.\n",
    "TAB011/bad-trailing.csv": b"question,answer,,\nWhy?,Because.,,\nHow?,So.,,\n",
    "TAB011/good-plain.csv": _GOOD.encode(),
    "TAB012/bad-closed-by-chance.csv": (
        'id,question,answer\n0,"a, b",c\n1,"open,d\n' + _ROWS + '99,e",f\n'
    ).encode(),
    "TAB012/good-line-breaks.csv": b'question,answer\n"a,b\nc,d\ne,f",g\nh,i\n',
    "TAB013/bad-cut.csv": _GOOD.encode() + b'Where?,"In the\nold to',
    "TAB013/good-whole.csv": _GOOD.encode() + b'Where?,"In the\nold town"',
    "TAB014/bad-header.tsv": b"prompt\tcompletion\n",
    "TAB014/good-one-row.tsv": b"prompt\tcompletion\na\tb\n",
    "TAB015/bad-joined.csv": (_GOOD + _GOOD).encode(),
    "TAB015/good-once.csv": _GOOD.encode(),
    "TAB016/bad-inner.csv": b'question,answer\n1,"say "hi" now"\n2,b\n',
    "TAB016/good-doubled.csv": b'question,answer\n1,"say ""hi"" now"\n2,b\n',
    "TAB018/bad-three-lines.csv": (
        b'question,answer\nWho?,"Never\na,b\nc,d\nWhat?,Back"\nWhy?,So.\n'
    ),
    "TAB018/good-proved.csv": (
        b'question,answer\n"a, b",c\n"d, e",f\n"g, h",i\nWho?,"Never\na,b\nc,d\nWhat?,Back"\n'
    ),
    "TAB018/good-sentences.csv": (
        b'question,answer\nWhere?,"Here:\nRome, Italy\nOslo, Norway\nLima, Peru"\n'
    ),
    "TAB018/good-excel.csv": b'question,answer\r\nWhere?,"Here:\nx,1\ny,2\nz,3"\r\nWhy?,So.\r\n',
    "TAB017/bad-start.csv": b'id,text\n1,"Hello" she said\n2,"a, b"\n',
    "TAB017/good-middle.csv": b'id,text\n1,She said "Hello"\n2,"a, b"\n',
}
"""Path under `tests/cases` → content."""


def main() -> None:
    """Write all cases."""
    for name, content in CASES.items():
        path = _FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
