"""What people type and what it is called here: verbs, and the words of the vocabulary, in English and German."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Final, TypeVar

from tracker.domain.words import (
    Act,
    Basis,
    Certainty,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    SourceKind,
    Stance,
    Via,
)

AnyWord = TypeVar("AnyWord", bound=StrEnum)

VERBS: Final[Mapping[str, str]] = {
    "add new create insert register": "source add ... | claim open ... | log ...",
    "record say said state statement tell enter write note": "log ...",
    "assert claimed confirm announce accuse predict warn deny speculate decline": "log ... -a {}",
    "edit change correct fix update modify set": "amend ...",
    "rm remove delete del drop revert rollback": "undo ...",
    "forget erase wipe purge": "redact ...",
    "withdraw": "verdict ... --withdraw | retract ...",
    "list ls all": "claim list ... | source list ...",
    "sources speakers people who": "source list ...",
    "claims": "claim list ...",
    "articles files": "article list ...",
    "search grep query lookup": "find ...",
    "history chronology events": "timeline | timeline --claim ...",
    "status state board summary overview stats": "belief ...",
    "trust reliability rank score": "credibility ...",
    "explain because": "why ...",
    "judge settle resolve rule": "verdict ...",
    "view cat print get": "show ...",
    "help man manual usage": "--help | ... --help",
    "version": "--version",
    "read parse extract scan": "ingest ...",
    "accept": "review ... --accept",
    "reject": "review ... --reject",
    "proposals queue pending inbox": "review ...",
    "load": "import ...",
    "save dump": "export ...",
    "check audit fsck": "verify ...",
    "migrate": "upgrade ...",
    "setup start make": "init ...",
    "config settings parameters": "policy show",
    "merge same": "source merge ...",
    "link": "claim relate ...",
    "compare changes": "diff ...",
}
"""Verbs that are not ours, and what does the work; ``...`` stands for the words behind, ``{}`` for the verb itself."""

GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "source": {
        "new create register open": "source add ...",
        "edit change update rename amend set": "source describe ...",
        "ls all search find": "source list ...",
        "view get who": "source show ...",
        "rm remove delete undo": "undo ENTRY",
        "same join": "source merge ...",
        "split unmerge": "source separate ...",
    },
    "claim": {
        "add new create register": "claim open ...",
        "edit change update rename describe set": "claim amend ...",
        "ls all search find": "claim list ...",
        "view get": "claim show ...",
        "rm remove delete undo close": "undo ENTRY",
        "link same contradicts": "claim relate ...",
        "settle verdict resolve": "verdict ...",
    },
    "article": {
        "new create register open archive": "article add ...",
        "edit change update describe set": "article amend ...",
        "ls all search find": "article list ...",
        "view get read": "article show ...",
        "rm remove delete undo": "undo ENTRY",
    },
    "policy": {"list view get": "policy show", "change edit": "policy set ..."},
}


def verbs(group: str, typed: str, rest: Sequence[str]) -> list[str]:
    """What somebody meant by a verb that ``group`` ("" is the program itself) has not; empty where nobody knows.

    Each is the words behind ``tracker``, still with ``...`` where the ``rest`` of the line goes.
    """
    known = GROUPS.get(group, {}) if group else VERBS
    word = typed.lower()
    found = next((meant for words, meant in known.items() if word in words.split()), None)
    if found is None:
        return []
    all_of_them = [one.strip() for one in found.format(word).split("|")]
    return [one for one in all_of_them if bool(rest) == ("..." in one)] or all_of_them


_WORDS: Final[Mapping[type[StrEnum], Mapping[str, StrEnum]]] = {
    Act: {
        "said says say told tells states stated state claim claims claimed maintains sagt sagte behauptet": Act.ASSERT,
        "bestätigt bestätigte verified admits admitted acknowledges": Act.CONFIRM,
        "promise promises promised decides decided plans kündigt_an ankündigung": Act.ANNOUNCE,
        "blames blamed charges alleges alleged wirft_vor": Act.ACCUSE,
        "expects expected forecasts forecast erwartet": Act.PREDICT,
        "threatens warnt warnte": Act.WARN,
        "denied denies denial no rejects rejected refutes dementiert bestreitet dementi": Act.DENY,
        "guess guesses suggests vermutet": Act.SPECULATE,
        "thinks believes comment meint": Act.OPINION,
        "open unknown unsure offen unklar": Act.UNCLEAR,
        "no_comment refused refuses refuse kein_kommentar": Act.DECLINE,
        "silent silence no_answer no_reply unanswered keine_antwort": Act.NO_RESPONSE,
        "neither did_not_deny not_denied nondenial": Act.NON_DENIAL,
    },
    Stance: {
        "for yes pro true dafür": Stance.SUPPORTS,
        "against no contra con false dagegen": Stance.DENIES,
        "neutral neither": Stance.NONE,
    },
    Certainty: {
        "sure definite yes sicher": Certainty.CERTAIN,
        "probable probably wahrscheinlich": Certainty.LIKELY,
        "possible possibly maybe perhaps vielleicht": Certainty.UNCERTAIN,
        "none unknown": Certainty.UNSTATED,
    },
    Basis: {
        "saw seen eyewitness first_hand": Basis.WITNESSED,
        "paper papers file record": Basis.DOCUMENT,
        "decision own": Basis.OWN_DECISION,
        "hearsay rumour rumor anonymous insiders": Basis.HEARD_FROM_UNNAMED,
        "none nothing": Basis.NO_EVIDENCE,
        "unknown": Basis.UNSTATED,
    },
    Interest: {
        "self own selfish": Interest.SELF_SERVING,
        "none": Interest.NEUTRAL,
        "against": Interest.AGAINST_INTEREST,
    },
    Via: {
        "quote quoted verbatim": Via.DIRECT,
        "paraphrase paraphrased": Via.INDIRECT,
        "title": Via.HEADLINE,
        "outlet own": Via.VOICE,
    },
    Presentation: {
        "name by_name": Presentation.NAMED,
        "nameless": Presentation.UNNAMED,
        "group": Presentation.COLLECTIVE,
    },
    GroundRule: {
        "public unter_eins eins": GroundRule.ON_RECORD,
        "unter_zwei zwei": GroundRule.BACKGROUND,
        "unter_drei drei confidential secret": GroundRule.OFF_RECORD,
    },
    SourceKind: {
        "company firm corporation government ministry authority party ngo institution firma": SourceKind.ORGANISATION,
        "human man woman individual": SourceKind.PERSON,
        "several people insiders": SourceKind.GROUP,
        "newspaper paper magazine media broadcaster site website blog zeitung": SourceKind.OUTLET,
        "wire newswire": SourceKind.AGENCY,
        "file report study letter": SourceKind.DOCUMENT,
    },
    Finding: {
        "right correct yes confirmed proven wahr richtig": Finding.TRUE,
        "wrong incorrect no refuted debunked disproved falsch": Finding.FALSE,
        "half_true partly_true partly half": Finding.MIXED,
        "unknown open unproven undecided": Finding.UNRESOLVABLE,
    },
}
"""Words that are not of the vocabulary, and the one that is; ``_`` stands for a blank."""


def fitting(words: type[AnyWord], typed: str) -> list[AnyWord]:
    """The words of a vocabulary that a person typed in whole or by a beginning; ``-`` and blanks stand for ``_``."""
    plain = _plain(typed)
    return [word for word in words if word == plain] or [word for word in words if plain and word.startswith(plain)]


def suggested(words: type[AnyWord], typed: str) -> AnyWord | None:
    """The word that somebody meant who typed another: ``denied`` is deny, ``no comment`` decline."""
    plain = _plain(typed)
    for known, word in _WORDS.get(words, {}).items():
        if plain in known.split():
            return words(word)
    inflected = [word for word in words if len(word) > 3 and plain.startswith(word[: max(4, len(word) - 1)])]
    near = inflected or get_close_matches(plain, list(words), n=1, cutoff=0.75)
    return words(near[0]) if near else None


def _plain(typed: str) -> str:
    return "_".join(typed.strip().lower().replace("-", " ").replace("_", " ").split())
