"""German, as data: how it says that somebody said something. Closed lists, written down by hand."""

from __future__ import annotations

import re
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
            "sagen weiter|sagen durch|sagen erzählen schreiben meinen glauben denken äußern mit|teilen an|geben "
            "bekannt|geben wieder|geben an|merken aus|führen an|führen dar|legen schildern erläutern verkünden melden "
            "vermelden verlauten unterstreichen hervor|heben argumentieren folgern schlussfolgern resümieren "
            "bilanzieren kommentieren notieren twittern posten bloggen konstatieren fest|stellen klar|stellen "
            "heraus|stellen bemerken erwähnen titeln bezeugen zu|raunen antworten entgegnen erwidern kontern scherzen "
            "witzeln spotten klagen jubeln verraten enthüllen offenbaren bekannt|machen kund|tun vor|bringen urteilen "
            "fort|fahren hinzu|fügen hinzu|setzen nach|schieben an|fügen ein|werfen ein|wenden präzisieren diktieren "
            "deuten an|deuten verdeutlichen durchblicken signalisieren vor|rechnen referieren heißen aus|richten "
            "flüstern raunen murmeln brummen poltern schimpfen wettern mahnen prahlen berichtigen korrigieren "
            "rekapitulieren sinnieren philosophieren prophezeien zu|stimmen bei|pflichten relativieren abwiegeln "
            "beschwichtigen beruhigen trösten",
        ),
        (Act.ASSERT, _C | _O, "berichten begründen aus|gehen hin|weisen verweisen"),
        (Act.ASSERT, _O, "sprechen"),
        (Act.OPINION, _O, "halten"),
        (Act.ACCUSE, _O, "machen"),
        (
            Act.ASSERT,
            _T,
            "schließen finden zeigen ergeben vertreten informieren unterrichten dokumentieren belegen beobachten "
            "erinnern ergänzen reagieren zitieren rufen aus|rufen nach|weisen fest|halten zusammen|fassen "
            "hervor|gehen lauten verbreiten vor|sehen urteilen beschreiben beweisen ermitteln registrieren "
            "protokollieren bestimmen klären",
        ),
        (
            Act.ASSERT,
            _C | _I,
            "erklären aus|sagen an|geben betonen versichern beteuern schwören behaupten beanspruchen bekunden "
            "bekennen entscheiden verfügen",
        ),
        (Act.CONFIRM, _C | _I, "bestätigen bekräftigen bejahen zu|geben ein|räumen gestehen ein|gestehen"),
        (
            Act.DENY,
            _C | _I | _O,
            "dementieren bestreiten leugnen verneinen widersprechen zurück|weisen ab|streiten widerlegen",
        ),
        (Act.DENY, _C | _I, "aus|schließen"),
        (Act.WARN, _C | _I | _O, "warnen ermahnen drohen an|drohen"),
        (
            Act.ACCUSE,
            _C | _I | _O,
            "vor|werfen beschuldigen bezichtigen an|klagen unterstellen an|prangern verdächtigen vor|halten",
        ),
        (Act.ANNOUNCE, _C | _I | _O, "an|kündigen zu|sagen zu|sichern versprechen geloben garantieren"),
        (
            Act.ANNOUNCE,
            _C | _I,
            "beschließen bereit|erklären beabsichtigen vereinbaren entschließen verpflichten verständigen "
            "einigen weigern vor|haben",
        ),
        (Act.ANNOUNCE, _C, "bekannt|geben"),
        (Act.ANNOUNCE, _T | _I, "planen an|bieten"),
        (Act.PREDICT, _T | _I | _O, "erwarten prognostizieren rechnen voraus|sagen vorher|sagen"),
        (Act.PREDICT, _C | _I, "schätzen ein|schätzen kalkulieren"),
        (Act.SPECULATE, _C | _I, "spekulieren mutmaßen an|nehmen zweifeln bezweifeln hoffen ahnen"),
        (Act.SPECULATE, _C | _I | _O, "befürchten fürchten vermuten"),
        (
            Act.OPINION,
            _C | _I | _O,
            "fordern verlangen auf|fordern ein|fordern appellieren empfehlen plädieren kritisieren bemängeln rügen "
            "verurteilen begrüßen loben würdigen bedauern befürworten vor|schlagen protestieren beanstanden tadeln "
            "missbilligen bitten auf|rufen beschweren aus|sprechen an|mahnen distanzieren beklagen",
        ),
        (Act.OPINION, _O, "geißeln brandmarken verhöhnen schmähen preisen feiern verspotten"),
        (Act.UNCLEAR, _C, "fragen erkundigen überlegen"),
        (Act.OPINION, _T | _O, "bezeichnen charakterisieren bewerten werten beurteilen betrachten sehen nennen"),
        (
            Act.OPINION,
            _T | _I,
            "ab|lehnen raten wünschen an|regen freuen ärgern wundern beharren bestehen drängen pochen",
        ),
    ]
)

_STATES: Final = verbs(
    [
        (
            Act.OPINION,
            _C | _I,
            "zuversichtlich optimistisch überzeugt besorgt sicher skeptisch enttäuscht überrascht erfreut",
        ),
        (Act.ANNOUNCE, _C | _I, "bereit entschlossen"),
        (Act.ASSERT, _C, "meinung ansicht auffassung"),
    ]
)


def _inflected(*kinds: tuple[SourceKind, str]) -> tuple[tuple[SourceKind, str], ...]:
    """Patterns of nouns with whatever ending their case gives them."""
    return tuple((kind, re.sub(r"\\b(?=\||$)", r"(?:e?s|e?n|er|e)?\\b", pattern)) for kind, pattern in kinds)


GERMAN: Final = Language(
    code="de",
    function_words=words(
        "der die das und ist nicht von mit den dem ein eine sich auf für im zu des auch wird als nach bei"
    ),
    finite=("VV(FIN", "VA(FIN", "VM(FIN", "VV(IMP"),
    infinitive=("VV(INF", "VA(INF", "VM(INF", "VV(IZU"),
    participle=("VV(PP", "VA(PP", "VM(PP"),
    nominal=("NN", "NE", "FM", "NNA", "NNI"),
    attribute=("ADJ(A", "CARD"),
    verbs=_VERBS,
    states=_STATES,
    auxiliaries=words(
        "ist sind war waren hat haben hatte hatten wird werden wurde wurden sei seien habe hätte hätten wäre wären"
    ),
    passive=words("wird werden wurde wurden worden würde werde"),
    intends=words("will wollen"),
    reportedly=words("soll sollen"),
    perfect=words("haben sein"),
    modals=words(
        "kann können konnte konnten muss müssen musste mussten soll sollen sollte sollten will wollen wollte wollten "
        "ließ lässt ließen lassen darf dürfen durfte durften mag mögen möchte möchten"
    ),
    determiners=words(
        "der die das ein eine dieser diese dieses jener jene jenes jeder jede jedes mancher manche manches welcher "
        "welche welches kein keine mein meine sein seine ihr ihre unser unsere alle beide einige mehrere viele wenige "
        "zahlreiche verschiedene etliche andere weitere zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    ),
    oblique=words(
        "den dem des einen einem eines einer diesen diesem dieser keinen keinem keines meinen seinem seinen seines "
        "ihrem ihren ihres unserem unseren jedem jeden allen denen dessen deren ihm ihn ihnen mir mich dir dich uns "
        "euch sich vielen einigen mehreren welchem welchen"
    ),
    genitives=words(
        "des der eines einer seines seiner ihres ihrer dieses dieser unseres unserer deren dessen jenes jener "
        "zweier dreier aller"
    ),
    attaching=words("von vom"),
    of_role=words("für aus bei beim in im"),
    knowing=frozenset(),
    roles=r"(?:sprecher|minister|chef|beauftragte|experte|vertreter|direktor|präsident|sekretär|leiter|"
    r"repräsentant|professor|anwalt|"
    r"anwält|kommissar|referent|abgeordnete|vorsitzende|manager|analyst|vorstand|forscher|händler|korrespondent|"
    r"botschafter|"
    r"geschäftsführer|kandidat|inhaber|richter|sprecherin|leiterin|direktorin|mitarbeiter|mitglied)(?:in|innen|"
    r"n|s|e|en|er)?$",
    parting=words(
        "ab an auf aus bei dar ein fest fort her hin los mit nach nieder um vor weg wieder zu zurück zusammen bekannt "
        "heraus hervor voraus vorher hinzu kund klar nahe frei bereit entgegen"
    ),
    prepositions=words(
        "in im ins an am ans auf aufs aus bei beim mit nach seit von vom zu zum zur durch für gegen ohne um über "
        "unter vor vorm hinter neben zwischen während wegen trotz laut gemäß infolge innerhalb außerhalb aufgrund "
        "angesichts anlässlich bis ab gegenüber bezüglich hinsichtlich mittels dank entgegen samt statt anstatt per "
        "pro mithilfe seitens"
    ),
    pronouns=words(
        "er sie dieser diese beide jener jene der die wer letzterer letztere viele einige manche mehrere alle"
    ),
    personal=words("er sie diese dieser"),
    single=words("er dieser jener der wer letzterer"),
    several=words("beide viele einige manche mehrere alle"),
    plural_verb=r"(?:en|ern|eln|sind|tun)$",
    nominative=words("er man ich wir"),
    one=words("man"),
    sourced=words("verlauten heißen hervorgehen"),
    wherefrom=words("in im aus bei beim von vom vonseiten seitens unter auf laut"),
    plain=words("sagen meinen behaupten glauben"),
    needs={
        **dict.fromkeys(words("sehen betrachten bewerten werten einstufen bezeichnen"), words("als darin hierin")),
        "sprechen": words("von"),
        "drohen": words("mit"),
        "halten": words("für"),
        "bitten": words("um"),
        "ausgehen": words("von davon"),
        "hinweisen": words("auf"),
        "verweisen": words("auf"),
        "machen": words("verantwortlich"),
        "zurückweisen": words(
            "vorwurf vorwürfe vorwürfen behauptung behauptungen anschuldigung anschuldigungen darstellung bericht "
            "berichte kritik verdacht unterstellung unterstellungen spekulation spekulationen aussage aussagen "
            "meldung meldungen gerücht gerüchte anwürfe einwand"
        ),
        **dict.fromkeys(words("geißeln brandmarken verhöhnen schmähen preisen feiern verspotten"), words("als")),
    },
    toll=words("todesopfer opfer menschenleben tote toten leben haft gefängnis haftstrafe freiheitsstrafe geldstrafe"),
    hence=words("demnach demzufolge"),
    this=words("das dies so"),
    objects=frozenset(),
    called=words("als von"),
    impersonal=words("man es das dies niemand jemand nichts alles etwas ich wir du ihr"),
    reflexive=words("sich mich uns ihm ihr ihnen"),
    agents=words("von vom durch"),
    complementizers=words("dass daß ob"),
    asking=words(
        "wie wo woher wohin warum weshalb wieso wann was wer wen wem womit wodurch wofür worauf worüber wozu "
        "inwieweit inwiefern welche welcher welches"
    ),
    conditional=words("wenn falls sofern sollte sollten"),
    circumstance=words(
        "falls sofern als nachdem während weil da obwohl wenn bevor seit seitdem sobald indem um nach bei sollte"
    ),
    subjunctions=words(
        "weil da nachdem während wenn falls obwohl obgleich als bevor ehe seit seitdem sobald solange bis indem damit "
        "sodass sofern soweit sowie um ohne anstatt statt wie wo wohin woher warum weshalb wieso wann was wer wen wem "
        "womit wodurch wofür worauf woran worüber wozu inwieweit inwiefern sondern denn"
    ),
    relatives=words(
        "der die das den dem des denen dessen deren welcher welche welches welchen welchem was wo worauf wobei womit "
        "wodurch woraus worin wofür weshalb"
    ),
    coordinators=words("und oder sowie aber doch sondern bzw beziehungsweise"),
    negations=words("nicht kein keine keinen keinem keiner keines nie niemals weder nichts"),
    adverbs=words(
        "auch noch schon nur sehr so dann da dort hier heute gestern morgen jetzt nun bereits erneut wieder weiter "
        "weiterhin zudem außerdem ferner jedoch allerdings aber doch hingegen dagegen dabei damit dazu dafür daran "
        "darauf darüber davon danach daher deshalb deswegen somit dennoch trotzdem gleichzeitig zugleich unterdessen "
        "inzwischen mittlerweile zuvor zunächst anschließend schließlich bisher bislang derzeit momentan aktuell "
        "kürzlich jüngst damals früher später bald sofort immer oft häufig manchmal selten meist meistens etwa rund "
        "knapp fast ungefähr mindestens höchstens lediglich bloß gar ganz recht ziemlich besonders insbesondere vor "
        "allem zwar eben ja wohl vielleicht möglicherweise vermutlich wahrscheinlich offenbar offensichtlich "
        "angeblich anscheinend scheinbar tatsächlich wirklich sicher sicherlich gewiss natürlich selbstverständlich "
        "leider hoffentlich selbst sogar ebenfalls ebenso gleichfalls gemeinsam zusammen nämlich daraufhin hierzu "
        "hierbei hiermit einmal mehrfach wiederholt ausdrücklich öffentlich offiziell wörtlich gegenüber demnach "
        "demzufolge folglich indes indessen zuletzt erst endlich überhaupt mehr weniger kaum wie"
    ),
    times=words(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni "
        "juli august september oktober november dezember jahr jahre jahren monat monate woche wochen tag tage tagen "
        "abend morgen mittag nachmittag vormittag nacht uhr wochenende sommer winter frühjahr herbst montagabend "
        "dienstagabend mittwochabend donnerstagabend freitagabend samstagabend sonntagabend anfang mitte ende"
    ),
    according=(("laut",), ("gemäß",), ("nach", "darstellung")),
    following=words("zufolge gemäß"),
    nouns_of_saying=r"(?:angaben?|ansicht|ansichten|meinung|meinungen|auffassung|worten|aussagen?|darstellung|"
    r"einschätzung|einschätzungen|"
    r"auskunft|auskünften|information|informationen|bericht|berichte|berichten|meldung|meldungen|überzeugung|"
    r"schätzung|schätzungen|"
    r"bekunden|dafürhalten|mitteilung|behauptung|behauptungen|studien?|umfragen?|urteil|lesart|vorstellung|"
    r"vorstellungen|prognosen?|"
    r"berechnungen|hochrechnung|hochrechnungen|einlassung|glauben|analysen?|untersuchung|untersuchungen|"
    r"statistik|planungen|recherchen|willen|wunsch|"
    r"ermittlungsstand|kenntnisstand|zeugnis|gerüchten)$",
    by=words("nach"),
    thus=words("so"),
    as_=words("wie"),
    first_mood=words(
        "sei seien seiest habe werde könne müsse dürfe wolle solle möge wisse gebe gehe komme stehe liege halte lasse "
        "bleibe sehe nehme finde brauche führe gelte bringe mache laufe sage fordere handele handle bestehe bedeute "
        "verfüge erhalte gehöre spiele treffe trage setze biete fehle scheine tue"
    ),
    second_mood=words(
        "wäre wären hätte hätten würde würden könnte könnten müsste müssten dürfte dürften sollte sollten gäbe gäben "
        "ginge gingen käme kämen stünde stünden ließe ließen bliebe blieben bräuchte bräuchten fände fänden läge "
        "lägen nähme nähmen sähe sähen täte täten wüsste wüssten gälte gälten"
    ),
    hedges={
        **dict.fromkeys(
            words(
                "wahrscheinlich voraussichtlich vermutlich wohl offenbar offensichtlich anscheinend dürfte dürften "
                "mutmaßlich angeblich"
            ),
            Certainty.LIKELY,
        ),
        **dict.fromkeys(
            words("möglicherweise vielleicht könnte könnten eventuell womöglich unter_umständen denkbar möglich"),
            Certainty.UNCERTAIN,
        ),
    },
    unclear=words("unklar offen ungewiss unbekannt fraglich strittig ungeklärt"),
    denying=words("nicht nie niemals weder keineswegs mitnichten"),
    believing=words(
        "planen beabsichtigen vorhaben glauben denken meinen erwarten rechnen annehmen ausgehen finden sehen"
    ),
    inquiring=words("fragen erkundigen überlegen wissen"),
    whether=words("ob"),
    asked=words("gefragt befragt angesprochen"),
    speaking=words("ich wir mir mich uns mein meine unser unsere"),
    nobody=words("wer man alle jeder jede niemand keiner keine kein keines jemand mancher"),
    answers=words("frage antwort interviewer interviewerin foto fotos bild bilder quelle grafik video hinweis fazit"),
    rumoured=r"(?!)",
    nouns={
        **dict.fromkeys(words("behauptung aussage äußerung feststellung these hinweis einwand"), Act.ASSERT),
        **dict.fromkeys(words("ankündigung zusage versprechen bekanntgabe zusicherung"), Act.ANNOUNCE),
        **dict.fromkeys(words("vorwurf anschuldigung unterstellung"), Act.ACCUSE),
        **dict.fromkeys(words("warnung drohung"), Act.WARN),
        **dict.fromkeys(words("prognose vorhersage"), Act.PREDICT),
        **dict.fromkeys(words("eingeständnis geständnis bestätigung"), Act.CONFIRM),
        **dict.fromkeys(words("worten begründung bemerkung"), Act.ASSERT),
    },
    insisting=r"beton|versicher|beteuer|unterstreich|unterstrich|bekräftig|stell\w* .*klar|schwör|schwor",
    meant=(
        (
            Act.DENY,
            r"^\W*(?:dass )?es (?:gebe|gibt|gab) (?:\w+ )?kein|"
            r"\b(?:frei|völlig|schlicht|schlichtweg) (?:erfunden|unwahr|falsch)\b|\baus der luft gegriffen\b|"
            r"\b(?:sei|seien|ist|sind|wäre|wären) (?:\w+ )?(?:unwahr|haltlos|unbegründet|falsch|gelogen)\b|"
            r"\bentbehr\w+ jeder grundlage\b|^[„“”\"»«‚‘']nein[,.!–—]",
        ),
        (Act.CONFIRM, r"^[„“”\"»«‚‘']ja[,.!–—]"),
        (
            Act.PREDICT,
            r"^\W*(?:wir|ich|man|er|sie|es) (?:rechne\w*|erwart\w+|geh\w+ davon aus)\b",
        ),
        (Act.ANNOUNCE, r"^\W*(?:wir|ich|man) (?:werde|werden|wolle|wollen|will)\b"),
        (
            Act.OPINION,
            r"^\W*(?:wir|ich|man) (?:finde|finden|glaube|glauben|halte|halten)\b|\b(?:meiner|unserer|seiner|ihrer) "
            r"(?:meinung|ansicht|auffassung)\b|\baus (?:meiner|unserer|seiner|ihrer) sicht\b",
        ),
    ),
    silent=(
        (
            Act.NON_DENIAL,
            r"\bweder (?:\w+ )?(?:bestätig|bejah)\w+ (?:und )?noch (?:\w+ )?"
            r"(?:dementier|bestreit|bestritt|vernein|leugne)\w*|\bbestätig\w+ und dementier\w+ .*\bnicht\b",
        ),
        (
            Act.DECLINE,
            r"\b(?:woll\w+|möchte\w*|mochte\w*|lehn\w+|könn\w+|konnte\w*)\b.*\b(?:nicht|kein\w*|"
            r"ab)\b.*\b(?:äußern|kommentieren|"
            r"stellung nehmen|stellungnahme|kommentar|auskunft|sagen)\b|"
            r"\blehn\w+\b.*\b(?:kommentar|stellungnahme|äußerung|auskunft)\b.*\bab\b|\blehn\w+ (?:es "
            r")?ab\b.*\b(?:äußern|kommentieren)\b|"
            r"\b(?:gab|gibt|gaben|wollte\w*)\b.*\bkeine?n? (?:kommentar|stellungnahme|auskunft|angaben|hinweise|"
            r"aussagen|details|informationen)\b|"
            r"\bäußer\w+ sich\b.*\bnicht\b|\bkommentier\w+\b.*\bnicht\b|\bschwieg\w*\b|\bhielt\w* sich bedeckt\b|"
            r"\bnahm\w* (?:dazu |hierzu |zunächst )*(?:nicht|keine) stellung\b",
        ),
        (
            Act.NO_RESPONSE,
            r"\b(?:reagier\w+|antwort\w+|beantwort\w+)\b.*\bnicht\b|\bnicht (?:zu erreichen|erreichbar)\b|"
            r"\bwar\w* .*\bnicht zu erreichen\b|\bließ\w* .*\bunbeantwortet\b|\bblieb\w* .*\bunbeantwortet\b",
        ),
    ),
    margins=r"(?:^|\s)(?:Fotos?|Bild(?:er)?|Grafik|Video|Quelle|Illustration|Symbol(?:bild|foto)|Archiv(?:bild|foto))\s*:"
    r"\s*[^.!?]+\.?$|^(?:Von|Text:?|Text von|Autor(?:in)?:) (?:[A-ZÄÖÜ][\w.-]+ ?){2,4}(?:,[^.!?]*|und [^.!?]*)?$|"
    r"^(?:Lesen Sie auch|Lesen Sie mehr|Mehr zum Thema|Mehr dazu|Artikel teilen|Zum Thema|Anzeige|Teilen)\b[^!?.]*$|"
    r"^(?:(?:Auf|Per|Über|Bei) )?[\w, -]{0,40}\b(?:[Tt]eilen|[Aa]bonnieren|[Mm]erken|[Vv]ersenden|[Dd]rucken)$",
    veiled=r"(?:namentlich )?nicht (?:namentlich )?genannt (?:werden )?(?:woll\w+|möcht\w+)|"
    r"(?:anonym|ungenannt) bleiben (?:woll\w+|möcht\w+)",
    carriers=r"^(?:nachrichten|presse)?agentur$|zeitung$|magazin$|sender$|blatt$|portal$|zeitschrift$",
    offices=r"sprecher|-vorstand|minister(?:in)?$|vertreter",
    kinds=_inflected(
        (
            SourceKind.AGENCY,
            r"nachrichtenagentur|presseagentur|\b(?:reuters|dpa|afp|ap|sid|apa|tass|xinhua|bloomberg)\b",
        ),
        (
            SourceKind.OUTLET,
            r"zeitung|magazin|sender\b|rundfunk|\b(?:spiegel|zeit|welt|bild|faz|times|post|guardian|cnn|bbc|ard|"
            r"zdf|focus|stern)\b|"
            r"blatt\b|fernsehen|medien\b|medienbericht",
        ),
        (
            SourceKind.DOCUMENT,
            r"bericht|studie|papier\b|dokument|umfrage|gutachten|erklärung|mitteilung|urteil\b|statistik|"
            r"schreiben\b|brief\b|protokoll|"
            r"analyse|untersuchung|entwurf|gesetz\b|vertrag\b|akten?\b|website|homepage|prognose|resolution|"
            r"beschluss|antrag\b|anklage",
        ),
        (
            SourceKind.GROUP,
            r"insider\w*|kreise\w*|vertraute\w* person|personen\b|beobachter|experten|augenzeugen|zeugen\b|"
            r"kritiker\b|anwohner|analysten|"
            r"quellen?\b|informanten|forscher\b|wissenschaftler\b|anhänger|demonstranten|gegner\b|nachbarn|"
            r"fachleute|leute\b|menschen\b|"
            r"aktivisten|angehörige|opfer\b|mitarbeiter\b|abgeordnete\b|politiker\b|vertreter\b|beamte\b|"
            r"diplomaten|ärzte\b|eltern\b|"
            r"schüler\b|studenten|bewohner|bürger\b|fans\b|farmer\b|mönche\b|händler\b",
        ),
        (
            SourceKind.ORGANISATION,
            r"sprecher\w*|behörde\w*|minister(?:ium|ien)\w*|(?<!be)amt\b|polizei|regierung|konzern|unternehmen|"
            r"firma|partei|verband|verein|"
            r"gericht\b|gerichtshof|staatsanwaltschaft|kommission|rat\b|fraktion|gewerkschaft|universität|"
            r"institut|organisation|bank\b|"
            r"bundestag|senat|parlament|armee|militär|bundeswehr|feuerwehr|kirche|stiftung|agentur|"
            r"gesellschaft\b|gruppe\b|hersteller|"
            r"betreiber|airline|klub\b|club\b|stadt\b|land\b|kreis\b|union\b|vereinigung|koalition|opposition|"
            r"\bag\b|\bgmbh\b|\bse\b|"
            r"peking|berlin\b|washington|moskau|kreml|brüssel|\beu\b|\buno?\b|nato|cdu|csu|spd|fdp|grünen\b|"
            r"linke\b|afd|wetterdienst|zentrale|"
            r"leitung|geschäftsführung|vorstand\b|aufsichtsrat|ausschuss|gemeinde|mutter\b|riese\b",
        ),
    ),
    unnamed=r"insider|kreise|vertraut|informant|quelle|personen\b|beobachter|experten|zeugen\b|augenzeugen|"
    r"beamte|mitarbeiter\b|"
    r"wer nicht genannt|anonym|ungenannt|jemand|diplomat|analysten|sprecher(?:in)?\b",
    many=r"\b(?:insidern?|kreisen?|personen|leuten?|experten|beobachtern?|zeugen|augenzeugen|kritikern?|"
    r"analysten|quellen|informanten|"
    r"mehrere[nr]?|zwei|drei|vier|fünf|einige[nr]?|zahlreiche[nr]?|viele[nr]?|diplomaten|beamten?|forschern?|"
    r"vertretern?|"
    r"mitarbeitern?|anwohnern?|aktivisten|demonstranten)\b",
    singular=words("ein eine einer einem einen eines"),
    numbers={
        name: number
        for number, name in enumerate(
            ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"], start=2
        )
    },
    calendar=Calendar(
        on="am |vom ",
        last=r"(?:vergangenen?|letzten?|vorigen?) ",
        open_=r"(?:bis|seit|ab|erst|kommenden?|nächsten?|bis zum|seit dem|ab dem|bis noch|noch) ",
        vague=r"vor (?:\w+ )?(?:wochen?|monat(?:en)?|jahr(?:en|zehnten)?)|"
        r"(?:letzte|vergangene|vorige)[nrs]? (?:woche|monat|jahr)",
        weekdays={
            "montag": 0,
            "dienstag": 1,
            "mittwoch": 2,
            "donnerstag": 3,
            "freitag": 4,
            "samstag": 5,
            "sonnabend": 5,
            "sonntag": 6,
        },
        months={
            "januar": 1,
            "februar": 2,
            "märz": 3,
            "april": 4,
            "mai": 5,
            "juni": 6,
            "juli": 7,
            "august": 8,
            "september": 9,
            "oktober": 10,
            "november": 11,
            "dezember": 12,
            "jan": 1,
            "feb": 2,
            "mär": 3,
            "apr": 4,
            "jun": 6,
            "jul": 7,
            "aug": 8,
            "sept": 9,
            "sep": 9,
            "okt": 10,
            "nov": 11,
            "dez": 12,
        },
        days={"heute": 0, "gestern": -1, "vorgestern": -2},
    ),
    comma_clauses=True,
    inverted=True,
    nouns_are_capital=True,
)
