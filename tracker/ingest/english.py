"""English, as data: how it says that somebody said something. Closed lists, written down by hand."""

from __future__ import annotations

from typing import Final

from tracker.domain.sentences import words
from tracker.domain.words import Act, Certainty, SourceKind
from tracker.ingest.grammar import Calendar, Frame, Language, verbs

_C, _T, _I, _O = Frame.CLAUSE, Frame.THAT, Frame.INFINITIVE, Frame.OBJECT

_VERBS: Final = verbs(
    [
        (
            Act.ASSERT,
            _C,
            "say tell state add explain note remark observe comment write report argue claim insist maintain contend "
            "assert declare recall reply respond answer joke quip muse conclude point stress emphasize emphasise "
            "underline reiterate repeat suggest indicate disclose reveal testify boast complain lament whisper shout "
            "tweet post blog continue counter retort agree allege believe think feel estimate reckon stipulate "
            "mention clarify caution quote",
        ),
        (Act.ASSERT, _T, "show find hear understand imply mean prove signal read"),
        (Act.UNCLEAR, _C, "wonder inquire enquire"),
        (Act.CONFIRM, _C, "confirm affirm concede acknowledge admit accept"),
        (Act.DENY, _C | _O, "deny reject dismiss refute dispute rebut"),
        (Act.DECLINE, _I, "refuse decline"),
        (Act.WARN, _C | _O, "warn caution"),
        (Act.WARN, _I, "threaten"),
        (Act.ACCUSE, _T | _O, "accuse blame"),
        (Act.ANNOUNCE, _C | _I | _O, "announce"),
        (Act.ANNOUNCE, _C | _I, "promise vow pledge decide swear"),
        (Act.ANNOUNCE, _I, "plan intend offer agree undertake"),
        (Act.PREDICT, _T | _I | _O, "expect predict forecast project anticipate"),
        (Act.SPECULATE, _C, "speculate guess suspect assume fear doubt hope"),
        (Act.OPINION, _C | _I | _O, "demand urge criticize criticise condemn denounce praise welcome"),
        (Act.OPINION, _C | _I, "recommend propose advise ask"),
        (Act.OPINION, _O, "call describe label brand dub blast slam decry deride lambast lambaste hail mock"),
    ]
)

_STATES: Final = verbs([(Act.OPINION, _C, "confident convinced sure certain worried hopeful optimistic")])

ENGLISH: Final = Language(
    code="en",
    function_words=words(
        "the and of to in that is was for on with he she it as at by be are has have not from his her they"
    ),
    finite=("VVD", "VVZ", "VVB", "VBD", "VBZ", "VBB", "VHD", "VHZ", "VHB", "VDD", "VDZ", "VDB", "VM0"),
    infinitive=("VVI", "VBI", "VHI", "VDI"),
    participle=("VVN", "VBN", "VHN", "VDN", "VVG"),
    nominal=("NN", "NP", "UNC"),
    attribute=("AJ", "CRD", "ORD"),
    verbs=_VERBS,
    states=_STATES,
    auxiliaries=words(
        "is are was were be been has have had does do did don't doesn't didn't isn't aren't wasn't weren't hasn't "
        "haven't hadn't"
    ),
    passive=words("is are was were be been being"),
    intends=frozenset(),
    reportedly=frozenset(),
    perfect=frozenset(),
    modals=words("will would can could may might shall should must won't wouldn't can't cannot couldn't shouldn't"),
    determiners=words(
        "the a an this that these those his her its their our my your some any all both each every many several few "
        "two three four five six seven eight nine ten another other most no one"
    ),
    oblique=words("him them me us himself herself itself themselves"),
    genitives=frozenset(),
    attaching=words("of"),
    of_role=words("for at with from in to"),
    knowing=words("familiar close briefed aware involved near privy"),
    roles=r"(?:spokes(?:man|woman|person|people)|minister|secretary|head|director|analysts?|professor|president|"
    r"chief|chair(?:man|"
    r"woman)?|ambassador|researchers?|officer|manager|editor|officials?|lawyer|attorney|general|people|persons?|"
    r"employees?|experts?|"
    r"economists?|engineers?|members?|representative|knowledge|sources?|familiar|briefed)$",
    parting=frozenset(),
    prepositions=words(
        "in on at by with from to for of about against after before during since until through over under between "
        "among into near across behind beyond amid despite within without outside inside per via like unlike upon "
        "toward towards around"
    ),
    pronouns=words("he she they who it one this these those both some many others"),
    personal=words("he she they"),
    single=words("he she it one this"),
    several=words("these those both some many others"),
    plural_verb="",
    nominative=words("he she they i we"),
    one=frozenset(),
    sourced=frozenset(),
    wherefrom=frozenset(),
    plain=words("say tell"),
    needs={
        **dict.fromkeys(
            words("reject dismiss"),
            words(
                "claim claims allegation allegations accusation accusations account accounts report reports charge "
                "charges suggestion suggestions criticism criticisms rumour rumours rumor rumors"
            ),
        ),
        "call": words("on for a an"),
        **dict.fromkeys(words("blast slam decry deride lambast lambaste hail mock brand dub"), words("as")),
        "describe": words("as"),
        "see": words("as"),
    },
    toll=words("lives deaths dead"),
    hence=frozenset(),
    this=words("so"),
    objects=words("accuse blame"),
    called=words("as a an called call ban report decision move"),
    impersonal=words("there i we you everyone nobody everybody someone anyone"),
    reflexive=words("himself herself itself themselves"),
    agents=words("by"),
    complementizers=words("that whether"),
    asking=words("what why how when where who which if"),
    conditional=words("if unless"),
    circumstance=words("when after before while because although though since until as once if"),
    subjunctions=words(
        "because although though while if when whereas unless until since after before once as so than whether that"
    ),
    relatives=words("who which whose whom where that"),
    coordinators=words("and or but nor"),
    negations=words(
        "not no never neither nor none nothing nobody cannot can't won't don't doesn't didn't isn't wasn't aren't"
    ),
    adverbs=words(
        "also still now then already again later earlier recently previously yesterday today tomorrow here there "
        "however meanwhile instead too even only just about almost nearly further furthermore moreover repeatedly "
        "publicly privately separately formally officially flatly simply briefly once twice never always often "
        "sometimes usually initially finally eventually immediately clearly apparently reportedly allegedly probably "
        "perhaps maybe likely very quite rather so not"
    ),
    times=words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december year years month months week weeks day days morning afternoon evening "
        "night weekend yesterday today tomorrow spring summer autumn winter minute minutes hour hours"
    ),
    according=(("according", "to"), ("in", "the", "words", "of")),
    following=frozenset(),
    nouns_of_saying=r"(?!)",
    by=frozenset(),
    thus=frozenset(),
    as_=words("as"),
    first_mood=frozenset(),
    second_mood=frozenset(),
    hedges={
        **dict.fromkeys(
            words("likely probably apparently presumably reportedly allegedly seemingly"), Certainty.LIKELY
        ),
        **dict.fromkeys(words("may might could possibly perhaps maybe potentially conceivably"), Certainty.UNCERTAIN),
    },
    unclear=words("unclear uncertain unknown clear"),
    denying=words("not never neither nor cannot hardly"),
    believing=words("plan intend believe think expect suppose feel reckon anticipate guess"),
    inquiring=words("ask wonder inquire enquire"),
    whether=words("whether"),
    asked=words("asked questioned pressed"),
    speaking=words("i we my our me us"),
    nobody=words("whoever anyone anybody everyone everybody nobody none no neither somebody someone"),
    answers=words("q a question answer interviewer photo photos image picture video credit source note"),
    rumoured=r"\b(?:reportedly|allegedly|supposedly|purportedly)\b|\b(?:is|are|was|were) (?:widely )?(?:said|reported|"
    r"alleged|believed|rumou?red|understood|thought|claimed|reputed) to (?:have|be)\b",
    nouns={
        **dict.fromkeys(words("claim assertion statement suggestion insistence contention argument"), Act.ASSERT),
        **dict.fromkeys(words("announcement promise pledge vow assurance"), Act.ANNOUNCE),
        **dict.fromkeys(words("allegation accusation charge"), Act.ACCUSE),
        "warning": Act.WARN,
        **dict.fromkeys(words("prediction forecast"), Act.PREDICT),
        **dict.fromkeys(words("admission confirmation acknowledgement acknowledgment"), Act.CONFIRM),
        "denial": Act.DENY,
    },
    insisting=r"stress|insist|emphasi|underlin|maintain|reiterat|assur",
    meant=(
        (
            Act.DENY,
            r"\b(?:was|is|were|are|be|being|as) (?:\w+ly )?[\"“‘]?(?:\w+ )?(?:untrue|false|nonsense|baseless|unfounded|"
            r"fabricated|fiction)\b|^\W*(?:that )?there (?:is|are|was|were|has been|have been|will be) no\b|"
            r"^[“”\"‘']no[,.!–—]|^\W*(?:total|pure|complete|utter)\w* (?:fiction|nonsense|fabrication|rubbish)\b",
        ),
        (Act.CONFIRM, r"^[“”\"‘']yes[,.!–—]"),
        (Act.PREDICT, r"^\W*(?:that )?(?:we|i|it|they|he|she) (?:now |still )?expect(?:s|ed)?\b"),
        (
            Act.ANNOUNCE,
            r"^\W*(?:that )?(?:we|i) (?:will|shall|won[’']t|are going to|am going to)\b|^\W*(?:we|i)[’']ll\b",
        ),
        (
            Act.OPINION,
            r"^\W*(?:we|i) (?:\w+ly )?(?:think|believe|feel|find)\b|\bin (?:my|our|his|her|their) (?:view|opinion)\b",
        ),
    ),
    silent=(
        (
            Act.NON_DENIAL,
            r"\b(?:neither|not|n't|n’t|declin\w+ to|refus\w+ to) (?:\w+ )?confirm\w* (?:n?or|and) den(?:y|ie)\w*",
        ),
        (
            Act.DECLINE,
            r"\b(?:declin\w+|refus\w+) (?:further |any |all |a |an |to give |to offer )?(?:to )?(?:comments?|"
            r"discuss|elaborate|answer|"
            r"say|be drawn|speak)\b|\bwould(?: not|n't|n’t) (?:comment|discuss|say|be drawn|elaborate)\b|\bhad "
            r"no comment\b|\bno comment\b|"
            r"\bdid not wish to comment\b|\bcould not discuss\b",
        ),
        (
            Act.NO_RESPONSE,
            r"\b(?:did not|didn't|didn’t|has not|have not|had not|failed to) (?:immediately |yet "
            r")?(?:respond\w*|repl\w+|return\w*|answer\w*)\b|"
            r"\b(?:could not|couldn't|couldn’t) (?:immediately )?be reached\b|\bnot (?:immediately )?available "
            r"(?:for|to) comment\b|"
            r"\bwent unanswered\b|\bnot (?:immediately )?reachable\b",
        ),
    ),
    margins=r"(?:^|\s)(?:Photos?|Photograph|Image|Picture|Credit|Illustration|Graphic|Video|File photo)\s*:"
    r"\s*[^.!?]+\.?$|"
    r"^(?:[Bb]y|Written by|Words by|Photos? by|Reporting by|Edited by) (?:[A-Z][\w.'-]+ ?){1,4}"
    r"(?:,[^.!?]*|and [^.!?]*)?$|"
    r"^(?:Share (?:this|on|via)|Read (?:more|also|next)|Listen to|Sign up|Related|Advertisement|"
    r"Subscribe|Watch|Follow us|More on)\b[^!?.]*$",
    veiled=r"(?:who |and )?(?:ha[sd] |have )?(?:"
    r"(?:ask|declin|refus|request|insist|want|wish|prefer)\w* (?:not |on not |that \w+ not )?"
    r"(?:(?:to be|be|being) (?:publicly |further )?(?:named|identified|quoted)(?: by name)?|"
    r"to (?:stay|remain|go|be) (?:unnamed|anonymous|unidentified))|"
    r"(?:(?:spoke|speak\w*|talk\w*|ask\w* for|request\w*|insist\w* on) )?(?:only )?"
    r"(?:on (?:the )?condition of )?anonymity)"
    r"(?: (?:because|as|since) \w+ (?:was|were|is|are|had) (?:not )?(?:been )?(?:authori[sz]ed|allowed|permitted)"
    r"(?: to (?:speak|talk|discuss|comment|brief)\w*(?: (?:publicly|openly|about it|on it|the matter|it|"
    r"about the matter|on the matter|to (?:the )?(?:media|press|reporters|journalists))){0,3})?)?",
    carriers=r"^agency$|^newspaper$|^magazine$|^broadcaster$|^paper$|^website$|^network$",
    offices=r"spokes(?:man|woman|person|people)|minister$|spokesperson",
    kinds=(
        (SourceKind.AGENCY, r"news agency|\b(?:reuters|ap|afp|dpa|bloomberg|tass|xinhua|newswire|\w+wire)\b"),
        (
            SourceKind.OUTLET,
            r"\b(?:newspaper|paper|magazine|broadcaster|gazette|echo|tribune|times|post|guardian|bbc|cnn|herald|"
            r"chronicle|"
            r"telegraph|media|tv|television|radio|website)\b",
        ),
        (
            SourceKind.DOCUMENT,
            r"\b(?:report|study|survey|document|documents|filing|filings|statement|memo|letter|email|court "
            r"papers|records|"
            r"indictment|complaint|ruling|analysis|audit|review|draft|transcript|lawsuit|contract|minutes|"
            r"annual report)\b",
        ),
        (
            SourceKind.GROUP,
            r"\b(?:people|persons|sources|insiders|officials|analysts|experts|witnesses|critics|residents|"
            r"researchers|scientists|"
            r"employees|workers|traders|investigators|lawmakers|aides|diplomats|economists|members|doctors|"
            r"neighbours|neighbors|"
            r"campaigners|activists|protesters|supporters|opponents|observers|executives|investors|parents|"
            r"voters|lawyers|friends)\b",
        ),
        (
            SourceKind.ORGANISATION,
            r"spokes(?:man|woman|person|people)|\b(?:ministry|department|agency|government|police|council|"
            r"company|firm|group|bank|"
            r"court|commission|committee|board|union|party|university|institute|office|association|federation|"
            r"authority|"
            r"regulator|opposition|prosecution|defence|defense|army|military|navy|white house|kremlin|congress|"
            r"parliament|senate|"
            r"eu|un|nato|corp|inc|ltd|plc|co|startup|maker|developer|contractor|service|club|school|hospital|"
            r"church|charity|"
            r"campaign|administration|cabinet|treasury|ministers)\b",
        ),
    ),
    unnamed=r"people|person|source|insider|official|employee|aide|trader|witness|briefed|familiar|anonym|knowledge|"
    r"spokes(?:man|woman|person)|expert|analyst|diplomat|executive\b|resident|critic",
    many=r"\b(?:people|persons|sources|insiders|officials|employees|aides|traders|witnesses|experts|analysts|"
    r"diplomats|executives|"
    r"residents|critics|several|two|three|four|five|six|some|many)\b",
    singular=words("a an one"),
    numbers={
        name: number
        for number, name in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)
    },
    calendar=Calendar(
        on="on |this |in ",
        last=r"last ",
        open_=r"(?:until|till|since|next|coming|from|to this|before|after|by) ",
        vague=r"(?:\w+ )?(?:weeks?|months?|years?|decades?) ago|last (?:week|month|year)|to this day",
        weekdays={
            name: number
            for number, name in enumerate(
                ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            )
        },
        months={
            name: number
            for number, name in enumerate(
                [
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december",
                ],
                start=1,
            )
        }
        | {
            "jan": 1,
            "feb": 2,
            "mar": 3,
            "apr": 4,
            "jun": 6,
            "jul": 7,
            "aug": 8,
            "sept": 9,
            "sep": 9,
            "oct": 10,
            "nov": 11,
            "dec": 12,
        },
        days={"today": 0, "yesterday": -1},
    ),
    comma_clauses=False,
    inverted=False,
    nouns_are_capital=False,
)
