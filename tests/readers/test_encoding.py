"""The encoding of a text is told, with an honest confidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.errors import UsageError
from ftprep.readers.text.encoding import Encoding, detect, detect_head
from tests.readers.text_file import input_file

TEXTS = {
    "cp1252": (
        "Où est ma commande ? Vous pouvez la suivre à tout moment, même après l’été.",
        "Können Sie mir eine Rechnung schicken? Natürlich, die Öffnungszeiten sind täglich gleich.",
        "¿Cuándo llegará mi pedido? El niño comió una manzana en la estación más cercana.",
        "Não consigo acessar a minha conta. A devolução pode ser feita em até sete dias.",
        "Hur återställer jag mitt lösenord? Klicka på ”Glömt lösenord” – det är lätt.",
    ),
    "cp1251": (
        "Как восстановить пароль? Нажмите «Забыли пароль» на странице входа.",
        "Скільки коштує доставка? Доставка по Києву безкоштовна.",
    ),
    "gb18030": (
        "如何重置密码？请在登录页面点击“忘记密码”。",
        "孩子发烧咳嗽怎么办？建议多喝水，注意休息，及时就医。",
        "高血压患者能吃党参吗？",
    ),
    "cp932": (
        "ご注文の商品はいつ届きますか？通常、三営業日以内に発送いたします。",
        "表示できません。ソフトの機能を確認してください。",
        "パスワードを忘れてしまいました。",
    ),
    "cp949": (
        "비밀번호를 잊어버렸어요. 로그인 화면에서 비밀번호 찾기를 눌러 주세요.",
        "배송은 얼마나 걸리나요? 보통 주문 후 사흘 안에 도착합니다.",
        "안녕하세요, 반갑습니다.",
    ),
    "big5": ("如何重設密碼？請在登入頁面點選忘記密碼。", "功能在哪裡？許功蓋請看設定。"),
    "euc_jp": ("ご注文の商品はいつ届きますか？通常、三営業日以内に発送いたします。",),
    "koi8_r": ("Как восстановить пароль? Нажмите на странице входа.",),
    "cp1250": (
        "Jak mogę zresetować hasło? Dziękuję za pomoc, wszystko działa!",
        "Děkuji za pomoc, všechno už funguje. Příští týden přijedu.",
    ),
    "cp1253": ("Πότε θα φτάσει η παραγγελία μου; Συνήθως σε δύο με τρεις ημέρες.",),
    "cp1254": ("Şifremi nasıl sıfırlayabilirim? Çok teşekkür ederim, her şey çalışıyor.",),
    "cp1255": ("איך אני מאפס את הסיסמה שלי? לחצו על שכחתי סיסמה בעמוד הכניסה.",),
    "cp1256": ("كيف يمكنني إعادة تعيين كلمة المرور؟ اضغط على نسيت كلمة المرور.",),
    "cp1258": (
        "La\u0300m sao đê\u0309 đă\u0323t la\u0323i mâ\u0323t khâ\u0309u cu\u0309a tôi?",
        "Ho\u0323c phi\u0301 la\u0300 bao nhiêu đô\u0300ng mô\u0323t tha\u0301ng?",
    ),
    "cp874": ("ฉันจะรีเซ็ตรหัสผ่านได้อย่างไร คลิกที่ลืมรหัสผ่าน",),
}
SENTENCES = [(codec, text) for codec, texts in TEXTS.items() for text in texts]
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize(("codec", "text"), SENTENCES, ids=[text[:12] for _, text in SENTENCES])
def test_one_sentence_is_enough(codec: str, text: str, tmp_path: Path) -> None:
    encoding, findings = detect(input_file(tmp_path, f"text,label\n{text},a\n".encode(codec)), None)
    assert encoding.name == codec
    assert 0.5 <= encoding.confidence < 1
    assert [finding.code for finding in findings] in (["SRC005"], ["SRC006"])


@pytest.mark.parametrize(("codec", "text"), SENTENCES)
def test_a_table_makes_sure(codec: str, text: str, tmp_path: Path) -> None:
    lines = "".join(f"{at},{text}\n" for at in range(30))
    encoding, (finding,) = detect(input_file(tmp_path, f"id,text\n{lines}".encode(codec)), None)
    assert encoding.name == codec
    assert encoding.confidence >= 0.8
    assert finding.code == "SRC005"


@pytest.mark.parametrize(("_codec", "text"), SENTENCES)
@pytest.mark.parametrize("wide", WIDE)
def test_a_wide_encoding_is_told_without_a_mark(_codec: str, text: str, wide: str) -> None:
    assert detect_head(f"question,answer\n{text},{text}\n".encode(wide)) == wide


@pytest.mark.parametrize(("_codec", "text"), SENTENCES)
def test_utf8_is_proved(_codec: str, text: str, tmp_path: Path) -> None:
    encoding, findings = detect(input_file(tmp_path, text.encode()), None)
    assert encoding == Encoding("utf-8", 1.0, bom=False)
    assert not findings


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")],
)
def test_a_mark_is_believed(codec: str, name: str, tmp_path: Path) -> None:
    encoding, (finding,) = detect(input_file(tmp_path, "a,b\n".encode(codec)), None)
    assert encoding == Encoding(name, 1.0, bom=True)
    assert finding.code == ("SRC004" if name == "utf-8" else "SRC005")


def test_what_is_given_overrides(tmp_path: Path) -> None:
    file = input_file(tmp_path, "Ää".encode("cp1251", "ignore") + b"\xc4\xe4")
    assert detect(file, "CP1251") == (Encoding("cp1251", 1.0, bom=False), ())
    assert detect(file, "latin-1")[0].name == "iso8859-1"
    marked = input_file(tmp_path, "a".encode("utf-16"))
    assert detect(marked, "utf-16")[0] == Encoding("utf-16-le", 1.0, bom=True)
    assert detect(marked, "UTF-16BE")[0].name == "utf-16-be"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "idna", "unicode_escape", ""])
def test_an_encoding_that_does_not_exist_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No encoding is called"):
        detect(input_file(tmp_path, b"x"), name)


@pytest.mark.parametrize("bad", [b"\xff", b"\x92", b"\xe9"])
@pytest.mark.parametrize("text", ["日本語のテキスト。", "Привет, мир!", "naïve café, déjà vu"])
def test_a_few_bad_bytes_do_not_change_utf8(bad: bytes, text: str, tmp_path: Path) -> None:
    content = f"{text}\n".encode() * 20 + b"x " + bad + b" y\n"
    encoding, findings = detect(input_file(tmp_path, content), None)
    assert encoding.name == "utf-8"
    assert encoding.confidence < 1
    assert not findings  # each place is told where it is


def test_two_letters_make_nobody_sure(tmp_path: Path) -> None:
    encoding, (finding,) = detect(input_file(tmp_path, b"a,b\nx,\xc4\xe0\n"), None)
    assert encoding.confidence < 0.8
    assert finding.code == "SRC006"
    assert {finding.args["encoding"], finding.args["other"]} == {"cp1251", "cp1252"}
    assert {finding.args["word"], finding.args["other_word"]} == {"Да", "Äà"}


@pytest.mark.parametrize("content", [b"a\0b,c\n", b"\0", b"a,b\n1,\0\n\0,2\n"])
def test_a_nul_makes_no_wide_encoding(content: bytes) -> None:
    assert detect_head(content) == "utf-8"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("iso2022_jp", "質問,回答\n返品はできますか,はい。できます\n"),
        ("koi8_u", "Як змінити пароль?,Відкрийте Налаштування і натисніть.\n"),
        (
            "mac_cyrillic",
            "Как «сбросить» пароль?,Откройте «Настройки», потом «Безопасность».\n" * 5,
        ),
        ("iso8859_15", "Ça coûte 15 € à l’étranger\n".replace("’", "'") * 5),
        ("mac_roman", "I can’t log in,Try “forgot password” – it’s easy…\n"),
    ],
)
def test_a_rarer_code_page_is_told(codec: str, text: str, tmp_path: Path) -> None:
    encoding, _ = detect(input_file(tmp_path, text.encode(codec)), None)
    assert text.encode(codec).decode(encoding.name) == text


MESSAGES = {
    ("cp1250", "iso8859_2", "cp852"): (
        (
            "Gdzie jest moja paczka? Zamówiłem ją w zeszły czwartek i jeszcze nie przyszła. Proszę "
            "o zwrot pieniędzy, ponieważ krzesło było uszkodzone."
        ),
        "Jak zmienić hasło? Czy mogę zapłacić później?",
        (
            "Kde je moje zásilka? Objednal jsem ji minulý čtvrtek a ještě nedorazila. Prosím o "
            "vrácení peněz, židle byla poškozená."
        ),
        "Jak změním heslo? Děkujeme za zprávu, vaši žádost vyřídíme.",
        (
            "Hol van a csomagom? Múlt csütörtökön rendeltem, és még nem érkezett meg. Kérem a pénz "
            "visszatérítését, mert a szék sérült volt. Köszönjük az üzenetét, hamarosan "
            "válaszolunk. Fizetés később, egyszerűen."
        ),
        "Nem működik a fizetés. Később újra megpróbálom.",
    ),
    ("cp1251", "koi8_r", "cp866", "iso8859_5"): (
        (
            "Где моя посылка? Я заказал её в прошлый четверг, и она ещё не пришла. Прошу вернуть "
            "деньги, стул был повреждён."
        ),
        "Спасибо за сообщение, мы скоро ответим.",
        "Как сменить пароль?",
    ),
}
"""Code pages of a language → what people write to a shop, at length and shortly."""


@pytest.mark.parametrize(
    ("codec", "text"),
    [(codec, text) for codecs, texts in MESSAGES.items() for text in texts for codec in codecs],
)
def test_code_pages_of_one_language_are_told_apart(codec: str, text: str, tmp_path: Path) -> None:
    encoding, _ = detect(input_file(tmp_path, text.encode(codec)), None)
    assert text.encode(codec).decode(encoding.name) == text


def test_letters_late_in_a_file_count(tmp_path: Path) -> None:
    plain = b"plain text, nothing special\n" * 30_000
    content = plain + "".join(TEXTS["gb18030"]).encode("gb18030")
    assert detect(input_file(tmp_path, content), None)[0].name == "gb18030"


SHORT = {
    "cp1250": "Příliš",
    "iso8859_2": "žluťoučký",
    "cp866": "Да",
    "koi8_r": "Да",
    "cp1253": "Πώς",
    "cp1251": "Как",
    "cp1252": "Où",
    "iso8859_16": "țară",
    "cp1258": "hàng",
}


@pytest.mark.parametrize(("codec", "word"), SHORT.items())
def test_a_guess_is_told_whatever_the_encoding(codec: str, word: str, tmp_path: Path) -> None:
    text = f"text,label\n{word},a\n"
    encoding, (finding,) = detect(input_file(tmp_path, text.encode(codec)), None)
    assert finding.code == "SRC006"
    assert encoding.confidence < 0.8
    assert finding.args["word"] != finding.args["other_word"]
