"""What each language needs to say digits, letters, dates and addresses. All people are invented."""

LEXICON = {
    "en": {
        "double": ["double {}"], "triple": ["triple {}"], "zeros": ["oh", "zero", "oh"],
        "fillers": ["uh", "um", "let me see", "hang on"],
        "corrections": ["no sorry,", "uh, no,", "sorry, I mean", "no wait,"],
        "capital": "capital {}", "spelled": "{} as in {}",
        "words": dict(zip("abcdefghijklmnopqrstuvwxyz", (
            "apple boy cat dog edward frank george harry ida john king lincoln mary nora ocean peter "
            "queen robert sam tom union victor william xray young zebra").split())),
        "dot": "dot", "at": "at", "underscore": "underscore", "dash": ["dash", "hyphen"],
        "slash": "slash", "www": "www dot", "bang": "exclamation mark",
        "months": ("January February March April May June July August September October November "
                   "December").split(),
        "ordinals": ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
                     "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
                     "nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
                     "twenty-fifth twenty-sixth twenty-seventh twenty-eighth").split(),
        "decades": ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"],
        "first": ("Margaret Tyrone Priya Desmond Ngozi Leanne Hiroshi Fatima Callum Beatriz Wendell "
                  "Siobhan Anil Rosalind Tobias Keisha Marcus Ingrid Dmitri Eleanor").split(),
        "last": ("Okafor Pemberton Castellano Whitlock Nakamura Abernathy Haddad Lindqvist Mbeki "
                 "Fairweather Delacroix Ramaswamy Thistlewood O'Rourke Vandermeer Quigley Sandoval "
                 "Bakshi Holloway Zielinski").split(),
        "streets": ["Maple Street", "Harbour Road", "Elmwood Avenue", "Cedar Lane", "Station Road",
                    "Old Mill Drive", "West Ninth Street", "Juniper Court"],
        "cities": ["Springfield", "Ashbourne", "Cedar Falls", "Millbrook", "Port Henley",
                   "Kingsbury"],
        "mail": ["example.com", "example.org", "mail.example.com", "example.net"],
        "things": ["sunflower", "trombone", "biscuit", "lighthouse", "pepper"],
    },
    "fr": {
        "double": ["deux fois {}", "double {}"], "triple": ["trois fois {}", "triple {}"],
        "zeros": ["zéro"],
        "fillers": ["euh", "alors", "attendez", "hein"],
        "corrections": ["non pardon,", "euh non,", "pardon, je voulais dire", "non, attendez,"],
        "capital": "{} majuscule", "spelled": "{} comme {}",
        "words": dict(zip("abcdefghijklmnopqrstuvwxyz", (
            "Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis "
            "Marcel Nicolas Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier "
            "Yvonne Zoé").split())),
        "dot": "point", "at": "arobase", "underscore": "underscore", "dash": ["tiret"],
        "slash": "slash", "www": "www point", "bang": "point d'exclamation",
        "months": ("janvier février mars avril mai juin juillet août septembre octobre novembre "
                   "décembre").split(),
        "decades": ["vingtaine", "trentaine", "quarantaine", "cinquantaine", "soixantaine"],
        "first": ("Mathilde Aurélien Solène Thibault Yasmine Gaëtan Clémence Bastien Ségolène Amadou "
                  "Océane Florian Maëlys Régis Corinne Ousmane").split(),
        "last": ("Vasseur Delmotte Kerbrat Chauvin Benhaddou Lacombe Pelletier Marchandise Diop "
                 "Guillemard Roussillon Tremblay Fauchard Joubert Castaing Nguyen").split(),
        "streets": ["rue des Lilas", "avenue Gambetta", "boulevard Carnot", "rue du Moulin",
                    "place de la Fontaine", "chemin des Vignes", "impasse des Acacias"],
        "cities": ["Nantes", "Villeurbanne", "Montreuil", "Angers", "Quimper", "Saint-Étienne"],
        "mail": ["example.fr", "example.com", "courriel.example.org", "example.net"],
        "things": ["tournesol", "parapluie", "noisette", "tambour", "citrouille"],
    },
    "de": {
        "double": ["zweimal die {}", "doppel {}", "zweimal {}"],
        "triple": ["dreimal die {}", "dreimal {}"], "zeros": ["null"],
        "fillers": ["äh", "ähm", "Moment", "also"],
        "corrections": ["nein, Entschuldigung,", "äh, nein,", "Quatsch,", "nee, Moment,"],
        "capital": "großes {}", "spelled": "{} wie {}",
        "words": dict(zip("abcdefghijklmnopqrstuvwxyz", (
            "Anton Berta Cäsar Dora Emil Friedrich Gustav Heinrich Ida Julius Kaufmann Ludwig Martha "
            "Nordpol Otto Paula Quelle Richard Samuel Theodor Ulrich Viktor Wilhelm Xanthippe "
            "Ypsilon Zacharias").split())),
        "dot": "Punkt", "at": "at", "underscore": "Unterstrich", "dash": ["Bindestrich", "minus"],
        "slash": "Schrägstrich", "www": "www Punkt", "bang": "Ausrufezeichen",
        "months": ("Januar Februar März April Mai Juni Juli August September Oktober November "
                   "Dezember").split(),
        "ordinals": ("ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten "
                     "elften zwölften dreizehnten vierzehnten fünfzehnten sechzehnten siebzehnten "
                     "achtzehnten neunzehnten zwanzigsten einundzwanzigsten zweiundzwanzigsten "
                     "dreiundzwanzigsten vierundzwanzigsten fünfundzwanzigsten sechsundzwanzigsten "
                     "siebenundzwanzigsten achtundzwanzigsten").split(),
        "decades": ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig"],
        "first": ("Annegret Torsten Swantje Burkhard Aylin Jörg Friederike Detlef Mareike Ansgar "
                  "Gudrun Emre Liselotte Wolfram Katja Sönke").split(),
        "last": ("Hagedorn Pfeiffer Yıldırım Brandstetter Kuhlmann Österreicher Schmidtke Wiesner "
                 "Lohmeyer Czerny Drechsler Falkenberg Ruppert Steinhäuser Voigtländer Demir").split(),
        "streets": ["Lindenstraße", "Am Mühlbach", "Goethestraße", "Hauptstraße", "Kirchweg",
                    "Ahornallee", "Bahnhofstraße"],
        "cities": ["München", "Bielefeld", "Oldenburg", "Kassel", "Leipzig", "Tübingen"],
        "mail": ["example.de", "example.com", "post.example.org", "example.net"],
        "things": ["sonnenblume", "regenschirm", "posaune", "haselnuss", "leuchtturm"],
    },
    "es": {
        "double": ["doble {}", "dos veces {}"], "triple": ["triple {}", "tres veces {}"],
        "zeros": ["cero"],
        "fillers": ["eh", "este", "a ver", "espere"],
        "corrections": ["no, perdón,", "eh, no,", "perdón, quiero decir", "no, espere,"],
        "capital": "{} mayúscula", "spelled": "{} de {}",
        "words": dict(zip("abcdefghijklmnopqrstuvwxyz", (
            "Antonio Barcelona Carmen Dolores España Francia Gerona Historia Inés José Kilo Lorenzo "
            "Madrid Navarra Oviedo París Queso Ramón Sábado Toledo Ulises Valencia Washington "
            "Xilófono Yegua Zaragoza").split())),
        "dot": "punto", "at": "arroba", "underscore": "guion bajo", "dash": ["guion"],
        "slash": "barra", "www": "www punto", "bang": "signo de exclamación",
        "months": ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
                   "diciembre").split(),
        "decades": ["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta"],
        "first": ("Milagros Ezequiel Rocío Facundo Itziar Leopoldo Consuelo Joaquín Nerea Anselmo "
                  "Ximena Baltasar Remedios Iker Graciela Saturnino").split(),
        "last": ("Arrizabalaga Montesinos Valdivieso Quintanilla Echeverría Zambrano Pujol Escalante "
                 "Belmonte Urrutia Carrasquilla Llorente Ayala Bustamante Olmedo Ferreira").split(),
        "streets": ["calle Mayor", "avenida de la Constitución", "calle de los Olivos",
                    "plaza del Mercado", "paseo del Río", "calle San Jacinto"],
        "cities": ["Valladolid", "Zaragoza", "Málaga", "Guadalajara", "Burgos", "Mérida"],
        "mail": ["example.es", "example.com", "correo.example.org", "example.net"],
        "things": ["girasol", "paraguas", "trompeta", "avellana", "calabaza"],
    },
}
NATO = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu").split()))
