"""English sentences."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from bench.data.deck import Draw, filled

__all__ = ["asks", "openings", "statements", "steps"]

_ASKS: Final = (
    "How do I {verb} {np}?",
    "How can I {verb} {np} without {verbing} {np}?",
    "What is the difference between {np} and {np}?",
    "Why does {np} {verb} when I {verb} {np}?",
    "Where can I find {np} for {np}?",
    "Can you explain how {np} {verbs} {np}?",
    "Is it possible to {verb} {np} before {date}?",
    "Who {verbs} {np} in {city}?",
    "When will {np} be {verbed}?",
    "Which {noun} should I {verb} for {num} {nouns}?",
    "I ordered {np} on {date} and {np} has not been {verbed}. What should I do?",
    "My {noun} {order} shows {np} as {verbed}, but {np} is {adj}.",
    "We are {verbing} {np} in {city} and need {num} {nouns}. Any advice?",
    "Write a short note about {np} and {np} for {name}.",
    "Summarise why {np} {verbs} {np} in two sentences.",
    "Please {verb} {np} and tell me whether {np} is {adj}.",
    "Give me {num} ideas for {verbing} {adj} {nouns}.",
    "Compare {np} with {np}: which one is more {adj}?",
    "Does the {noun} {noun} work with version {version} of {np}?",
    "I paid {money} for {np}, yet {np} still {verbs}. Is that right?",
    "Translate into plain English: {np} {verbs} {np}, and {np} {verbs} {np}.",
    "What happens to {np} if {np} is {adj}?",
    "Should {np} be {verbed} every {num} days?",
    "Explain {np} to a {adj} {noun}.",
    "Tell me how many {nouns} {np} can {verb} in {num} hours.",
    "Rewrite this so that it sounds less {adj}: {np} {verbed} {np} near {city}.",
    'I can\'t {verb} {np}; it says "{np} is {adj}".',
    "The {noun} is {adj} and {np} won't {verb}. It began on {date} at {time}.",
)
_STATEMENTS: Final = (
    "{Np} {verbs} {np} and {np}.",
    "{Np} was {verbed} by {np} on {date}.",
    "In most cases {np} is {adj}, so {np} can {verb} it.",
    "{Np} takes about {num} minutes, while {np} needs {num} hours.",
    "However, {np} does not {verb} {np} until {np} has been {verbed}.",
    "If {np} is {adj}, {verb} {np} first and then {verb} {np}.",
    "That is why {np} {verbs} more often than {np}.",
    "For example, {np} in {city} {verbed} {num} {nouns} for {money}.",
    "About {percent} of {nouns} {verb} {np}; the others {verb} {np}.",
    "As a rule, {np} should be {verbed} before {np} {verbs}.",
    "{Np} and {np} are both {adj}, but only {np} {verbs} well.",
    "It helps to {verb} {np} once a week, especially when {np} is {adj}.",
    "There are {big} {nouns} in {np}, of which {num} are {adj}.",
    "You don't need {np}; {np} is enough.",
    "{Np} – the one with {np} – {verbs} {np}.",
    "Since {isodate}, {np} has {verbed} {np} without {verbing} {np}.",
    "This means that {np} {verbs} {np}, which is {adj}.",
    "Keep {np} away from {np}: it {verbs} quickly.",
    "{first} {last} {verbed} {np}, and nobody {verbed} {np}.",
    "“{Np} is {adj},” said {name}, “and {np} will {verb}.”",
    "Between {time} and {time}, {np} {verbs} {np}.",
    "What matters is whether {np} {verbs}, not how {adj} {np} is.",
    "Version {version} {verbs} {np} (see {np}).",
    "{Np} costs {money}, including {np}.",
    "Without {np}, {np} would {verb} {np} and {np} would be {adj}.",
    "Once {np} is {verbed}, {np} {verbs} by itself.",
    "{Np} can {verb}, {verb} or {verb} {np}.",
    "It's {adj} because {np} {verbs} {np}.",
    "Note that {np} isn't {verbed} in {city}.",
    "After {verbing} {np}, {np} becomes {adj} again.",
)
_SELDOM: Final = (
    *["See {url} for {np}."] * 6,
    *["The details are at {url}, under {np}."] * 4,
    *["Write to {email} when {np} is {adj}."] * 2,
    "Call {phone} before {time} and ask for {first}.",
    "{Np} → {np} → {np} 🙂",
)
_STEPS: Final = (
    "Open {np} and {verb} {np}.",
    "{Noun}: {verb} {np} for {num} minutes.",
    "Make sure that {np} is {adj}.",
    "Check {np}, then {verb} {np}.",
    "Remove {np} from {np}.",
    "Set **{noun}** to {num} and {verb} {np}.",
    "Wait until {np} {verbs}.",
    "Ask {first} to {verb} {np}.",
)
_OPENINGS: Final = (
    *("Yes. ", "No. ", "Sure! ", "Thank you for asking. ", "Good question. ", "I am sorry. "),
    *("It depends on {np}. ", "Short answer: {np}. ", "Thanks, {first}. ", "Of course: "),
    *[""] * 14,
)


def asks(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """Questions and requests."""
    return filled(random, _ASKS, slots)


def statements(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """Sentences of an answer; one in 150 names where to write, call or look."""
    templates = (*_STATEMENTS * 70, *_SELDOM)
    return filled(random, templates, slots)


def steps(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """Points of a list."""
    return filled(random, _STEPS, slots)


def openings(random: Random, slots: Mapping[str, Draw]) -> Draw:
    """How an answer begins; often with nothing."""
    return filled(random, _OPENINGS, slots)
