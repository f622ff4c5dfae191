//! What is said before a name, in four languages.

/// After these comes a name, whatever it looks like.
pub(super) const SURE: &[&str] = &[
    r"\b(?:my|his|her|their|your|whose|mother's|father's|wife's|husband's|son's|daughter's|brother's|sister's) (?:full |first |last |middle |maiden |given |family |legal |own |real )?name (?:is|was|it's|would be)\b",
    r"\bmy (?:full |first |last |middle |maiden )?name's\b",
    r"\b(?:first|last|full|maiden|middle) name (?:is|was)\b",
    r"\b(?:je m'appelle|je me nomme|(?:mon|son|votre) (?:nom|prenom)(?: de famille| complet)? (?:est|c'est|etait))\b",
    r"\b(?:mein|ihr|sein|unser)(?: voller)? (?:name|vorname|nachname|familienname) (?:ist|war|lautet)\b",
    r"\b(?:vorname|nachname|familienname|zuname)(?: \w+){0,2} (?:ist|war|lautet)\b",
    r"\bich heisse\b",
    r"\bme llamo\b",
    r"\b(?:mi|su|tu) (?:nombre|apellido)(?: completo)? (?:es|era)\b",
    r"\b(?:primer|segundo) apellido(?: es)?\b",
];

/// After these comes a name if it has a capital and is no common word.
pub(super) const LIKELY: &[&str] = &[
    // Who answers.
    r"\b(?:you're|you are|you've been put) through to\b",
    r"\b(?:you've|you have) reached\b",
    r"\b(?:le|les|te|os) (?:atiende|atendera|habla|saluda)\b",
    r"\b(?:sie sprechen|ich spreche|sie sind verbunden|verbinden sie mich|verbinde sie) mit\b",
    r"\b(?:vous etes|vous parlez)(?: bien)? avec\b",
    // What somebody is called.
    r"\b(?:namens|nommee?|denommee?|prenommee?|surnommee?|baptisee?|llamad[oa]|apodad[oa]|nicknamed|christened)\b",
    r"\b(?:by the name of|goes by|went by|go by the name|du nom de|au nom de|de nombre|mit namen|a nombre de|in the name of|on behalf of|auf den namen|im namen von)\b",
    r"\b(?:getauft|getauft bin ich|getauft ist er|getauft ist sie|getauft wurde ich)(?: \w+){0,2} auf(?: den namen)?\b",
    r"\b(?:un certain|une certaine|ein gewisser|eine gewisse|einen gewissen|un tal|una tal|a certain)\b",
    r"\b(?:call|calls|called|named|name|christened) (?:him|her|me|them|us|you|myself|himself|herself|(?:the|our|my|his|her|their) (?:baby|boy|girl|son|daughter|kid|child|dog|puppy|cat|kitten|horse|boat|first|second|eldest|youngest|little one))(?: just| only| always| simply)?\b",
    r"\b(?:appelle|appelait|appelaient|appeler|appele|appelee|surnomme|prenomme|baptise)(?: tous| toujours| juste)? (?:le|la|leur|notre|mon|ma|son|sa) (?:petit|petite|bebe|fils|fille|aine|ainee|cadet|cadette|enfant|gamin|gamine|chien|chat|garcon|premier|premiere|dernier|derniere)\b",
    r"\b(?:l'appelle|l'appelait|l'appelaient|m'appelle|m'appelait|m'appelaient|l'a appele|l'a appelee|l'ont appele|l'ont appelee|m'appelait tous)\b",
    r"\b(?:nannte|nannten|nennen|nennt|tauften|taufte|riefen|rief) (?:ihn|sie|mich|uns|es|das kind|das baby|die kleine|den kleinen|den jungen|das madchen|unsere tochter|unseren sohn)(?: alle| nur| immer| einfach| auch){0,3}\b",
    r"\b(?:le|les|lo|la|me|nos) (?:decian|dicen|llamaban|llaman|pusieron|pusimos|puso|puse|bautizaron|apodaban|conocian como)\b",
    r"\b(?:presented|introduced|identified) (?:himself|herself|themselves|myself) as\b",
    r"\b(?:se presento|se identifico|me presente|se hacia llamar|s'est presentee? comme|s'est fait appeler|se faisait appeler|conocid[oa] como|connue? sous le nom de|known as|bekannt als|stellte sich als)(?: como)?\b",
    r"\b(?:le|te|les|os) (?:paso|comunico|pongo) (?:a|con)\b",
    r"\b(?:me|nos|se) (?:encontre|encontramos|encontro|tope|topamos|cruce|junte|lleve) con\b",
    // Under what name somebody is put down, and who is asked for in vain.
    r"\b(?:put|have|had|got|get|see|found)(?: \w+)? (?:you|him|her|it|them|that) (?:down |here |in |listed |booked )*(?:as|under)\b|\b(?:reservation|booking|table|booked|registered|listed|signed up|checked in|appointment)(?: is| was)? (?:under|as)\b|\bunder the (?:name|surname)(?: of)?\b|\banswers to(?: the name(?: of)?)?\b",
    r"\b(?:somebody|someone|nobody|anybody|anyone|no one|man|woman|guy|lady|fellow|fella|bloke|chap|lad|girl|boy|kid|friend|neighbor|neighbour|colleague|cat|dog|pony|horse|teacher|patient|caller|person) (?:is |was |were )?(?:called|named|by the name of|goes by)\b",
    r"\b(?:ich habe?|wir haben) (?:sie|dich|ihn|euch) (?:hier |jetzt |noch |nur )*(?:als|unter)\b|\bfuhren? sie (?:hier )?(?:als|unter)\b|\b(?:eingetragen|notiert|gemeldet|gebucht|reserviert|vorgemerkt) (?:als|unter|auf|fur)\b",
    r"\bje (?:vous|t'|l')? ?(?:ai|avais) (?:\w+ )?(?:note|notee|inscrit|inscrite|mis|mise|enregistre|enregistree)(?: ici)?(?: comme| sous| au nom de)?\b|\b(?:inscrit|inscrite|note|notee|reserve|reservee|enregistre|enregistree) (?:sous|comme|au nom de|sous le nom de)\b",
    r"\b(?:lo|la|le|te) (?:tengo|tenemos|tenia|he|hemos)(?: aqui)?(?: (?:apuntad[oa]|puest[oa]|registrad[oa]|anotad[oa]|inscrit[oa]))?(?: aqui)? (?:como|a nombre de|bajo)\b|\b(?:apuntad[oa]|registrad[oa]|reservad[oa]|anotad[oa]) (?:como|a nombre de|bajo el nombre de)\b",
    // Who was there, and who is a guest.
    r"\b(?:present were|also present(?: were| was)?|in attendance(?: were| was)?|attended by|those present|apologies from|anwesend (?:waren|sind|war)|es fehlten|entschuldigt (?:waren|sind|war)|etaient presents|sont presents|presents|excuses|estaban presentes|asistieron|presentes|asisten|excusaron)\b",
    r"\b(?:nos acompana|nos acompanan|nos visita|nos acompano|con nosotros|esta con nosotros|tenemos con nosotros|recibimos|damos la bienvenida a|bienvenida a)(?: hoy| esta noche| esta manana| esta tarde| en (?:el|este|nuestro) (?:estudio|plato|programa)| ahora| ya| aqui){0,3}\b",
    r"\b(?:on|nous) (?:accueille|accueillons|recoit|recevons|retrouve|retrouvons|ecoute|salue|saluons|rejoint)(?: maintenant| ce soir| aujourd'hui| tout de suite| au micro| en studio| sur ce plateau| ce matin| a present){0,3}\b|\b(?:au micro|avec nous|a nos cotes|notre invitee?|en ligne avec|en duplex avec)(?: ce soir| aujourd'hui| ce matin| maintenant| c'est| est){0,3}\b",
    r"\b(?:zu gast|bei uns|im studio|am mikrofon|am telefon|am apparat|in der leitung|zugeschaltet)(?: \w+){0,2} (?:ist|sind|war|haben wir|begrusse ich|begrussen wir)(?: heute| jetzt| nun| wieder| auch)*\b|\b(?:begrussen (?:sie|wir|mit mir)|applaus fur|willkommen bei uns|das wort hat|das wort geht an)(?: \w+)?\b",
    r"\b(?:joining (?:us|me)|with us|with me|our guest|my guest|our next guest|on the line)(?: \w+){0,3} (?:is|are|was)\b",
    r"\b(?:se llame|se llamara|que se llamaba|que se llama|qui s'appelle|qui s'appelait|qui s'appellerait|heisst hier|denomme|denommee)\b",
    // What one was born as.
    r"\b(?:nee|born|geborene|geborener|geborenen|geb) (?:a |an |as )?\b",
    r"\b(?:married|marry|dated) (?:into the)\b",
    // Whom one married, and into which family.
    r"\b(?:married|marry|dated) (?:an?|one of the|into the)\b",
    r"\b(?:epouse|epousee|marie avec|mariee avec|marie a|mariee a) (?:une?|le|la)\b",
    r"\b(?:me case|se caso|nos casamos|casad[oa]) con (?:una?|el|la)\b",
    r"\b(?:famille|familie|familia)\b",
    // Who is given the floor, and asked for.
    r"\b(?:micro|microphone|parole|microfono|palabra|mikrofon|wort)(?: \w+)? (?:a|an|hat|erhalt|hat jetzt|hat nun)\b",
    r"\b(?:tiene|tendra) (?:la|ahora la) palabra\b",
    r"\b(?:give it up for|a warm welcome to|a big hand for|put your hands together for|please welcome|let me introduce|may i introduce|i give you)\b",
    r"\b(?:put|get) (?:me|us) through to\b|\b(?:pase|paseme|pasame|pongame|ponme) con\b|\bpassez moi\b",
    r"\b(?:may|can|could|might|like to|need to) (?:i |we )?(?:please )?(?:speak|talk) (?:to|with)\b",
    r"\b(?:hand|handing|turn|turning|pass|passing|throw|throwing) (?:it|this|things|you|the floor|the mic|the microphone)(?: back| over)* to\b",
    r"\b(?:the name is|the name's|name's|i'm called|i am called|they call me|people call me|call me|i go by|named|speaking with|speaking to|talking to|talking with)\b",
    r"\b(?:moi c'est|s'appelle|s'appelait|se nomme)\b",
    r"\b(?:er|sie|mann|frau|sohn|tochter|mutter|vater) (?:heisst|hiess)\b",
    r"\b(?:hier spricht|man nennt mich)\b",
    r"\b(?:soy|se llama|se llamaba|me dicen|habla con)\b",
];

/// After these comes whom one speaks with or listens to, if it has two capitals.
pub(super) const MET: &[&str] = &[
    r"\b(?:spoke|spoken|talked|talk|speak) (?:to|with)\b",
    r"\b(?:hear from|letter for|parcel for|package for|letter from|made out to|check out to|welcome|introduce|joined by|met with|looking for|waiting for|looking for an?|accompanied by|represented by|signed by|written by|handed over to|replaced by)\b",
    r"\b(?:parle|parler|parlais|discute|discuter)(?: \w+){0,2} (?:a|avec)\b",
    r"\b(?:ecoutons|ecouter|accueillons|accueillir|remercie|remercier|recevons|rencontre)(?: maintenant| ensuite| a present)?\b",
    r"\b(?:lettre|colis|courrier|message) (?:pour|de)\b|\b(?:brief|paket|post|nachricht) (?:fur|von|an)\b|\b(?:carta|paquete|mensaje|recado) (?:para|de)\b",
    r"\b(?:spreche|sprach|rede|redete|telefoniere|telefonierte|habe)(?: \w+){0,3} mit\b",
    r"\b(?:horen|begrussen|begrusse)(?: wir)?(?: jetzt| nun| als nachstes)?\b",
    r"\b(?:hable|hablo|hablar|hablado|hablaba|hablamos)(?: \w+){0,2} con\b",
    r"\b(?:escuchamos|escuchar|saludamos|saludo|conoci|conocimos|recibimos|invitamos)(?: ahora)? a\b",
];

/// After these comes a name if it has a capital and nothing stands between: "our cousin Jane".
pub(super) const KIN: &[&str] = &[
    r"\b(?:my|our|his|her|their|your) (?:(?:best|old|late|little|big|older|younger|oldest|youngest) )?(?:son|daughter|mother|mom|mum|father|dad|sister|brother|wife|husband|partner|aunt|uncle|cousin|niece|nephew|grandmother|grandma|grandfather|grandpa|grandson|granddaughter|friend|neighbor|neighbour|boss|colleague|roommate|boyfriend|girlfriend|fiance)\b",
    r"\b(?:mon|ma|notre|votre|ton|ta|son|sa|leur) (?:fils|fille|mere|pere|maman|papa|mari|femme|frere|soeur|oncle|tante|cousin|cousine|neveu|niece|ami|amie|voisin|voisine|copain|copine|collegue|grand-mere|grand-pere)\b",
    r"\b(?:mein|dein|sein|ihr|unser)(?:e|em|en|er)? (?:sohn|tochter|mutter|vater|mann|frau|bruder|schwester|onkel|tante|cousin|cousine|neffe|nichte|freund|freundin|nachbar|nachbarin|kollege|kollegin|oma|opa|enkel|enkelin)\b",
    r"\b(?:mi|su|tu|nuestro|nuestra) (?:hijo|hija|madre|padre|mama|papa|marido|esposo|esposa|mujer|hermano|hermana|tio|tia|primo|prima|sobrino|sobrina|amigo|amiga|vecino|vecina|novio|novia|abuelo|abuela|nieto|nieta|jefe|jefa|companero|companera)\b",
    r"\b(?:my|our|his|her|their|your|the|a) (?:(?:best|old|late|little|big|older|younger|oldest|youngest|eldest|middle|dear|new|ex|poor|twin|only|first|second|third|former) )*(?:grandchild|grandkid|granddad|grandad|gran|granny|nan|nana|auntie|aunty|godson|goddaughter|godmother|godfather|godchild|stepson|stepdaughter|stepmother|stepfather|stepbrother|stepsister|half-brother|half-sister|in-law|ex|ex-wife|ex-husband|exwife|twin|baby|boy|girl|kid|fiancee|spouse|mate|buddy|pal|flatmate|housemate|classmate|teammate|coworker|co-worker|assistant|secretary|manager|supervisor|landlord|landlady|lawyer|solicitor|attorney|accountant|dentist|doctor|surgeon|therapist|counselor|nanny|babysitter|carer|caregiver|teacher|tutor|student|pupil|patient|client|tenant|foreman|apprentice|intern|dog|cat|horse|puppy|parrot)\b",
    r"\b(?:mon|ma|notre|votre|ton|ta|son|sa|leur|le|la) (?:(?:petit|petite|grand|grande|vieux|vieille|pauvre|defunt|defunte|jeune|cher|chere|ex) )*(?:petit-fils|petite-fille|filleul|filleule|parrain|marraine|beau-pere|belle-mere|beau-frere|belle-soeur|gendre|bru|ex|ex-mari|ex-femme|compagnon|compagne|conjoint|conjointe|fiance|fiancee|epoux|epouse|jumeau|jumelle|aine|ainee|cadet|cadette|benjamin|benjamine|bebe|petit|petite|tonton|tata|tatie|mamie|mamy|papi|papy|meme|pepe|mamie|pote|camarade|patron|patronne|chef|assistante?|secretaire|gardienne|nounou|medecin|dentiste|avocate?|notaire|comptable|prof|maitresse|eleve|patiente?|cliente?|locataire|proprietaire|chien|chienne|chat|chatte|cheval)\b",
    r"\b(?:mein|dein|sein|ihr|unser|euer|der|die|das|dem|den)(?:e|em|en|er|es)? (?:(?:kleine|kleiner|kleinen|grosse|grosser|alte|alter|alten|beste|bester|besten|liebe|lieber|lieben|verstorbene|verstorbener|verstorbenen|jungste|jungster|alteste|altester) )*(?:enkelkind|enkelsohn|enkeltochter|patenkind|patensohn|patentochter|patenonkel|patentante|stiefsohn|stieftochter|stiefvater|stiefmutter|schwager|schwagerin|schwiegervater|schwiegermutter|schwiegersohn|schwiegertochter|ehemann|ehefrau|exmann|exfrau|verlobter|verlobte|lebensgefahrte|lebensgefahrtin|zwillingsbruder|zwillingsschwester|omi|opi|uroma|uropa|kumpel|mitbewohner|mitbewohnerin|vermieter|vermieterin|chef|chefin|assistent|assistentin|sekretarin|hausarzt|zahnarzt|anwalt|lehrer|lehrerin|schuler|schulerin|patient|patientin|kunde|kundin|mandant|mandantin|hund|katze|kater|pferd)\b",
    r"\b(?:mi|su|tu|nuestro|nuestra|el|la) (?:(?:viejo|vieja|difunto|difunta|pobre|querido|querida|gran|pequeno|pequena|mejor|buen|buena) )*(?:ahijado|ahijada|padrino|madrina|suegro|suegra|cunado|cunada|yerno|nuera|ex|exmarido|exmujer|prometido|prometida|pareja|gemelo|gemela|bebe|nene|nena|abuelito|abuelita|bisabuelo|bisabuela|padrastro|madrastra|hijastro|hijastra|compadre|comadre|colega|socio|socia|casero|casera|asistente|secretaria|ninera|canguro|medico|dentista|abogado|abogada|profe|maestro|maestra|alumno|alumna|paciente|cliente|clienta|inquilino|inquilina|cunadito|perro|perra|gato|gata|caballo|suegrita)\b",
];

/// After these comes a name only if more speaks for it: a greeting before, or two capitals.
pub(super) const POSSIBLE: &[&str] =
    &[r"\b(?:i'm|i am|je suis|ich bin)\b", r"\b(?:this is|hier ist|ici)\b"];

/// Before a name, in any of the languages; a lone title is none ("yes, sir").
pub(super) const TITLES: &str = "mr mrs ms miss mister missus misses dr doctor prof professor sir madam \
    councilman councilwoman councillor councilor councilmember alderman alderwoman senator \
    congressman congresswoman commissioner judge officer detective sergeant lieutenant captain \
    colonel reverend pastor rabbi imam coach nurse \
    m mme mlle monsieur madame mademoiselle docteur professeur maitre \
    herr herrn frau fraulein doktor doktorin professorin hr fr \
    sr sra srta senor senora senorita don dona doctora profesor profesora licenciado licenciada \
    ingeniero ingeniera";

/// After these comes whom one greets, thanks or takes leave of, if it has a capital and nothing but
/// a comma stands between.
pub(super) const GREETED: &[&str] = &[
    r"\b(?:thanks|thank you|thanks so much|thanks a lot|thank you so much|thank you very much|cheers|hello|hi|hey|hi there|hello there|dear|goodbye|bye|bye bye|see you|welcome|welcome back|sorry|good morning|good afternoon|good evening|good night|morning|happy birthday|congratulations|congrats|well done|come in|go ahead|over to you|back to you|bless you|poor|old|nice to meet you|pleased to meet you|good to see you|take care|listen|look)\b",
    r"\b(?:merci|merci beaucoup|merci bien|bonjour|bonsoir|salut|coucou|allo|bienvenue|au revoir|a bientot|bonne nuit|bon anniversaire|joyeux anniversaire|felicitations|bravo|enchantee?|chere?|a vous|a toi|ecoute|tiens|desolee?)\b",
    r"\b(?:danke|danke schon|danke sehr|vielen dank|hallo|servus|moin|guten morgen|guten tag|guten abend|gute nacht|gruss gott|gruezi|tschuss|auf wiedersehen|willkommen|alles gute|herzlichen gluckwunsch|liebe|lieber|tag|mahlzeit|na)\b",
    r"\b(?:gracias|muchas gracias|hola|buenos dias|buenas tardes|buenas noches|buenas|adios|hasta luego|bienvenid[oa]|feliz cumpleanos|felicidades|querid[oa]|encantad[oa] de conocerte|mucho gusto|oye|oiga|mira|perdona|adelante)\b",
    // How letters and messages end.
    r"\b(?:sincerely|yours truly|yours faithfully|kind regards|best regards|best wishes|warm regards|regards|cordialement|amicalement|bien a vous|bises|viele grusse|liebe grusse|mit freundlichen grussen|herzliche grusse|un saludo|saludos|un abrazo|atentamente|besos)\b",
];

/// After these comes whom one asks, tells or writes to, if the model too takes it for a name.
pub(super) const WHOM: &[&str] = &[
    r"\b(?:ask|asks|asked|tell|tells|told|remind|reminded|thank|thanked|invite|invited|helped|married|marry|phoned|emailed|blame|blamed|owe|owes|owed|lent|paid|met|knew|trust|trusted|adore|adored|buried|raised|lost|introduced|remember)\b",
    r"\b(?:demande|demandez|demander|demandais|dis|dites|dire|parler|parle|telephoner|ecrire|ecris|presente|presenter|donne|donner|donnez|grace) a\b",
    r"\b(?:previens|prevenez|rappelle|remercie|epouse|croise|rencontre|revu|invite)\b",
    r"\b(?:\w*preguntar\w*|pregunt[ae]\w*|dile|diles|digale|diganle|decirle|decirselo|contarle|cuentale|avis[ae]\w*|llam[ae](?:r|le)?|escrib[ae]\w*|present[oae]\w*|pedirle|pidele|saluda\w*|agradecer\w*|gracias) a\b",
    r"\b(?:hablar|hable|habla) con\b",
    r"\b(?:frag|frage|fragt|fragen sie|sag|gruss|grusse|bitte|ruf|rufen sie|dank an|grusse an)\b",
];

/// After these, and a comma or a question mark, comes a name that one had to think of.
pub(super) const RECALLED: &[&str] = &[
    r"\b(?:what was|what's|what is|what were) (?:his|her|their|that \w+'s|the (?:\w+ )?\w+'s|your \w+'s) (?:(?:first|last) )?names?(?: again| now| called)?\b|\bwhat (?:was|is) (?:he|she) called(?: again)?\b|\bwhat did (?:they|we|you) call (?:him|her)\b|\bwhat do you call (?:him|her)\b|\bwhat's(?: \w+)? face\b",
    r"\b(?:comment|comment est ce qu)(?:'| )?(?:il|elle|on) (?:s'appelle|s'appelait|l'appelait)(?: deja| encore| donc)?\b|\bcomment (?:s'appelait|s'appelle)(?: t)?(?: il| elle)?(?: deja| encore)?\b|\bc'etait quoi son nom(?: deja)?\b",
    r"\bwie (?:hiess|heisst|hiessen)(?: (?:der|die|er|sie|das|man|doch|noch|gleich|mal|denn|schon|wieder|nochmal)){0,4}\b|\bwie war (?:der|sein|ihr) name(?: noch| gleich| doch)*\b|\bdann hiess es\b",
    r"\bcomo se (?:llamaba|llama|llamaban)(?: (?:aquel|aquella|ese|esa|el|la|hombre|mujer|senor|senora|tipo|muchacho|muchacha|este|esta|chico|chica)){0,3}\b|\bcual era su nombre\b",
];

/// After these and a few words comes who has won: "the winner is, come on up, Jane Roe".
pub(super) const WON: &[&str] = &[
    r"\b(?:winner|winners|winning ticket|prize|jackpot|award|trophy|medal|oscar|raffle)(?: \w+){0,5} (?:is|are|goes to|go to|went to|belongs to)\b",
    r"\b(?:gagnante?|laureate?|gros lot|premier prix|trophee|medaille|tombola)(?: \w+){0,5} (?:est|revient a|a|pour|va a|c'est)\b",
    r"\b(?:gewinner|gewinnerin|preis|hauptpreis|sieger|siegerin|pokal|medaille)(?: \w+){0,5} (?:ist|geht an|heisst|bekommt|gewinnt|an)\b",
    r"\b(?:ganador|ganadora|premio|gordo|rifa|trofeo|medalla|sorteo)(?: \w+){0,5} (?:es|para|a|recae en|va para)\b",
    r"\b(?:reporting|reports|broadcasting)(?: live| now| tonight)? (?:from|for)\b|\b(?:en direct de|en direct depuis|reportage de|es berichtet|berichtet aus|informa desde|informando desde|en directo desde)\b",
];

/// After these, and a comma or none, comes somebody the lists or the model know, or a name of two
/// words.
pub(super) const NAMED: &[&str] = &[
    // Who is asked for.
    r"\b(?:ask for|asks for|asked for|asking for|ask to speak to|care of|attention|attn)\b|\b(?:demandez|demande|demander|demandes)\b|\b(?:frag|fragt|frage|fragen|fragen sie|verlangen sie)(?: bitte| einfach| dort| da| dann)* nach\b|\b(?:pregunte|pregunta|pregunten|preguntar|preguntad|preguntas) por\b",
    // What something is booked or kept under.
    r"\b(?:booked|reserved|(?:booking|reservation|appointment|table|room|parcel|order)(?:'s| is| was)?) under(?: the name(?: of)?)?\b",
    r"\b(?:lauft|laufen|lief|gebucht|reserviert|bestellt|angemeldet|eingetragen|gefuhrt|registriert|abgelegt)(?: \w+){0,2} unter(?: dem namen)?\b",
    r"\b(?:reserve|reservee|inscrit|inscrite|enregistree?) sous le nom(?: de)?\b|\b(?:reservad[oa]|registrad[oa]|apuntad[oa]|figura|esta) (?:con|bajo) el (?:nombre|apellido)(?: de)?\b",
    // What is on a bell, a door or a box.
    r"\b(?:buzzer|doorbell|bell|intercom|mailbox|letterbox|nameplate|door)(?: (?:is|that|which|it|the|one))* (?:says|reads|marked|labeled|labelled|under)\b|\bring (?:for|at)\b",
    r"\b(?:interphone|sonnette|boite aux lettres)(?: (?:au nom de|c'est|marquee?|chez|a))?\b|\b(?:sonnez|sonner|sonne) (?:chez|a)\b|\b(?:il y a|c'est|est) (?:ecrit|marque|indique)\b",
    r"\b(?:klingel|klingeln|klingelt|klingle|lauten)(?: sie)?(?: bitte| einfach)* bei\b|\b(?:klingel|turschild|briefkasten|klingelschild|schild|tur|gegensprechanlage)(?: \w+){0,2} (?:steht|heisst es)\b|\bklingel(?:schild)?\b",
    r"\b(?:telefonillo|timbre|portero automatico|buzon|interfono|placa)(?: (?:pone|dice|a nombre de|es|de))?\b|\b(?:llame|llama|toque|toca) (?:al timbre|al telefonillo|donde pone)(?: de| que pone)?\b",
    r"\b(?:it|him|her|the ball|one) (?:past|beyond)\b|\b(?:passes|passes it|crosses|flicks it|plays it|lays it off|squares it) (?:to|on to|back to|into)\b|\b(?:passe|centre|remise) (?:a|pour)\b|\b(?:passt|flankt|spielt) (?:zu|auf|hinuber zu)\b|\b(?:pase|centro|balon|pasa) (?:a|para)\b",
    // Who plays what.
    r"\b(?:on|with) (?:piano|guitar|bass|drums|vocals|keyboards|keys|sax|saxophone|trumpet|violin|cello|flute|harp|organ|percussion|lead guitar|double bass|clarinet)\b",
    r"\b(?:au (?:piano|violon|saxo|saxophone|violoncelle|chant|clavier|hautbois)|a la (?:guitare|basse|batterie|trompette|flute|contrebasse|harpe|clarinette|voix)|a (?:l'accordeon|l'orgue|l'alto|la contrebasse))\b",
    r"\b(?:am (?:klavier|schlagzeug|bass|kontrabass|saxophon|saxofon|keyboard|cello|flugel|akkordeon)|an der (?:gitarre|geige|orgel|trompete|flote|harfe|posaune|violine))\b",
    r"\b(?:al (?:piano|contrabajo|bajo|violin|saxo|saxofon|violonchelo|teclado|acordeon)|a la (?:guitarra|bateria|trompeta|voz|flauta|percusion)|en la (?:guitarra|bateria|voz))\b",
    // What somebody was called before and after.
    r"\b(?:nee|born|geborene|geborener|geborenen|geb)(?: a| an| as)?\b|\b(?:then|later|before that|after that|first) (?:he|she|i) (?:was|became) an?\b",
    r"\bverheiratet (?:war|bin|ist|hiess|heisse)(?: (?:ich|sie|er))?(?: (?:dann|spater|jetzt|spater dann))*\b|\b(?:hiess|heisse|heisst)(?: (?:ich|sie|er))(?: (?:dann|spater|jetzt|fruher|vorher|damals|noch))+\b",
    r"\b(?:nom d'epouse|nom de jeune fille|devenue madame|nom marital|de casada|de soltera)(?: (?:c'est|c'etait|est|etait|era|es|me llamaba|soy))?\b",
];

/// After these comes a name of two words, or a given name.
pub(super) const WHOLE: &[&str] = &[
    r"\b(?:that'd be|that would be|that'll be|that will be|it'd be|it would be|it'll be|it was|that was|that's|it's|would be|will be|they're|we have|there's|here's)\b",
    r"\b(?:ce serait|ca serait|ce sera|c'etait|c'est|ce sont|sera|serait|voici|voila|il y a|on a|avec|pour|chez|et)\b",
    r"\b(?:das ware|das war|das ist|das sind|es war|es ist|ware|auf|fur|von|mit|bei|ohne|wegen|gegen|mit dabei)\b",
    r"\b(?:seria|sera|serian|era|eran|fue|es|son|con|para|y)\b",
];
