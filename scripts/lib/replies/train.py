#!/usr/bin/python3
"""Trains the model of intents and writes its weights.

    scripts/train-replies

Reads scripts/lib/replies/sentences.txt, fills its slots and joins sentences to replies with a fixed seed, learns one
logistic regression for each intent over hashed words, pairs of words and letter groups (numpy, full gradient), and
writes Sources/Replies/Data/weights.txt. Takes a minute.
"""

import pathlib
import random
import re
import unicodedata

import numpy

ROOT = pathlib.Path(__file__).resolve().parents[3]
SENTENCES = ROOT / "scripts/lib/replies/sentences.txt"
WEIGHTS = ROOT / "Sources/Replies/Data/weights.txt"
BUCKETS = 8192
INTENTS = (
    "out_of_office auto_ack insolvency paid_claim promise wrong_contact dispute hardship refusal legal optout optin "
    "plan_request copy_request question complaint thanks other"
).split()

# The folding of Sources/Replies/Text/Folding.swift for the letters of the ten languages.
FOLDED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "×": "x"}
PLAIN = {"\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-"}
CONTRACTIONS = {"ll": "will", "ve": "have", "re": "are", "d": "would", "s": "", "m": "am"}
JOINED = {"t", "hui", "clock", "n"}


def fold(text):
    out = []
    for letter in text.lower():
        letter = PLAIN.get(letter, letter)
        if letter in FOLDED:
            out.append(FOLDED[letter])
        elif "\u00c0" <= letter < "\u0180":
            out.append(unicodedata.normalize("NFD", letter)[0])
        else:
            out.append(letter)
    return "".join(out)


def words(text):
    """The words of ReplyWords in Sources/Replies/Intents/ReplyWords.swift."""
    tokens = []  # text, kind, whether it is glued to the one before, whether a line ended before it
    text, end = fold(text), -1
    for match in re.finditer(r"[0-9]+|[a-z\u0080-\U0010ffff]+(?:'[a-z\u0080-\U0010ffff]+)?|[^\s]", text):
        piece, glued, starts = match.group(), match.start() == end, "\n" in text[max(end, 0) : match.start()]
        end = match.end()
        if "'" in piece and len(piece) > 1:
            head, tail = piece.split("'", 1)
            if tail in CONTRACTIONS:
                tokens.append((head, "word", glued, starts))
                if CONTRACTIONS[tail]:
                    tokens.append((CONTRACTIONS[tail], "word", True, False))
            elif tail in JOINED:
                tokens.append((head + tail, "word", glued, starts))
            else:
                # Elision: the article stands for itself.
                tokens += [(head, "word", glued, starts), (tail, "word", True, False)]
        else:
            kind = "number" if piece[0] in "0123456789" else "word" if piece[0] > "\x7f" or piece[0].isalpha() else "mark"
            tokens.append((piece, kind, glued, starts))
    result = []
    for index, (piece, kind, glued, _) in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        before = tokens[index - 1] if index else None
        if kind == "mark":
            if piece not in ".!?;":
                continue
            day = before and before[1] == "number" and glued and len(before[0]) <= 2
            if piece == "." and following and (following[2] or day and not following[3]):
                continue
        elif kind == "number" and glued and index > 1 and tokens[index - 2][1] == "number" and before[2]:
            continue
        result.append(piece)
    return result


def bucket(kind, data):
    value = 2166136261
    for byte in kind + data:
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return (value ^ (value >> 16)) % BUCKETS


def features(text):
    found = set()
    previous = b"^"
    for word in words(text):
        data = word.encode()
        found.add(bucket(b"w", data))
        found.add(bucket(b"p", previous + b" " + data))
        wrapped = b"<" + data + b">"
        for start in range(len(wrapped) - 3 if len(wrapped) > 4 else 0):
            found.add(bucket(b"c", wrapped[start : start + 4]))
        previous = data
    return sorted(found)


DAYS = {
    "en": ["on Friday", "next week", "by the end of the month", "tomorrow", "on 15 March", "in ten days"],
    "de": ["am Freitag", "nächste Woche", "bis Monatsende", "morgen", "am 15. März", "in zehn Tagen"],
    "fr": ["vendredi", "la semaine prochaine", "fin de mois", "demain", "le 15 mars", "sous dix jours"],
    "es": ["el viernes", "la próxima semana", "a finales de mes", "mañana", "el 15 de marzo", "en diez días"],
    "nl": ["vrijdag", "volgende week", "eind van de maand", "morgen", "op 15 maart", "binnen tien dagen"],
    "it": ["venerdì", "la prossima settimana", "entro fine mese", "domani", "il 15 marzo", "tra dieci giorni"],
    "pt": ["na sexta-feira", "na próxima semana", "até ao fim do mês", "amanhã", "no dia 15 de março", "em dez dias"],
    "pl": ["w piątek", "w przyszłym tygodniu", "do końca miesiąca", "jutro", "15 marca", "w ciągu dziesięciu dni"],
    "sv": ["på fredag", "nästa vecka", "i slutet av månaden", "imorgon", "den 15 mars", "inom tio dagar"],
    "da": ["på fredag", "næste uge", "ved månedens udgang", "i morgen", "den 15. marts", "om ti dage"],
}
PAST = {
    "en": ["yesterday", "last week", "on 3 February", "two weeks ago"],
    "de": ["gestern", "letzte Woche", "am 3. Februar", "vor zwei Wochen"],
    "fr": ["hier", "la semaine dernière", "le 3 février", "il y a deux semaines"],
    "es": ["ayer", "la semana pasada", "el 3 de febrero", "hace dos semanas"],
    "nl": ["gisteren", "vorige week", "op 3 februari", "twee weken geleden"],
    "it": ["ieri", "la settimana scorsa", "il 3 febbraio", "due settimane fa"],
    "pt": ["ontem", "na semana passada", "no dia 3 de fevereiro", "há duas semanas"],
    "pl": ["wczoraj", "w zeszłym tygodniu", "3 lutego", "dwa tygodnie temu"],
    "sv": ["igår", "förra veckan", "den 3 februari", "för två veckor sedan"],
    "da": ["i går", "sidste uge", "den 3. februar", "for to uger siden"],
}
GREETINGS = {
    "en": ["Hi,", "Dear Sir or Madam,", "Hello"], "de": ["Guten Tag,", "Sehr geehrte Damen und Herren,", "Hallo"],
    "fr": ["Bonjour,", "Madame, Monsieur,"], "es": ["Buenos días,", "Hola,"], "nl": ["Goedemorgen,", "Beste,"],
    "it": ["Buongiorno,"], "pt": ["Bom dia,", "Olá,"], "pl": ["Dzień dobry,"], "sv": ["Hej,"], "da": ["Hej,"],
}
CLOSINGS = {
    "en": ["Regards, Alex", "Kind regards", "Thanks"], "de": ["Mit freundlichen Grüßen", "Viele Grüße, Alex"],
    "fr": ["Cordialement", "Merci"], "es": ["Saludos", "Gracias"], "nl": ["Met vriendelijke groet"],
    "it": ["Cordiali saluti"], "pt": ["Cumprimentos"], "pl": ["Pozdrawiam"], "sv": ["Med vänliga hälsningar"],
    "da": ["Venlig hilsen"],
}
AMOUNTS = ["EUR 480", "1.250,00 EUR", "£300", "2,400.00 USD", "1 250 kr"]
INVOICES = ["INV-2001", "RE-2026-17", "4711", "F-100234"]


def replies(generator):
    """Pairs of a text and its intents: each sentence alone, several times filled, and joined to another of its language."""
    rows = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            head, sentence = line.split(" | ", 1)
            language, intent = head.split()
            rows.append((language, intent, sentence))
    examples = []

    def fill(language, sentence):
        choose = generator.choice
        return (
            sentence.replace("{day}", choose(DAYS[language])).replace("{past}", choose(PAST[language]))
            .replace("{amount}", choose(AMOUNTS)).replace("{invoice}", choose(INVOICES))
        )

    for number, (language, intent, sentence) in enumerate(rows):
        for _ in range(3):
            examples.append((fill(language, sentence), {intent}, number))
        framed = f"{generator.choice(GREETINGS[language])} {fill(language, sentence)} {generator.choice(CLOSINGS[language])}"
        examples.append((framed, {intent}, number))
        others = [row for row in rows if row[0] == language and row[1] not in (intent, "thanks", "other")]
        other = generator.choice(others)
        both = {intent, other[1]} - ({"thanks", "other"} if intent in ("thanks", "other") else set())
        examples.append((f"{fill(language, sentence)} {fill(language, other[2])}", both, number))
    return examples


def matrix(texts):
    data = numpy.zeros((len(texts), BUCKETS), dtype=numpy.float32)
    for row, text in enumerate(texts):
        found = features(text)
        if found:
            data[row, found] = 1 / numpy.sqrt(len(found))
    return data


def train(data, labels, rounds=300, rate=8.0, momentum=0.9, decay=3e-5):
    """Gradient descent with momentum on the whole data."""
    weights = numpy.zeros((data.shape[1], labels.shape[1]), dtype=numpy.float32)
    bias = numpy.full(labels.shape[1], -2.0, dtype=numpy.float32)
    weight_step, bias_step = numpy.zeros_like(weights), numpy.zeros_like(bias)
    for _ in range(rounds):
        error = 1 / (1 + numpy.exp(-(data @ weights + bias))) - labels
        weight_step = momentum * weight_step - rate * (data.T @ error / len(data) + decay * weights)
        bias_step = momentum * bias_step - 0.1 * rate * error.mean(axis=0)
        weights += weight_step
        bias += bias_step
    return weights, bias


def text_of(weights, bias):
    lines = ["# Written by scripts/train-replies from scripts/lib/replies/sentences.txt."]
    for column, intent in enumerate(INTENTS):
        row = weights[:, column]
        scale = float(f"{max(1e-6, float(numpy.abs(row).max())) / 2000:.6g}")
        numbers = numpy.clip(numpy.rint(row / scale), -2048, 2047).astype(int) + 2048
        letters = "".join(chr(48 + number // 64) + chr(48 + number % 64) for number in numbers)
        lines.append(f"{intent} {float(bias[column]):.6g} {scale:.6g} {letters}")
    return "\n".join(lines) + "\n"


def main():
    examples = replies(random.Random(20260301))
    labels = numpy.array([[intent in wanted for intent in INTENTS] for _, wanted, _ in examples], dtype=numpy.float32)
    data = matrix([text for text, _, _ in examples])
    # A fifth of the sentences is held out whole, so that the figure is about sentences never seen.
    held = numpy.array([number % 5 == 0 for _, _, number in examples])
    weights, bias = train(data[~held], labels[~held])
    scores = data[held] @ weights + bias
    right = sum(labels[held][row, column] > 0 for row, column in enumerate(scores.argmax(axis=1)))
    for low, high in [(-9, -3), (-3, -2), (-2, -1), (-1, 0), (0, 1), (1, 2), (2, 3), (3, 9)]:
        chosen = (scores >= low) & (scores < high)
        if chosen.any():
            print(f"log-odds {low:2} to {high:2}: {chosen.sum():6} said, {labels[held][chosen].mean():.3f} right")
    print(f"train-replies: {len(examples)} replies, the first intent right on {right / held.sum():.3f} of those held out")
    weights, bias = train(data, labels)
    text = text_of(weights, bias)
    WEIGHTS.write_text(text, encoding="utf-8")
    for sample in ["We will pay on Friday.", "Bitte keine weiteren E-Mails mehr."]:
        odds = matrix([sample])[0] @ weights + bias
        print(sample, " ".join(f"{intent}={value:.3f}" for intent, value in zip(INTENTS, odds) if value > -2))


if __name__ == "__main__":
    main()
