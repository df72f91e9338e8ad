"""Sentences of other languages and scripts: tokenizers and rules treat them quite differently."""

from __future__ import annotations

from random import Random
from typing import Final

from bench.data.deck import Draw, deck, filled

__all__ = ["foreign"]

_TEMPLATES: Final = (
    "Die {de} ist {dea}, und die {de} bleibt bis {num} Uhr {dea}.",
    "Können Sie mir sagen, warum die {de} {num} Tage nach der {de} {dea} wird?",
    "Für die {de} brauchen wir {num} weitere Angaben über die {de}.",
    "Größere {de}en prüft die {de} zuerst; danach folgt die {de}.",
    "La {fr} de la {fr} {fra} coûte {num} euros, mais la {fr} est {fra}.",
    "Pourquoi la {fr} {fra} n’a-t-elle pas été envoyée avant le {num} février ?",
    "Après la {fr}, l’équipe vérifie la {fr} {fra} et la {fr} de la {fr}.",
    "¿Cuánto tarda la {es} de la {es} {esa} después de {num} días?",
    "La {es} {esa} llegó mañana por la tarde, según la {es} de la {es}.",
    "Señale la {es} {esa} y compruebe la {es} de {num} años.",
    "{ru} {rua}, а {ru} {rua} через {num} дней после того, как {ru} {rua}.",
    "Почему {ru} {rua}, если {ru} уже {rua}?",
    "{zh}的{zh}在{num}天后{zh}，因为{zh}和{zh}不同。",
    "请问{zh}{zh}的{zh}怎么{zh}？",
    "{zh}の{zh}は{num}日後に{zh}します。",
    "{zh}を{zh}するには、{zh}が必要です。",
)
_GERMAN: Final = (
    "Rechnungs Liefer Kunden Daten Prüf Vertrags Wohn Reise Steuer Bild",
    "stelle nummer frist übersicht karte anfrage abteilung ordnung stunde wache",
    "gültig bekannt fällig geändert gesperrt kürzer üblich öffentlich neu",
)
_FRENCH: Final = (
    "pré re dé in sur trans con su inter para",
    "position cription mission vention ception diction formation version duction",
    "complète récente fermée égale utile privée ancienne générale légère",
)
_SPANISH: Final = (
    "pre re in ex con trans sub inter de per",
    "posición cepción misión vención dicción formación versión ducción fección",
    "rápida pública pequeña última íntegra válida común española",
)
_RUSSIAN: Final = (
    "пере под вы за при об от раз на до",
    "вод писка ход работка клад сказ пуск бор движение каз",
    "готово изменилось закрыто проверено найдено начинается удалено",
)
_CHARACTERS: Final = (
    "日月年時分前後上下中外東西南北大小多少長高新古白黒赤青天地山川水火木金土石田国家市町村道路車電気"
    "力学校生先友人男女子父母手足目口耳心体頭食飲飯魚肉茶米花草木林森犬猫鳥馬牛見聞読書話語言文字本紙絵音楽"
    "歌春夏秋冬朝昼夜今週毎買売店物品行来帰入出立"
)


def foreign(random: Random) -> Draw:
    """Sentences, each of one language."""
    words = {
        "zh": deck(random, [a + b for a in _CHARACTERS for b in random.sample(_CHARACTERS, 30)]),
        "num": deck(random, [str(number) for number in range(2, 900)]),
    }
    languages = {"de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "ru": _RUSSIAN}
    for name, (fronts, backs, others) in languages.items():
        nouns = [front + back for front in fronts.split() for back in backs.split()]
        words[name] = deck(random, nouns)
        words[f"{name}a"] = deck(random, others.split())
    return filled(random, _TEMPLATES, words)
