# SPDX-License-Identifier: GPL-3.0-or-later
"""From a script to its clauses: one action each, with its times and how it follows the one before.

The text is cut at punctuation and at the small words that link actions ("then", "while", "and",
"before" ...). Soft links cut only between two actions: "waves with her left and right hand" is one
clause, "sits down and waves" two. Whose turn it is ("she", "the man") matters to nobody here.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from backend.language.text import Reading, Token, tokenize
from backend.language.words import ACTION_VERBS, AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from backend.motion import lexicon
from backend.motion.script.linking import (
    ARROW,
    BULLET,
    LINKS,
    LONE,
    NO_ACTION,
    NUMBERING,
    OPENING,
    PERSONS,
    STRENGTH,
    TO_REST,
    TRAILING,
)
from backend.motion.script.timing import Mark, find_marks, squeezed
from backend.motion.spec import LOCOMOTION, OVERLAYS


@dataclass
class Clause:
    """One action. ``text`` is the prompt's own words without its times and links."""

    text: str
    #: How it follows the clause before: "then", "while", "and" (either of them), "list" (after a comma) or
    #: "lead while" (with the clause after it).
    link: str
    marks: list[Mark] = field(default_factory=list)
    #: Verbs of the lexicon in it, in order: (verb, phrase).
    verbs: list[tuple[str, str]] = field(default_factory=list)
    #: Words of the clause before that this one leaves out: "turns left, then right" -> "turns".
    borrowed: str = ""
    #: Begins a sentence.
    opens: bool = False
    #: Its verb is an -ing form.
    participle: bool = False

    @property
    def main(self) -> str:
        """The verb that decides how it combines with others, "" without any."""
        names = [name for name, _ in self.verbs]
        return next((name for name in names if name != "idle"), names[0] if names else "")


@dataclass
class _Piece:
    """Tokens ``start..end`` (indices) after a link."""

    start: int
    end: int
    link: str
    opens: bool
    verbs: list[tuple[int, int, str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    borrowed: str = ""
    unknown: bool = False
    #: "before sitting down he bows": its second action comes first.
    swapped: bool = False
    #: "after clapping he turns": its first action is over when the second begins.
    past: bool = False

    @property
    def acts(self) -> bool:
        return bool(self.verbs) or self.unknown


def split(prompt: str) -> list[Clause]:
    """The clauses of ``prompt`` in the order in which they happen."""
    return _Splitter(prompt).clauses()


class _Splitter:
    """Cuts one prompt."""

    def __init__(self, prompt: str) -> None:
        lines = [BULLET.sub("", squeezed(line)).rstrip(".;,") for line in prompt.splitlines()]
        self.text = ARROW.sub(" then ", "; ".join(line for line in lines if line))
        if prompt.lstrip().startswith(("1.", "1)")):
            self.text = NUMBERING.sub("; ", self.text)
        self.text = TO_REST.sub("stand still", self.text)
        self.marks = self.placed(find_marks(self.text))
        blanked = list(self.text)
        for mark in self.marks:
            blanked[mark.start:mark.end] = " " * (mark.end - mark.start)
        self.blanked = "".join(blanked)
        self.tokens: list[Token] = tokenize(self.blanked)
        self.keys = [token.key for token in self.tokens]
        self.starts = [token.start for token in self.tokens]
        reading = Reading(self.blanked)
        found = reading.find(lexicon.VERBS)
        #: Where it says to stop: an action of its own, which ends the one before.
        self.stops = {match.start for match in reading.find(dict.fromkeys(lexicon.STOPS, True)) if not match.negated}
        self.verbs = [(match.start, match.end, match.value, match.phrase) for match in found
                      if not match.negated and not self.is_noun(match.start, match.end)]

    def placed(self, marks: list[Mark]) -> list[Mark]:
        """Times in brackets stand after their actions where the first one does: "walk (2s), jump (1s)"."""
        first = next((mark.start for mark in marks if mark.leads), None)
        if first is None or not Reading(self.text[:first]).find(lexicon.VERBS):
            return marks
        return [replace(mark, leads=mark.leads and not self.text[mark.start:mark.end].rstrip().endswith((")", "]")))
                for mark in marks]

    def is_noun(self, start: int, end: int) -> bool:
        """ "the walk", "a two-second wave": an action all the same; "at one point", "in turn", "the rest" are none."""
        words = " ".join(self.keys[start:end])
        before = self.keys[start - 1] if start else ""
        return lexicon.is_thing(words, before) or (
                words in ("point", "turn", "rest", "pose", "march", "bound", "spring", "cross", "approach")
                and before in ("the", "in", "one", "some", "this", "that"))

    # -- pieces -------------------------------------------------------------------------------------------------

    def links(self) -> Iterator[tuple[int, int, str]]:
        """(first token, after, kind) of every linking phrase, runs of them as the strongest."""
        index, count = 0, len(self.tokens)
        run: tuple[int, int, str] | None = None
        led = {bisect.bisect_left(self.starts, mark.start) for mark in self.marks if mark.leads}
        while index < count:
            hit = self.link_at(index)
            if index in led and run is None and hit is None:
                yield index, index, "then"
            if hit is None:
                if run:
                    yield run
                run = None
                index += 1
                continue
            end, kind = hit
            if run and kind != "trail" and run[2] != "trail" and STRENGTH.index(run[2]) > STRENGTH.index(kind):
                kind = run[2]
            if run and run[2] == "trail":
                yield run
                run = None
            run = (run[0] if run else index, end, kind)
            index = end
        if run:
            yield run

    def link_at(self, index: int) -> tuple[int, str] | None:
        for length in (5, 4, 3, 2, 1):
            words = tuple(self.keys[index:index + length])
            kind = LINKS.get(words)
            if kind is None or len(words) < length:
                continue
            follows = self.keys[index + length] if index + length < len(self.keys) else "."
            if words in TRAILING and follows in (".", ";", "!", "?", "then", ","):
                return index + length, "trail"
            if words == ("next",) and (follows == "to" or (index and self.keys[index - 1] in DETERMINERS)):
                return None
            if words[-1] in ("once", "when", "until", "as") and not self.opens_clause(index + length):
                continue  # "jumps once"
            return index + length, kind
        if self.keys[index] == "as" and index + 1 < len(self.keys) and self.opens_clause(index + 1) \
                and (self.keys[index + 1] in PRONOUNS or self.keys[index + 1] == "the"):
            return index + 1, "while"
        return None

    def opens_clause(self, index: int) -> bool:
        """Whether somebody or a verb stands at ``index``."""
        if index >= len(self.keys):
            return False
        if self.keys[index] in PRONOUNS | DETERMINERS | AUXILIARIES:
            return True
        return any(start == index for start, *_ in self.verbs)

    def pieces(self) -> list[_Piece]:
        """All pieces of text between links, with their verbs and marks."""
        found: list[_Piece] = []
        start, link, opens = 0, "stop", True
        for first, after, kind in [*self.links(), (len(self.tokens), len(self.tokens), "stop")]:
            if first > start:
                found.append(_Piece(start, first, link, opens))
                link, opens = kind, self.ends_sentence(first, after)
            if kind == "trail":
                if found and not found[-1].opens:
                    found[-1].link = "while"
                link = "stop"
            elif first > start:
                pass
            elif STRENGTH.index(kind) >= STRENGTH.index(link):
                link = kind
            start = after
        self.fill(found)
        return found

    def ends_sentence(self, first: int, after: int) -> bool:
        return any(key in (".", ";", "!", "?") for key in self.keys[first:after])

    def fill(self, pieces: list[_Piece]) -> None:
        if not pieces:
            return
        starts = [piece.start for piece in pieces]
        for verb in self.verbs:
            pieces[bisect.bisect_right(starts, verb[0]) - 1].verbs.append(verb)
        for piece in pieces:
            piece.unknown = not piece.verbs and (self.opens_with_action(piece) or any(
                index in self.stops for index in range(piece.start, piece.end)))
        places = [self.tokens[piece.start].start for piece in pieces]
        for mark in self.marks:
            index = max(bisect.bisect_right(places, mark.start) - 1, 0)
            # A time between two pieces belongs to the one it introduces, unless it closes the one before.
            ending = self.tokens[pieces[index].end - 1].end
            if mark.start >= ending and index + 1 < len(pieces) and mark.end <= places[index + 1] and (
                    mark.leads or self.linked(ending, mark.start) or not self.linked(mark.end, places[index + 1])):
                index += 1
            pieces[index].marks.append(mark)
        for piece in pieces:
            if piece.link in ("comma", "and") and any(
                    mark.leads or mark.kind in ("start", "range", "delay") for mark in piece.marks):
                piece.link = "then"

    def linked(self, start: int, end: int) -> bool:
        """Whether a link stands between two places of the text."""
        return any(start <= token.start < end for token in self.tokens)

    def opens_with_action(self, piece: _Piece) -> bool:
        """Whether it begins like a clause whose verb this engine's lexicon lacks: "does a backflip", "he yodels".

        What accompanies another action, ", smiling", is none.
        """
        subject = False
        for index in range(piece.start, piece.end):
            token = self.tokens[index]
            if token.key in PERSONS or token.key in OPENING or token.key.endswith("ly"):
                subject |= token.key in PERSONS and token.key not in DETERMINERS
                continue
            if token.key.endswith("ing") and piece.link in ("comma", "and", "while"):
                return False
            known = bool(ACTION_VERBS & set(token.forms)) and token.key not in NO_ACTION
            told = subject and token.is_word and token.key.endswith(("s", "ing")) and token.lemma != token.key \
                and token.key not in lexicon.STYLE_WORDS
            return known or told
        return False

    # -- merging ------------------------------------------------------------------------------------------------

    def clauses(self) -> list[Clause]:
        pieces = self.ordered(self.merged(self.pieces()))
        result: list[Clause] = []
        for piece in pieces:
            clauses = list(self.actions(piece))
            result += clauses[1:] + clauses[:1] if piece.swapped else clauses
        return result

    def merged(self, pieces: list[_Piece]) -> list[_Piece]:
        """Pieces without an action joined to a neighbour, or given the verb they leave out."""
        result: list[_Piece] = []
        pending: _Piece | None = None
        for piece in pieces:
            if pending is not None:
                if piece.opens and not pending.opens and not pending.marks:
                    pending = None
                else:
                    piece.start, piece.link, piece.opens = pending.start, pending.link, pending.opens
                    piece.marks = [*pending.marks, *piece.marks]
                    pending = None
            if piece.acts:
                if not result and piece.link == "while":
                    piece.link = "lead while"
                result.append(piece)
                continue
            previous = result[-1] if result else None
            if previous is not None and previous.verbs and self.leaves_out_verb(piece):
                piece.borrowed, piece.verbs = self.verb_words(previous), previous.verbs[:1]
                result.append(piece)
            elif previous is None or (piece.opens and piece.link in ("stop", "then")):
                pending = piece
            elif piece.link in ("while",) and not self.content(piece):
                previous.link = "while" if len(result) > 1 and not previous.opens else previous.link
            else:
                previous.end = piece.end
                previous.marks += piece.marks
        if pending is not None:
            if result and not pending.marks:
                result[-1].end = pending.end
            elif not result:
                result.append(pending)
            elif result:
                result[-1].marks += pending.marks
        return result

    def content(self, piece: _Piece) -> bool:
        return any(token.is_word for token in self.tokens[piece.start:piece.end])

    def leaves_out_verb(self, piece: _Piece) -> bool:
        """ "then right", "and backwards", "twice with the left": what a verb before it is borrowed for."""
        keys = [key for key in self.keys[piece.start:piece.end] if key.isalnum()]
        if not keys:
            return False
        said = set(keys) & {"left", "right", "both", "forward", "forwards", "backward", "backwards", "back", "again",
                            "around"}
        if {"slow", "slows", "speed", "speeds"} & set(keys) and {"down", "up"} & set(keys):
            return False
        if piece.link in ("then", "stop"):
            quick = any(key in lexicon.PACES or key in lexicon.INTENSITIES for key in keys)
            return bool(said or quick or "times" in keys)
        counted = set(keys) & {"once", "twice", "times"}
        limb = set(keys) & {"hand", "arm", "leg", "foot"}
        return bool(said) and set(keys) <= LONE and (bool(counted) or not limb)

    def verb_words(self, piece: _Piece) -> str:
        first, after = piece.verbs[0][0], piece.verbs[0][1]
        return piece.borrowed or self.blanked[self.tokens[first].start:self.tokens[after - 1].end]

    @staticmethod
    def ordered(pieces: list[_Piece]) -> list[_Piece]:
        """Told in order: "sits down after waving" and "before sitting down, waves" wave first."""
        result: list[_Piece] = []
        hold: _Piece | None = None
        for piece in pieces:
            if piece.opens and piece.link == "before":
                piece.link = "then"
                if len(piece.verbs) < 2:
                    hold = piece
                    continue
                piece.swapped = True
            if piece.link == "after":
                piece.link, piece.past = "then", True
                if not piece.opens and result:
                    result.insert(len(result) - 1, piece)
                    piece.link, result[-1].link = result[-1].link, "then"
                    continue
            elif piece.link == "before":
                piece.link = "then"
            if hold is not None and piece.opens:
                result.append(hold)
                hold = None
            result.append(piece)
        return result if hold is None else [*result, hold]

    # -- actions ------------------------------------------------------------------------------------------------

    def actions(self, piece: _Piece) -> Iterator[Clause]:
        """The clauses of one piece: more than one where verbs stand side by side ("sits waving")."""
        cuts, links = [piece.start], [piece.link]
        for before, verb in zip(piece.verbs, piece.verbs[1:]):
            subject = self.subject_before(verb[0], before[1])
            if verb[0] - 2 >= before[1] and self.keys[verb[0] - 1] in DETERMINERS and self.keys[verb[0] - 2] == "with":
                cuts.append(verb[0] - 2)  # "walks with a wave"
                links.append("while")
                continue
            # "Waving both hands she walks"
            leading = (before[0] == piece.start and self.keys[before[0]].endswith("ing")
                       and not piece.past)
            apart = "while" if leading else "then"
            link = apart if subject < verb[0] else self.apart(before, verb)
            if link:
                cuts.append(subject)
                links.append(link)
        if len(cuts) == 1 and len(piece.marks) > 1:
            cuts, links = self.cut_at_marks(piece, cuts, links)
        bounds = [*cuts[1:], piece.end]
        for number, (start, end) in enumerate(zip(cuts, bounds)):
            verbs = [(name, phrase) for first, _, name, phrase in piece.verbs
                     if start <= first < end or piece.borrowed]
            marks = [mark for mark in piece.marks if len(cuts) == 1 or self.owner(mark, cuts) == number]
            yield Clause(self.words(start, end), self.kind(links[number], piece, number), marks, verbs,
                         piece.borrowed if not number else "", piece.opens and not number,
                         any(start <= first < end and self.keys[first].endswith("ing") for first, *_ in piece.verbs))

    def subject_before(self, verb: int, least: int) -> int:
        """The token at which the clause of the verb at ``verb`` begins: who does it and how, if that is said."""
        place, subject = verb, verb
        while place - 1 >= least:
            key = self.keys[place - 1]
            if key in PERSONS and key not in ("his", "her", "their", "it", "that", "this", "there", "here"):
                place -= 1
                subject = place
            elif key in ("his", "her", "their") and verb - place < 1:
                break
            elif key.endswith("ly") or key in AUXILIARIES or (subject < verb and key in DETERMINERS):
                place -= 1
                subject = place if subject < verb else subject
            else:
                break
        return subject

    def kind(self, link: str, piece: _Piece, number: int) -> str:
        if link in ("while", "lead while"):
            return link
        if link in ("and", "comma") and not (piece.opens and not number):
            return "and" if link == "and" else "list"
        return "then"

    def owner(self, mark: Mark, cuts: list[int]) -> int:
        places = [self.tokens[cut].start for cut in cuts]
        return max(bisect.bisect_right(places, mark.start) - 1, 0)

    def cut_at_marks(self, piece: _Piece, cuts: list[int], links: list[str]) -> tuple[list[int], list[str]]:
        """ "0-2 s walk 2-4 s wave": times do what punctuation does elsewhere."""
        verbs = piece.verbs
        if len(verbs) < 2 or len({verb[0] for verb in verbs}) < len(piece.marks):
            return cuts, links
        return [piece.start, *(verb[0] for verb in verbs[1:])], [piece.link, *("then" for _ in verbs[1:])]

    def apart(self, before: tuple[int, int, str, str], verb: tuple[int, int, str, str]) -> str:
        """How ``verb`` stands to the one before it in the same piece; "" for one action of both."""
        first, second = before[2], verb[2]
        if first == second or verb[0] <= before[1] or "idle" in (first, second):
            return ""
        pair = {first, second}
        if pair & {*LOCOMOTION} and pair & {*LOCOMOTION, "turn", "sidestep"} and len(pair) == 2 and pair <= {
                *LOCOMOTION, "turn", "sidestep"}:
            return ""
        between = self.keys[before[1]:verb[0]]
        participle = self.keys[verb[0]].endswith("ing") or "with" in between  # "with her hands raised"
        if participle and (second in OVERLAYS or first in OVERLAYS):
            return "while"
        return "then" if self.keys[verb[0] - 1] in ("to", "and") or not participle else ""

    def words(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        # Prepositions that only introduced a time are left behind by it.
        while end - 1 > start and self.keys[end - 1] in PREPOSITIONS & {"for", "from", "at", "between", "with"}:
            end -= 1
        return " ".join(self.blanked[self.tokens[start].start:self.tokens[end - 1].end].split())
