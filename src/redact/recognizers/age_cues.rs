//! What is said around ages, in four languages. In the patterns `KIN` and the like stand for lists.

use crate::redact::canonical::Lexicon;

/// Who is said to be of an age, in four languages.
pub(super) const ENGLISH_KIN: &str = "son|daughter|boy|girl|kid|child|baby|mother|mom|mum|father|dad|sister|\
    brother|wife|husband|partner|aunt|uncle|cousin|niece|nephew|grandmother|grandma|grandfather|\
    grandpa|grandson|granddaughter|youngest|oldest|eldest|middle one|little one|patient|friend|stepson|stepdaughter|stepfather|stepmother|in-law|twins|twin|fiance|boyfriend|girlfriend|neighbor|neighbour|great-grandmother|great-grandfather|nan|gran|granny|eldest one|oldest one|youngest one|lad|lass|old man|old lady|toddler|teenager|teen|victim|suspect";
pub(super) const FRENCH_KIN: &str = "homme|femme|garcon|fille|enfant|jeune|fils|bebe|dame|monsieur|personne|\
    patient|patiente|mere|pere|mari|frere|soeur|grand-mere|grand-pere|oncle|tante|cousin|cousine|\
    petit-fils|petite-fille|petite derniere|petit dernier|derniere|dernier|aine|ainee|cadet|cadette|\
    etudiant|etudiante|adolescent|adolescente|voisin|voisine|jumeau|jumelle|beau-pere|belle-mere|beau-frere|belle-soeur|mamie|papi|papy|maman|papa|neveu|niece|copain|copine|ami|amie|epoux|epouse|veuf|veuve|gamin|gamine|retraite|retraitee|compagnon|compagne|petit|petite|grand|grande|plus jeune|plus vieux|plus vieille|plus age|plus agee|victime";
pub(super) const GERMAN_KIN: &str = "sohn|tochter|mann|frau|mutter|vater|mama|papa|bruder|schwester|oma|opa|\
    grossmutter|grossvater|kind|junge|madchen|baby|kleiner?|kleinen?|jungster?|altester?|alteste|\
    enkel|enkelin|tante|onkel|neffe|nichte|cousine|cousin|freund|freundin|partner|partnerin|patient|\
    patientin|vetter|base|schwager|schwagerin|schwiegermutter|schwiegervater|kumpel|zwillinge|\
    nachbar|nachbarin|ehemann|ehefrau|verlobter|verlobte|witwe|witwer|rentner|rentnerin|bub|bursche|\
    dame|herr|uroma|uropa|patenkind|kinder|jungen|mutti|vati|oldie|alte|alter|grosse|grosser|patienten|herrn|buben|neffen|kunden|zeugen|nachbarn|rentners|madchens|person|personen|fahrer|fahrerin|opfer|tater|mieter|mieterin|zwilling|pflegekind|angeklagte|angeklagter|angeklagten|verletzte|verletzter|verletzten";
pub(super) const SPANISH_KIN: &str = "hombre|mujer|nino|nina|joven|senor|senora|persona|hijo|hija|chico|chica|\
    muchacho|muchacha|bebe|madre|padre|mama|papa|marido|esposo|esposa|hermano|hermana|abuelo|\
    abuela|nieto|nieta|tio|tia|primo|prima|paciente|anciano|anciana|vecino|vecina|sobrino|sobrina|suegro|suegra|cunado|cunada|novio|\
    novia|yerno|nuera|amigo|amiga|gemelo|gemela|viudo|viuda|bisabuelo|bisabuela|adolescente|mayor|\
    menor|mediano|mediana|pequeno|pequena|chaval|chavala|abuelito|abuelita|victima|jubilado|jubilada";

/// Whether `word` is of those lists, in the language that a token is read in.
pub(super) fn is_kin(lexicon: Lexicon, word: &str) -> bool {
    let kin = match lexicon {
        Lexicon::English => ENGLISH_KIN,
        Lexicon::French => FRENCH_KIN,
        Lexicon::German => GERMAN_KIN,
        Lexicon::Spanish => SPANISH_KIN,
    };
    kin.split('|').any(|one| one == word)
}

/// What says that the number is an age, whatever follows. `KIN` stands for the lists above.
pub(super) const SURE: &[&str] = &[
    r"\b(?:i'm|he's|she's|(?:i|he|she|ENGLISH_KIN) (?:is|was|am))(?: only| just| nearly)? (\d{1,2}) and a (?:half|quarter)\b",
    r"\b(?:i|he|she|they|you)(?: was| were| is|'s| must be| must have been| would be| must've been)(?: like| maybe)? all of (\d{1,3})\b",
    r"\b(?:put|mark|write|got|have|has|had) (?:me|him|her|us|them) down (?:as|for) (?:about |around )?(\d{1,3})\b",
    r"\b(?:schreiben|schreib|notieren|notier|tragen|trag) (?:sie |mal |ruhig |bitte |einfach ){0,3}(\d{1,3}) jahre\b",
    r"\b(?:mettez|mets|ecrivez|ecris|notez|note|inscrivez)(?: moi)? (\d{1,3}) ans\b",
    r"\b(?:ponga|pon|ponme|pongame|apunte|apunta|escriba|anote)(?:me)? (\d{1,3}) anos\b",
    r"\b(?:i|he|she) (?:was|must have been) (?:i don't know|i dunno|let's see|let me think|what was i|what was it) (?:maybe |about |like )?(\d{1,3})\b",
    r"\b(?:war|bin|ist) (?:ich|er|sie) (?:da |damals )?(?:was weiss ich|weiss nicht|keine ahnung|ich weiss nicht|sagen wir|sagen wir mal|warte|moment) (\d{1,3})\b",
    r"\b(?:j'avais|il avait|elle avait|j'ai|il a|elle a) (?:je sais pas|je ne sais pas|chais pas|disons|attendez|voyons|que sais-je)(?: moi)? (\d{1,3}) ans\b",
    r"\b(?:tenia|tendria|tengo|tiene) (?:que se yo|yo que se|no se|digamos|a ver|pongamos) (\d{1,3})(?: anos)?\b",
    r"\b(?:paso|pasa|pasan|pasamos|pasaba|pasaban|pasabamos|pasado|pasar) (?:ya )?de los ([2-9]0)\b",
    r"\b(?:victima|fallecido|fallecida|acusado|acusada|herido|herida|detenido|detenida|conductor|conductora)(?: \w+){1,4} de (\d{1,3}) anos\b",
    r"\b(?:victime|suspect|accuse|accusee|blesse|blessee|conducteur|conductrice)(?: \w+){1,4} (\d{1,3}) ans\b",
    r"\b(?:mal|bien|jeune|vieux|vieille|forme|mur|mure|sage|grand|grande|alerte|agile|malin|conserve|conservee) pour (?:ses |tes |vos |mes |quelqu'un de |un homme de |une femme de )?(\d{1,3}) ans\b",
    r"\b(?:mal|bien|joven|viejo|vieja|forma|maduro|madura|listo|lista|grande|agil|sano|sana|conservado|conservada) para (?:sus |tus |mis |tener |alguien de )?(\d{1,3}) anos\b",
    r"\b(\d{1,3}) (?:lenze|tacos|castanas|abriles|palos|otonos|anazos)\b",
    r"\b(\d{1,3})(?:st|nd|rd|th)? (?:lebensjahr|geburtstag)\b",
    r"\b(?:nacimos|naci|born|geboren|ne|nee) (?:hace|vor|il y a) (\d{1,3}) (?:anos|jahren|ans)\b|\bi was born (\d{1,3}) years ago\b",
    r"\b(?:ages?|alter|edad|age de|edades)(?: ist| is| es| war| was| era| betragt|:)? (\d{1,3}) (?:years?|jahre|ans|anos)\b",
    r"\b(\d{1,3}) jahre? (?:alte?|alten|alter|altes|junge|jungen|junger)\b",
    r"\b(?:ENGLISH_PERSON)(?: (?:of|aged))(?: about| around)? (\d{1,3})\b",
    r"\b(?:live|lived|lives|living|made it) (?:to be|to|till|until)(?: be| about| almost| nearly)? (\d{1,3})\b",
    r"\b(?:FRENCH_WHO)(?: FRENCH_ABOUT){0,3} (\d{1,3}) ans\b",
    r"\b(?:devoir|devait|doit|doivent|devaient|devais|devions|peut|pouvait) avoir(?: FRENCH_ABOUT){0,3} \d{1,3} ou (\d{1,3}) ans\b",
    r"\b(?:j'ai|j'avais|(?:il|elle|on|qui) (?:a|avait|aura)|(?:ils|elles) (?:ont|avaient)|nous avions)(?: FRENCH_ABOUT){0,3} \d{1,3} ou (\d{1,3}) ans\b",
    r"\b(?:SPANISH_HAS|tendriamos)(?: SPANISH_ABOUT){0,3} \d{1,3} o (\d{1,3}) anos\b",
    r"\b(?:doit|devait|doivent|devaient|peut|pouvait|pourrait|devrait|va|allait|aurait|auraient|n'a|n'avait|n'ai|n'avais|n'aurait)(?: pas| meme)?(?: avoir| faire)?(?: FRENCH_ABOUT){0,4} (\d{1,3}) ans\b",
    r"\b(?:sur|fete|fetait|fetera|souffle|souffler|haut de|va sur|vers|approche de|passe|depasse) (?:ses|mes|tes|vos|leurs|les) (\d{1,3}) (?:ans|bougies|printemps)\b",
    r"\b(\d{1,3}) (?:balais|berges|piges|printemps|bougies)\b",
    r"\b(\d{1,3}) ans (?:passes|revolus|bien sonnes|tout rond|aujourd'hui|demain|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|cette annee|cet ete|cet hiver|en (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre))\b",
    r"\b(?:war|ist|bin|sind|wird|wurde|werde) (?:er|sie|ich|es|wir|die|der|du|mein \w+|meine \w+)(?: GERMAN_ABOUT){0,3} (\d{1,3}) jahre(?: alt| jung)?\b",
    r"\b(?:er|sie|ich|wir|du|die|der|(?:GERMAN_KIN)(?: \w+)?) (?:war|ist|bin|sind|wird|wurde|werde)(?: GERMAN_ABOUT){0,3} (\d{1,3}) jahre (?:alt|jung|und|aber)\b",
    r"\b(?:uber|an die|knapp|fast|rund|gut|schon) (\d{1,3}) jahre? (?:alt|jung)\b",
    r"\b(?:GERMAN_KIN) von (\d{1,3}) jahren\b",
    r"\bauf die (\d{2,3}) (?:zu|zugeht|zugehe|zugehen)\b",
    r"\b(?:SPANISH_HAS)(?: SPANISH_ABOUT){0,4} (\d{1,3}) anos\b",
    r"\b(?:SPANISH_WHO)(?: SPANISH_ABOUT){0,3} (\d{1,3}) anos\b",
    r"\bcon(?: SPANISH_ABOUT){0,3} (\d{1,3}) anos\b",
    r"\b(?:cumplo|cumple|cumples|cumplen|cumplire|cumplira|cumpli|cumplio|cumplir)(?: SPANISH_ABOUT){0,2} (\d{1,3})(?: en | el | la semana| manana| hoy| este | pronto| ya\b| y )",
    r"\ba (?:mis|sus|tus) (\d{1,3})(?: anos)?\b",
    r"\b(\d{1,3}) (?:anitos|primaveras)\b",
    r"\b(\d{1,3}) anos (?:cumplidos|recien cumplidos|bien llevados|hoy|manana|el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|este (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|mes|ano|verano)|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre))\b",
    r"\b(\d{1,3}) (?:years?|yrs?|months?|weeks?|days?) (?:of age|old|olds|young)\b",
    r"\b(\d{1,3}) (?:y o|yo)\b",
    r"\b(\d{1,3})(?:yo|ans|jahriger?)\b",
    r"\b(?:aged?|age of|ages|age is|age was|age's|age at) (\d{1,3})\b",
    r"\b(?:aged|ages) \d{1,3}(?: \d{1,3})* and (\d{1,3})\b",
    r"\b(\d{1,3})(?:st|nd|rd|th) birthday\b",
    r"\b(?:ai|as|avais|aurai|avez|aviez|auras|aurez|j'ai|j'avais|j'aurai|mes|ses|tes|vos|leurs|eu|avoir|(?:qu'il|qu'elle|il|elle|on|qui|ils|elles) (?:a|ont|avait|avaient|aura|auront))(?: presque| environ| bientot| deja| seulement| tout juste| maintenant| aujourd'hui| a peine)? (\d{1,3}) ans\b",
    r"\b(?:FRENCH_KIN) (?:a|avait|aura|va avoir)(?: presque| environ| bientot| deja| seulement| tout juste| maintenant| aujourd'hui| a peine)? (\d{1,3}) ans\b",
    r"\b(?:FRENCH_KIN) de (\d{1,3}) ans\b",
    r"\b(?:mort|morte|decede|decedee|marie|mariee|vecu|parti|partie|arrive|arrivee|jusqu'a) (?:a |jusqu'a )?(\d{1,3}) ans\b",
    r"\b(?:agee?s?|l'age) (?:de|d') ?(\d{1,3})\b",
    r"\b(\d{1,3}) jahre? (?:alt|jung)\b",
    r"\b(\d{1,3})(?: jahre?)? geworden\b",
    r"\balter von (\d{1,3})\b",
    r"\b(?:enfants|petits|petites|filles|garcons|fils|jumeaux|jumelles|gamins|gosses) (?:ont|avaient)(?: FRENCH_ABOUT){0,2} (\d{1,3})(?: ans)? et \d{1,3} ans\b",
    r"\b(?:ninos|ninas|hijos|hijas|chicos|chicas|nietos|nietas|gemelos|gemelas|mellizos|peques) (?:tienen|tenian)(?: SPANISH_ABOUT){0,2} (\d{1,3})(?: anos)? y \d{1,3}\b",
    r"\bmit (\d{1,3}) jahren\b",
    r"\b(?:ich bin|bin ich|er ist|sie ist|ich war|er war|sie war|ist er|ist sie|(?:GERMAN_KIN)(?: \w+)? (?:ist|war))(?: jetzt| schon| erst| gerade| fast| heute| noch| nun| bald)? (\d{1,3}) jahre (?:und|aber|mittlerweile|jetzt|inzwischen)\b",
    r"\bmit (\d{1,2}) (?:hat|habe|ist|bin|war|kam|ging|macht|machte|wurde|fing|zog|starb|hatte|lernt|lernte|fahrt|lebt|kann|darf|wird|will|arbeitet|geht|spielt|noch|schon) (?:er|sie|ich|man|wir|mein|meine|sein|ihr|seine|ihre)\b",
    r"\bat (\d{1,2}) (?:he|she)(?: is| was| has| had|'s)?(?: still| already| could| would| can| only)\b",
    r"\b(?:a) (\d{1,3}) ans (?:il|elle|je|j'ai|ma|mon|sa|son|on)\b",
    r"\ba los (\d{1,3}) (?:se|me|ya|todavia|aun|empezo|empece|murio|sigue)\b",
    r"\b(\d{1,3}) jahrigen?[rms]?\b",
    r"\b(?:tengo|tiene|tienes|tenia|tenias|tenian|teniamos|tendre|tendra|tendria|tener|cumpli|cumplio|cumplo|cumple|cumplir|cumplire|cumplia|cumplido)(?: casi| ya| solo| apenas| unos| los| como| mas de)? (\d{1,3}) anos\b",
    r"\b(\d{1,3}) anos de edad\b",
    r"\b(?:edad de|a los|con|con sus|hasta los) (\d{1,3}) anos\b",
    r"\b(?:SPANISH_KIN) de (\d{1,3}) anos\b",
];

/// What says so unless a unit follows: "I'm 42" but "I'm 42 minutes late".
pub(super) const UNLESS_COUNTED: &[&str] = &[
    r"\b(?:my|our|his|her|their|your) (?:ENGLISH_KIN)'s(?: only| just| about| almost| nearly| now| already| turned)? (\d{1,3}) (?:now|already|today|tomorrow|this|next|in|on|and|but|so)\b",
    r"\b(?:i'm|he's|she's|we're|they're|you're|(?:i|he|she|you|we) (?:am|is|was|were|are))(?: just| well| still| already| now)* on the (?:wrong|right|far|other) side of ([2-9][05])\b",
    r"\b(?:SPANISH_KIN) (?:tiene|tenia|cumple|cumplio)(?: SPANISH_ABOUT){0,2} (\d{2,3}) y [a-z]+\b",
    r"\b(?:SPANISH_KIN) (?:tiene|tenia|cumple|cumplio)(?: SPANISH_ABOUT){0,2} (\d) y (?:sigue|ya|todavia|aun|no|va|anda|habla|sabe|duerme)\b",
    r"\b(?:cumplo|cumple|cumpli|cumplio|cumplire|cumplira)(?: SPANISH_ABOUT){0,2} (\d{2,3}) (?:quien|que|aunque|ayer|anteayer|gracias|asi|como)\b",
    r"\b(?:SPANISH_KIN) (?:hace|hizo|hara)(?: SPANISH_ABOUT){0,2} (\d{2,3}) (?:el|este|en|manana|hoy)\b",
    r"\b(?:he's|she's|i'm|they're|(?:my|his|her|our) (?:ENGLISH_KIN)(?:'s| is| has)) (?:only )?just gone (\d{1,3})\b",
    r"\b(?:kids|children|boys|girls|twins|sons|daughters|grandkids|grandchildren) (?:are|were)(?: ENGLISH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:kinder|jungs|buben|madels|madchen|sohne|tochter|enkel|zwillinge|geschwister|eltern) (?:sind|waren)(?: GERMAN_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:er|sie|ich|GERMAN_KIN) sei(?: GERMAN_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:er|sie|ich|der|die|GERMAN_KIN) (?:muss|musste|durfte|konnte|sollte|mag)(?: GERMAN_ABOUT){0,3} (\d{1,3})(?: jahre)?(?: alt)? (?:gewesen|sein)\b",
    r"\b(?:cumplir|cumplido|cumpli|cumplio|cumplo|cumple|cumplira|cumplire)(?: SPANISH_ABOUT){0,2} (\d{1,3}) (?:no|y|pero|en|este|hoy|manana|ya|el)\b",
    r"\b(?:tengo|tiene|tenia|tenias|tendria|tendra)(?: SPANISH_ABOUT){0,2} (\d{1,3}) (?:para|pero|cuando|entonces|porque|aunque|recien)\b",
    r"\b(?:nicht schlecht|nicht ubel|gut|fit|rustig|flott|jung|alt|reif|gross|klug|weit|gut gehalten|munter|agil|noch gut) fur (?:deine |seine |ihre |meine )?(\d{1,3})\b",
    r"\b(?:sind|ist|bin|bist|war|waren|ware|wird|werde)(?: (?:sie|er|ich|du|der|die))?(?: (?:doch|wohl|so|ja|bestimmt|sicher|auch|schon|vielleicht|jetzt|mindestens|hochstens|bereits)){0,4} (?:um|an) die ([2-9]\d)\b",
    r"\b(?:sie|er|ich|du|der|die|den|ihn) (?:schatze|schatz|auf|ich)?(?: \w+){0,2} (?:auf|um die|an die) ([2-9]0)(?: geschatzt| jahre)?\b",
    r"\b(?:the|my|our|his|her|their)(?: very)? (?:oldest|eldest|youngest)(?: one| two| boy| girl| son| daughter| brother| sister| kid| child)?(?: is| was| were| are| being| turned| turns|'s)?(?: only| just| about| now| already)* (\d{1,3})\b",
    r"\b(?:the|my|our|his|her|their) (?:older|younger|elder|other|middle|little|big)(?: one| two| boy| girl| son| daughter| brother| sister| kid| child)? (?:is|was|were|are|turned|turns)(?: only| just| about| now| already)* (\d{1,3})\b",
    r"\b(?:i|he|she|you|they|who|we|ENGLISH_KIN)(?:'d|'ll| would| must| might| could| can't| couldn't| cannot| may| will| should| shall)(?: have)?(?: not)? (?:been|be|turn|turned)(?: ENGLISH_ABOUT){0,4} (\d{1,3})\b",
    r"\b(?:i|he|she|you|they|we|who|ENGLISH_KIN)(?:'s|'m|'re|'d| is| was| am| were| are| had| has)?(?: just| finally| only| nearly| almost| now)? (?:reached|reach|reaches|hit|hits|pushing|approaching|nearing|going on|closing in on|rising|past|coming up on|coming up to|knocking on|made it to|makes it to)(?: about)? (\d{1,3})\b",
    r"\b(?:i|he|she|you|they|we)(?:'s|'m|'re| is| isn't| was| wasn't| am| are| aren't| looks| look| looked| can't be| couldn't be| doesn't look| don't look| didn't look)(?: a day| much| any| not| no| well| way| just)*(?: older than| younger than| over| under| past| shy of| short of| the wrong side of| the right side of) (\d{1,3})\b",
    r"\b(?:died|passed|passed away|retired|married|wed|widowed|orphaned|graduated|enlisted|emigrated|left home|left school|quit school|pregnant|diagnosed|had me|had her|had him|joined up|gone|dead|gave birth|went blind|stopped driving)(?: at only| at just| at) (\d{1,3})\b",
    r"\bat (1[3-9]|[2-9]\d|1[0-2]\d) (?:you|you're|he|he's|she|she's|my|your|his|her|(?:i|we|they) (?:was|were|had|could|still|can|can't|lost|left|started|got|married|moved|am|are|went|learned|retired))\b",
    r"\b(?:im|mit) ([2-9]\d|1[0-2]\d) (?:hat|ist|wird|bin|kann|geht) man\b",
    r"\b(?:not bad|spry|sharp|fit|good|great|in good shape|well|young|old|active) for (\d{2,3})\b",
    r"\b(?:the|those|both) (?:twins|kids|boys|girls|children|triplets) (?:are|were|turn|turned)(?: ENGLISH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:mum|mom|mama|dad|daddy|papa|grandma|grandpa|granny|grandad|nan|baby) (?:is|was|turned|turns)(?: ENGLISH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:mum|mom|dad|grandma|grandpa|granny|nan)'s(?: ENGLISH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:my|our|his|her|their|your) (?:kids|children|boys|girls|sons|daughters|twins|grandkids|grandchildren|brothers|sisters|parents|folks) (?:are|were)(?: ENGLISH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:my|our|his|her|their|your) (?:kids|children|boys|girls|sons|daughters|twins|grandkids|grandchildren|brothers|sisters|parents|folks) (?:are|were) \d{1,3}(?: \d{1,3}){0,3} and (\d{1,3})\b",
    r"\bsince (?:i|he|she|we|they) (?:was|were) (\d{1,3})\b",
    r"\b(?:alter|junger) als (\d{1,3})\b",
    r"\b(?:der|die|das|mein|meine|unser|unsere) (?:alteste|jungste|altester|jungster)(?: ist| war| wird| wurde| sind)?(?: GERMAN_ABOUT){0,3} (\d{1,3})\b",
    r"\b(?:der|die|das|mein|meine|unser|unsere) (?:mittlere|kleine|kleinste|grosse|grosste|andere|zweite|kleiner|grosser)r? (?:ist|war|wird|wurde)(?: GERMAN_ABOUT){0,3} (\d{1,3})\b",
    r"\b(?:war|ist|bin|sind|wird|wurde|werde|bist|warst|waren) (?:er|sie|ich|wir|du|ihr|die|der|(?:mein|meine|sein|seine|ihr|ihre|unser|unsere) (?:GERMAN_KIN))(?: GERMAN_ABOUT){0,3} (\d{1,3})\b",
    r"\b(?:er|sie|ich|die|der|GERMAN_KIN) (?:ist|bin|war|wird|werde|wurde)(?: GERMAN_ABOUT){1,3} (\d{2,3})\b",
    r"\b(?:i'm|i am|im|he's|he is|she's|she is|you're|you are|they're|who's|who is)(?: only| just| about| almost| nearly| now| already| over| like| still| turning)? (\d{2,3})\b",
    r"\b(?:turn|turns|turned|turning)(?: only| just| about)? (\d{1,3})\b",
    r"\b(?:i|he|she|when you|when they|when we) (?:was|were)(?: only| just| about| almost| nearly| already| like)? (\d{1,3})\b",
    r"\b(?:my|his|her|our|their|your) (?:ENGLISH_KIN) (?:is|was|turned|turns|just turned|will be)(?: only| just| about| almost| nearly| now| already)? (\d{1,3})\b",
    r"\b(?:anfang|mitte|ende) ([2-9]0)\b",
    r"\b(?:ich bin|er ist|sie ist|ich war|er war|sie war|ich werde|er wird|sie wird|wurde)(?: jetzt| schon| erst| gerade| fast| heute)? (\d{2,3})\b",
    r"\b(?:GERMAN_KIN)(?: der| die| das)? (?:ist|war|wird)(?: jetzt| schon| erst| gerade| fast| heute| noch)? (\d{1,3})\b",
    r"\bals (?:ich|er|sie|wir)(?: noch| erst| gerade)? (\d{1,3}) (?:war|waren|wurde)\b",
    r"\b(?:der|die) ist(?: jetzt| schon| erst| gerade| fast)? (\d{2})\b",
];

/// What says so where the clause ends after it: "tengo 42", but "tengo 42 libros".
pub(super) const AT_END: &[&str] = &[
    r"\b(?:anda|andan|andaba|andaban|andara|andaria|ando)(?: ya| casi)? por los (\d{2})\b",
    r"\b(?:voy|vas|va|vamos|van|iba|ibas|ibamos|iban|yendo)(?: ya| casi)? para los (\d{2,3})\b",
    r"\b(?:mi|su|tu|el|la|nuestro|nuestra) (?:SPANISH_KIN) (?:tiene|tenia|cumple|cumplio) (?:ya|apenas|solo|recien|casi|solamente|ahora) (\d{1,3})\b",
    r"\b(?:the|my|our|his|her|their) (?:little|big|older|younger|elder|middle|other|youngest|oldest|eldest)(?: one)?'s(?: only| just| about| nearly| now)? (\d{1,3})\b",
    r"\b(?:he|she|you|they) (?:look|looks|looked)(?: ENGLISH_ABOUT){1,3} (\d{2})\b",
    r"\b(?:i'm|he's|she's|they're|(?:i|he|she) (?:was|is)|must be|must have been)(?: ENGLISH_ABOUT){0,3} \d{1,3} or (\d{1,3})\b",
    r"\b(?:ich|er|sie) (?:war|bin|ist)(?: GERMAN_ABOUT){0,3} \d{1,3} oder (\d{1,3})\b",
    r"\b(?:mannlich|weiblich|varon) (\d{1,3})\b",
    r"\b(?:paso|pasa|pasan|pasaba|ronda|rondo|rozando|rondando|pasado|supera|supero|cerca)(?: ya)?(?: de)? los (\d{2})\b",
    r"\b(?:i'm|i am|he's|he is|she's|she is|you're|you are|they're|they are)(?: only| just| about| almost| nearly| now| already| over| like| still| turning)? (\d{1,3})\b",
    r"\b(?:i'll|he'll|she'll|they'll|you'll|i'd|he'd|she'd|they'd) (?:be|turn|have been)(?: about| around)? (\d{1,3})\b",
    r"\b(?:er|sie|die|der|ich|GERMAN_KIN) (?:wird|werde|wurde|werden)(?: am| im| an| nachsten?| nachste| kommenden?| woche| monat| jahr| montag| dienstag| mittwoch| donnerstag| freitag| samstag| sonntag| morgen| heute| bald| dieses| schon| erst| jetzt| endlich| januar| februar| marz| april| mai| juni| juli| august| september| oktober| november| dezember){0,4} (\d{1,3})\b",
    r"\b(?:GERMAN_KIN) (?:ist|war|wird)(?: GERMAN_ABOUT){0,3} (\d{1,3})\b",
    r"\b(?:tengo|tiene|tienes|tenia|tendra|tendria|cumplo|cumple|cumplire|cumplira|cumpliria|cumplir|cumpli|cumplio|cumplido)(?: SPANISH_ABOUT){0,3} (\d{2,3})\b",
    r"\b(?:male|female) (\d{1,3})\b",
    r"\b(?:i'm|he's|she's|you're|they're|is he|is she|are you)(?: ENGLISH_ABOUT){1,3} (\d{1,3})\b",
    r"\b(?:il|elle|j'|FRENCH_KIN|qui|tu|on) en (?:a|ai|as|avait|aura)(?: FRENCH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:j'en|t'en) (?:ai|as|avais|aurai)(?: FRENCH_ABOUT){0,2} (\d{1,3})\b",
    r"\b(?:my|his|her|our|their|your) (?:ENGLISH_KIN)'s(?: only| just| about| almost| nearly| now| already)? (\d{1,3})\b",
    r"\b(?:tengo|tiene|tienes|cumplo|cumple|cumplire|cumplir|cumpli|cumplio|cumplido)(?: casi| ya| solo| apenas| unos| los)? (\d{2,3})\b",
    r"\b(?:i'll be|i will be|he'll be|she'll be|going to be|about to be|she'd be|he'd be) (\d{2,3})\b",
    r"\b(?:bin|ist|war|wird|werde|werden) (?:schon |jetzt |erst |bald )?(?:anfang|mitte|ende) (\d0)\b",
];

/// Ages told by the decade.
pub(super) const DECADES: &[&str] = &[
    r"\b(?:donne|donnes|donnerais|donnait|dirais|mettrais|avoue|accuse|affiche)(?: bien| a peine| dans| peut-etre)* la (?:petite |bonne |jeune |grosse )?(vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\b(?:avez|as|ont|avait|aura|aurait|auriez|ayant|frise|frisait|vers)(?: quoi| deja| environ| bien| a peine| dans| combien){0,3} la (?:petite |bonne |jeune |grosse )?(vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\bla (?:petite|bonne|jeune|grosse|belle) (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\b(?:unos|algunos|tendra|tendria|echo|echaria|pongo|calculo|rondara|rondaria|frisara|aparenta|le echo)(?: unos| los| como)* ([2-9]0)(?: y (?:pico|tantos|tantas|largos))?(?: anos)?\b",
    r"\b(?:homme|femme|monsieur|dame|personne|type|gars|individu|patient|patiente) d'une (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine) d'annees\b",
    r"\bd'une (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine) d'annees\b",
    r"\b(?:anda|andaba|andan|andara|ronda|rondaba|rondan|pasa|pasaba|pasado|llega|llegaba|roza|rozaba|frisa|frisaba|cerca)(?: ya| casi)? (?:por |de |a )?los (\d0)\b",
    r"\b(\d0) y (?:pico|tantos|tantas)(?: de)? anos\b",
    r"\b(?:i'm|he's|she's|is|was|am|are|a|some|an) (\d0) (?:something|odd)\b",
    r"\b(?:in seinen|in ihren|in meinen|weit in den|anfang der|mitte der|ende der) (\d0ern?)\b",
    r"\b(?:my|his|her|their|your|our)(?: very)? (?:early|mid|middle|late)(?: to (?:mid|late))? (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\bin (?:my|his|her|their|your) (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\b(?:j'ai|il a|elle a|avoir|ai|dans|passe|approche|atteint|frole|depasse)(?: bien| deja| presque| environ)? la (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\b(?:in den|in meinen|in seinen|in ihren|mitte der|ende der) (zwanzigern|dreissigern|vierzigern|funfzigern|sechzigern|siebzigern|achtzigern|neunzigern)\b",
    r"\b(?:anda por los|pasa de los|rondo los|ronda los) (\d0(?: y (?:pico|tantos|tantas))?)\b",
    r"\b(?:tengo|tiene|tenia|tener|tendra|tendria|unos|los|cumplido) (\d0) y (?:pico|tantos|tantas)\b",
];

/// What is counted after a number that is no age.
pub(super) const UNITS: &str = "minute minutes hour hours day days week weeks month months year years second \
    seconds percent mile miles kilometer kilometers kilometre kilometres feet foot inches inch \
    meters metres pounds kilos dollars of times people points degrees th st rd nd point pages geboren \
    thousand hundred million minuten stunden tage wochen monate jahre kilometer meter grad prozent \
    euro uhr";

/// What may stand before the number: "about", "no more than".
pub(super) const ABOUT: [(&str, &str); 4] = [
    (
        "ENGLISH_ABOUT",
        "(?:what|about|around|like|maybe|perhaps|roughly|only|just|more|less|than|over|under|at|least|most|barely|almost|nearly|already|now|still|a|good|easily|probably|say|well|close|to|getting|on|for)",
    ),
    (
        "FRENCH_ABOUT",
        "(?:quoi|peu|pres|environ|dans|les|plus|moins|de|que|a|peine|peut-etre|tout|au|juste|presque|bientot|deja|seulement|maintenant|aujourd'hui|bien|encore|quelque|autour|allez|disons|alors|ses|vers)",
    ),
    (
        "GERMAN_ABOUT",
        "(?:erst|gerade|schon|noch|nur|knapp|fast|mal|genau|ungefahr|circa|etwa|vielleicht|jetzt|heute|bald|uber|unter|an|die|rund|gut|mittlerweile|inzwischen|damals|gerademal|hochstens|mindestens|wohl|so|um|ja|nun|also|endlich|immerhin|ganze|stolze)",
    ),
    (
        "SPANISH_ABOUT",
        "(?:que|unos|unas|como|casi|ya|solo|apenas|alrededor|de|mas|menos|los|sus|tan|solamente|cerca|recien|por|lo|unicamente|todavia|ahora|hoy|quiza|quizas|digamos|mis)",
    ),
];

/// Who is of an age in French and Spanish, and what is said of them.
pub(super) const WHO: [(&str, &str); 4] = [
    (
        "ENGLISH_PERSON",
        "man|woman|boy|girl|child|lad|lady|gentleman|person|male|female|patient|widow|widower|kid|teenager|pensioner",
    ),
    (
        "FRENCH_WHO",
        "moi|toi|lui|elle|eux|aine|ainee|l'aine|l'ainee|cadet|cadette|l'autre|petit|petite|grand|grande|benjamin|benjamine|jumeaux|jumelles|premier|second|dernier|derniere",
    ),
    (
        "SPANISH_HAS",
        "tengo|tiene|tienes|tienen|tenemos|tenia|tenias|tenian|teniamos|tendre|tendra|tendria|tendrian|tener|tenido|cumpli|cumplio|cumplo|cumple|cumplen|cumplir|cumplire|cumplira|cumpliria|cumplia|cumplido|haria|hara",
    ),
    (
        "SPANISH_WHO",
        "yo|tu|el|ella|mayor|menor|mediano|mediana|pequeno|pequena|otro|otra|gemelos|gemelas|primero|segundo|ultimo|ultima",
    ),
];

/// What is old, and nobody.
pub(super) const THINGS: &str = "barrel cask bottle rum port record vinyl rug chair table clock watch tree oak tortoise fass flasche \
    schnaps rum eiche schrank stuhl kommode teppich schallplatte barrica botella ron roble armario silla alfombra \
    tonneau fut bouteille rhum chene armoire chaise tapis vinyle bouilloire chauffe-eau kessel caldera average portfolio fleet assets museum park festival club band shop store restaurant hotel farm city town village country \
    team organization programme program museo parque musee parc verein stadt ciudad ville market index dow house home building bridge tree church school company business firm car truck \
    van bike boat ship engine boiler roof fence phone laptop computer fridge machine tradition law song book \
    wine whisky whiskey scotch cheese contract mortgage lease barn mill tower heating carpet couch piano \
    casa edificio puente arbol iglesia escuela empresa coche carro auto barco motor techo movil ordenador \
    nevera maquina tradicion ley cancion libro vino queso contrato hipoteca molino torre puerta reloj \
    maison immeuble batiment pont arbre eglise ecole entreprise societe voiture camion bateau moteur toit \
    telephone ordinateur frigo tradition loi chanson livre vin fromage contrat moulin tour chaudiere \
    scheune granero granja establo cobertizo grange etable remise shed stable cottage castle chapel \
    fountain statue station stadium factory kapelle schloss burg brunnen denkmal fabrik bauernhof wohnung \
    mauer schuppen chapelle chateau fontaine usine ferme cabane stade gare capilla castillo fuente fabrica \
    estatua estacion estadio \
    haus gebaude brucke baum kirche schule firma unternehmen betrieb wagen boot schiff motor dach zaun handy \
    rechner kuhlschrank maschine gesetz lied buch wein kase vertrag muhle turm heizung gerat uhr";
