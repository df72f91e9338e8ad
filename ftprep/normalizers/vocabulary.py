"""The usual names of columns, by language and by what they hold. Data only; `names.py` uses it.

Words are separated by ` | `. Case, accents, and the signs between words do not matter. Names that
say one thing in one language and another elsewhere are left out: a wrong guess costs more than a
question.
"""

from __future__ import annotations

from ftprep.named import NamedTuple

__all__ = ["GROUP", "LANGUAGES", "OTHER", "Words"]


class Words(NamedTuple):
    """The names of one language. Each field is a list separated by ` | `."""

    ask: str
    """What the model is asked: question, prompt, instruction, input."""
    reply: str
    """What the model shall answer: answer, completion, response, output."""
    text: str
    """A text to be classified or answered; counts only where no `ask` column is."""
    label: str
    """The class of a text; counts only where no `reply` column is."""
    system: str = ""
    """The instructions that stand before the conversation."""
    person: str = ""
    """One side of a dialogue, named by who speaks; counts only beside an `agent` column."""
    agent: str = ""
    """The other side, when a machine speaks."""
    staff: str = ""
    """The other side, when a person answers; as a column this is a name, so only roles use it."""
    role: str = ""
    """Who speaks, where each row is one message."""
    content: str = ""
    """What is said, where each row is one message."""
    context: str = ""
    """A passage that belongs to the question; never used unasked."""


LANGUAGES: dict[str, Words] = {
    "en": Words(
        "question | questions | ask | query | prompt | prompts | instruction | instructions | input"
        " | inputs | problem | user question | customer question | user query | search query"
        " | user prompt | user input | input text | user message | customer message"
        " | question text | prompt text | faq | faq question | inquiry | enquiry | request",
        "answer | answers | completion | completions | response | responses | output | outputs"
        " | reply | solution | model answer | correct answer | expected answer | reference answer"
        " | gold answer | ideal answer | best answer | final answer | answer text | faq answer"
        " | expected output | output text | model output | ideal output | expected response"
        " | ideal response | ideal completion | model response | assistant response"
        " | assistant message | bot response | bot reply | agent response | agent reply"
        " | support reply | support response | ai response | gpt response | chatbot response"
        " | chatgpt response | canonical solution | ground truth | reference output | ideal"
        " | expected | target | targets | target text | summary",
        "text | texts | utterance | utterances | sentence | sentences | message | message text"
        " | content | body | ticket | ticket text | ticket body | issue text | complaint | review"
        " | review text | comment | comment text | tweet | post | post text | headline | snippet"
        " | document | article | email text | email body | phrase",
        "label | labels | label text | category | categories | class | class name | class label"
        " | classification | intent | intents | intent name | sentiment | emotion | topic | tag"
        " | target label | gold label | ticket category | department | queue",
        "system | system prompt | system message | system text | system instruction"
        " | system instructions",
        "user | human | customer | client | visitor | q",
        "assistant | a | bot | gpt | ai | chatbot | chatgpt",
        "agent | support | support agent | operator | staff | advisor | representative | helpdesk",
        "role | speaker | sender | author role | message role | from | sender type | party",
        "content | message | text | utterance | value | body | message text | message content",
        "context | passage | background | reference text",
    ),
    "de": Words(
        "frage | fragen | kundenfrage | anfrage | nutzerfrage | eingabe | anweisung | prompt"
        " | fragestellung | kundenanfrage | aufgabe",
        "antwort | antworten | ausgabe | lösung | musterantwort | erwartete antwort | reaktion"
        " | rückmeldung | vervollständigung | zusammenfassung",
        "text | nachricht | satz | äußerung | kundennachricht | beschwerde | bewertungstext"
        " | kommentar | tickettext | inhalt",
        "kategorie | kategorien | klasse | absicht | stimmung | thema | etikett | bezeichnung"
        " | abteilung",
        "systemprompt | systemnachricht | systemanweisung",
        "nutzer | benutzer | kunde | mensch",
        "assistent",
        "berater | mitarbeiter | kundendienst",
        "rolle | sprecher | absender",
        "inhalt | nachricht | text",
        "kontext | hintergrund",
    ),
    "fr": Words(
        "question | questions | demande | requête | consigne | entrée | question client | invite",
        "réponse | réponses | sortie | solution | réponse attendue | complétion | résumé",
        "texte | message | phrase | énoncé | commentaire | avis | réclamation | contenu",
        "étiquette | catégorie | classe | intention | sentiment | thème | libellé",
        "message système | invite système | système",
        "utilisateur | client",
        "assistant",
        "conseiller | agent | support",
        "rôle | locuteur | expéditeur",
        "contenu | message | texte",
        "contexte",
    ),
    "es": Words(
        "pregunta | preguntas | consulta | instrucción | instrucciones | entrada | petición"
        " | pregunta del cliente",
        "respuesta | respuestas | salida | solución | respuesta esperada | contestación | resumen",
        "texto | mensaje | frase | oración | comentario | reseña | queja | contenido",
        "etiqueta | categoría | clase | intención | sentimiento | tema",
        "mensaje del sistema | instrucción del sistema | sistema",
        "usuario | cliente",
        "asistente",
        "agente | soporte",
        "rol | hablante | remitente",
        "contenido | mensaje | texto",
        "contexto",
    ),
    "pt": Words(
        "pergunta | perguntas | questão | consulta | instrução | entrada | dúvida | solicitação",
        "resposta | respostas | saída | solução | resposta esperada | resumo",
        "texto | mensagem | frase | comentário | avaliação | reclamação | conteúdo",
        "etiqueta | rótulo | categoria | classe | intenção | sentimento | tema",
        "mensagem do sistema | instrução do sistema | sistema",
        "usuário | utilizador | cliente",
        "assistente",
        "atendente | agente | suporte",
        "papel | falante | remetente",
        "conteúdo | mensagem | texto",
        "contexto",
    ),
    "it": Words(
        "domanda | domande | quesito | richiesta | istruzione | istruzioni | ingresso",
        "risposta | risposte | uscita | soluzione | risposta attesa | riassunto",
        "testo | messaggio | frase | commento | recensione | reclamo | contenuto",
        "etichetta | categoria | classe | intento | intenzione | sentimento | argomento",
        "messaggio di sistema | istruzioni di sistema",
        "utente | cliente",
        "assistente",
        "operatore | agente | supporto",
        "ruolo | parlante | mittente",
        "contenuto | messaggio | testo",
        "contesto",
    ),
    "nl": Words(
        "vraag | vragen | klantvraag | opdracht | instructie | invoer | verzoek",
        "antwoord | antwoorden | uitvoer | oplossing | reactie | samenvatting",
        "tekst | bericht | zin | uiting | opmerking | klacht | inhoud",
        "categorie | klasse | intentie | sentiment | onderwerp",
        "systeembericht | systeemprompt",
        "gebruiker | klant",
        "assistent",
        "medewerker",
        "rol | spreker | afzender",
        "inhoud | bericht | tekst",
        "context",
    ),
    "pl": Words(
        "pytanie | pytania | zapytanie | polecenie | instrukcja | wejście | prompt",
        "odpowiedź | odpowiedzi | wyjście | rozwiązanie | streszczenie",
        "tekst | wiadomość | zdanie | wypowiedź | komentarz | opinia | treść",
        "etykieta | kategoria | klasa | intencja | sentyment | temat",
        "wiadomość systemowa | komunikat systemowy",
        "użytkownik | klient",
        "asystent",
        "konsultant",
        "rola | nadawca",
        "treść | wiadomość | tekst",
        "kontekst",
    ),
    "cs": Words(
        "otázka | otázky | dotaz | pokyn | instrukce | vstup",
        "odpověď | odpovědi | výstup | řešení | shrnutí",
        "text | zpráva | věta | komentář",
        "štítek | kategorie | třída | záměr | téma",
    ),
    "sv": Words(
        "fråga | frågor | instruktion | indata",
        "svar | utdata | lösning | sammanfattning",
        "text | meddelande | mening | kommentar",
        "etikett | kategori | klass | avsikt | ämne",
    ),
    "da": Words(
        "spørgsmål | forespørgsel | instruks | spørsmål | henvendelse",
        "svar | løsning | besvarelse",
        "tekst | besked | melding | sætning | kommentar",
        "kategori | klasse | etiket | emne",
    ),
    "fi": Words(
        "kysymys | kysymykset | ohje | syöte",
        "vastaus | vastaukset | tuloste | ratkaisu",
        "teksti | viesti | lause",
        "luokka | kategoria | aihe",
    ),
    "hu": Words(
        "kérdés | kérdések | utasítás | bemenet",
        "válasz | válaszok | kimenet | megoldás",
        "szöveg | üzenet | mondat",
        "címke | kategória | osztály | téma",
    ),
    "ro": Words(
        "întrebare | întrebări | cerere | instrucțiune | intrare",
        "răspuns | răspunsuri | ieșire | soluție",
        "text | mesaj | propoziție",
        "etichetă | categorie | clasă | intenție",
    ),
    "el": Words(
        "ερώτηση | ερωτήσεις | ερώτημα | οδηγία | είσοδος",
        "απάντηση | απαντήσεις | έξοδος | λύση",
        "κείμενο | μήνυμα | πρόταση",
        "ετικέτα | κατηγορία | πρόθεση",
    ),
    "ru": Words(
        "вопрос | вопросы | запрос | промпт | инструкция | ввод | вход | задание"
        " | вопрос пользователя | вопрос клиента",
        "ответ | ответы | вывод | выход | решение | ожидаемый ответ | завершение | резюме",
        "текст | сообщение | предложение | высказывание | реплика | комментарий | отзыв"
        " | обращение | жалоба",
        "метка | метки | категория | класс | намерение | интент | тональность | тема | ярлык",
        "системный промпт | системное сообщение | система",
        "пользователь | клиент | человек",
        "ассистент | бот",
        "оператор | поддержка | агент",
        "роль | автор | отправитель",
        "содержание | содержимое | сообщение | текст",
        "контекст",
    ),
    "uk": Words(
        "питання | запитання | запит | інструкція | промпт | введення | завдання",
        "відповідь | відповіді | вивід | рішення | розв'язок",
        "текст | повідомлення | речення | коментар | відгук | звернення",
        "мітка | категорія | клас | намір | тема",
        "системний промпт | системне повідомлення",
        "користувач | клієнт",
        "асистент",
        "оператор | підтримка",
        "роль | відправник",
        "вміст | повідомлення | текст",
        "контекст",
    ),
    "tr": Words(
        "soru | sorular | talimat | girdi | istem | sorgu | müşteri sorusu",
        "cevap | cevaplar | yanıt | yanıtlar | çıktı | çözüm | özet",
        "metin | mesaj | cümle | ifade | yorum | şikayet",
        "etiket | kategori | sınıf | niyet | duygu | konu",
        "sistem mesajı | sistem istemi | sistem",
        "kullanıcı | müşteri",
        "asistan",
        "temsilci | destek",
        "rol | konuşmacı | gönderen",
        "içerik | mesaj | metin",
        "bağlam",
    ),
    "ar": Words(
        "سؤال | السؤال | أسئلة | الأسئلة | استفسار | التعليمات | تعليمات | المدخل | الإدخال",
        "جواب | الجواب | إجابة | الإجابة | الاجابه | رد | الرد | المخرج | الإخراج",
        "نص | النص | رسالة | الرسالة | جملة | الجملة | تعليق",
        "تصنيف | التصنيف | فئة | الفئة | تسمية | الصنف",
        "رسالة النظام | تعليمات النظام",
        "المستخدم | مستخدم | العميل",
        "المساعد | مساعد",
        "الدعم | الموظف",
        "الدور | دور | المرسل",
        "المحتوى | محتوى | الرسالة | النص",
        "السياق | سياق",
    ),
    "fa": Words(
        "سوال | سؤال | پرسش | دستور | ورودی",
        "جواب | پاسخ | خروجی",
        "متن | پیام | جمله",
        "برچسب | دسته | دسته بندی",
    ),
    "he": Words(
        "שאלה | שאלות | השאלה | הנחיה | הוראה | קלט",
        "תשובה | תשובות | התשובה | פלט | מענה",
        "טקסט | הודעה | משפט",
        "תווית | קטגוריה | סיווג | כוונה",
    ),
    "zh": Words(
        "问题 | 提问 | 问 | 问句 | 提示 | 提示词 | 指令 | 输入 | 用户问题 | 客户问题 | 标准问题"
        " | 問題 | 提問 | 問 | 問句 | 提示詞 | 輸入 | 使用者問題",
        "答案 | 回答 | 答 | 答复 | 回复 | 输出 | 标准答案 | 参考答案 | 摘要"
        " | 答覆 | 回覆 | 輸出 | 標準答案 | 參考答案",
        "文本 | 句子 | 消息 | 内容 | 正文 | 评论 | 语句 | 訊息 | 文字 | 內容 | 評論 | 語句",
        "标签 | 类别 | 分类 | 意图 | 情感 | 標籤 | 類別 | 分類 | 意圖 | 主题",
        "系统 | 系统提示 | 系统提示词 | 系統 | 系統提示 | 系統提示詞",
        "用户 | 客户 | 使用者 | 用戶 | 客戶",
        "助手 | 机器人 | 機器人",
        "客服",
        "角色 | 说话人 | 发送者 | 說話者",
        "内容 | 消息 | 文本 | 內容 | 訊息",
        "上下文 | 背景",
    ),
    "ja": Words(
        "質問 | 質問文 | 質問内容 | 問い | 問い合わせ | 問い合わせ内容 | お問い合わせ"
        " | お問い合わせ内容 | 問 | 指示 | 入力 | プロンプト | ユーザー入力",
        "回答 | 回答文 | 回答内容 | 答え | 答 | 返答 | 返信 | 応答 | 出力 | 模範解答 | 要約",
        "テキスト | 文章 | 本文 | 発話 | メッセージ | コメント | 文",
        "ラベル | カテゴリ | カテゴリー | 分類 | クラス | 意図 | インテント | 感情",
        "システム | システムプロンプト | システムメッセージ",
        "ユーザー | ユーザ | お客様 | 顧客",
        "アシスタント | ボット",
        "担当者 | オペレーター | サポート",
        "役割 | ロール | 発言者 | 話者 | 送信者",
        "内容 | 発言 | メッセージ | 本文 | テキスト",
        "文脈 | コンテキスト",
    ),
    "ko": Words(
        "질문 | 질문내용 | 문의 | 문의내용 | 물음 | 지시 | 지시문 | 명령어 | 입력 | 프롬프트",
        "답변 | 답변내용 | 답 | 대답 | 응답 | 정답 | 출력 | 요약",
        "텍스트 | 문장 | 발화 | 메시지 | 본문 | 댓글",
        "라벨 | 레이블 | 카테고리 | 분류 | 범주 | 의도 | 감정",
        "시스템 | 시스템 프롬프트 | 시스템 메시지",
        "사용자 | 고객 | 유저",
        "어시스턴트 | 챗봇",
        "상담사 | 상담원",
        "역할 | 화자 | 발신자",
        "내용 | 발화 | 메시지",
        "문맥 | 맥락",
    ),
    "hi": Words(
        "प्रश्न | सवाल | निर्देश | इनपुट",
        "उत्तर | जवाब | आउटपुट",
        "पाठ | संदेश | वाक्य | टेक्स्ट",
        "लेबल | श्रेणी | वर्ग",
    ),
    "vi": Words(
        "câu hỏi | hỏi | yêu cầu | chỉ dẫn | đầu vào",
        "câu trả lời | trả lời | đáp án | phản hồi | đầu ra",
        "văn bản | tin nhắn | câu | nội dung",
        "nhãn | danh mục | phân loại | ý định | chủ đề",
        person="người dùng | khách hàng",
        agent="trợ lý",
        role="vai trò",
        content="nội dung | tin nhắn",
    ),
    "id": Words(
        "pertanyaan | tanya | instruksi | masukan | perintah",
        "jawaban | jawab | keluaran | balasan | tanggapan",
        "teks | pesan | kalimat | ulasan | komentar",
        "label | kategori | kelas | maksud | sentimen",
        person="pengguna | pelanggan",
        agent="asisten",
        role="peran",
        content="isi | pesan",
    ),
    "th": Words(
        "คำถาม | ถาม | คำสั่ง",
        "คำตอบ | ตอบ",
        "ข้อความ | ประโยค",
        "ป้ายกำกับ | หมวดหมู่ | ประเภท",
    ),
}

GROUP = (
    "conversation id | conversation | conversation number | conv id | dialog id | dialogue id"
    " | dialog | dialogue | chat id | session id | session | thread id | thread | ticket id"
    " | ticket number | case id | case number | chat | konversation | gesprächs id | gespräch"
    " | vorgang | conversación | conversation_no | идентификатор диалога | диалог | 对话id | 会话id"
    " | 對話id | 会話id | 대화id | 대화"
)
"""Names of a column whose equal values make one conversation."""

OTHER = (
    "id | row id | index | no | nr | number | title | subject | description | name | date | time"
    " | timestamp | created at | updated at | created | author | language | lang | locale | source"
    " | split | url | link | notes | note | remarks | status | priority | channel | product"
    " | score | rating | difficulty | type | subcategory | intent id | user id | question id"
    " | answer id | metadata | meta | weight | chosen | rejected | messages | conversations"
    " | titel | betreff | datum | sprache | quelle | titre | sujet | date de création | langue"
    " | título | asunto | fecha | idioma | data | titolo | oggetto | lingua"
    " | название | дата | язык | источник | başlık | tarih | 标题 | 日期 | 标题 | 科室 | 標題"
    " | タイトル | 件名 | 日付 | 言語 | 제목 | 날짜 | 언어 | العنوان | التاريخ | ngày | tiêu đề"
    " | judul | tanggal"
)
"""Further names that tables have, which say nothing about the two sides but mark a header row."""
