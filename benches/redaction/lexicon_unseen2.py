"""Names, places, things and hesitations of the third set alone, by another hand. Invented."""

UNSEEN2 = {
    "en": {
        "first": ("Harriet Kwame Deirdre Vikram Josephine Leroy Amina Gareth Tamsin Ignatius Shanice "
                  "Rupert Yuki Clementine Marvin Olga Delroy Prudence").split(),
        "last": ("Adeyemi Featherstone Kaczmarek Bellweather Ngata Strickland Papadopoulos Cartwright "
                 "McGillicuddy Oyelaran Banerjee Hathaway Lindgren Trevelyan Moreau Stubbs Applegate "
                 "Dasgupta").split(),
        "streets": ["Willow Crescent", "Tannery Lane", "Prospect Avenue", "Mill Hill Road",
                    "Priory Close", "South Eleventh Street", "Foundry Street", "Larkspur Way",
                    "Canal Terrace", "Sycamore Boulevard"],
        "cities": ["Brookhaven", "Stoneleigh", "Elk Grove", "Wetherby", "Mount Pleasant", "Harlow",
                   "Carson Falls"],
        "mail": ["inbox.example.com", "example.org", "club.example.net", "example.com"],
        "things": ["kettle", "porcupine", "rhubarb", "bagpipe", "thimble", "meadow"],
        "fillers": ["er", "erm", "let's see", "one moment", "you know"],
        "corrections": ["no, hold on,", "oops,", "scratch that,", "no, make that"],
    },
    "fr": {
        "first": ("Apolline Moussa Gwenaëlle Cédric Honorine Tanguy Leïla Barnabé Marguerite Samir "
                  "Eulalie Jean-Baptiste Coralie Achille Aïcha Roselyne").split(),
        "last": ("Carpentier Legoupil Diallo Montagnier Ferrand Boukhris Dujardin Prigent Lavigne "
                 "Sissoko Bonnefoy Hamelin Cazenave Thévenot Meunier Kermarrec").split(),
        "streets": ["rue du Pressoir", "avenue de Verdun", "boulevard des Capucines", "rue Pasteur",
                    "allée des Marronniers", "chemin du Lavoir", "place du Marché", "rue de l'Église",
                    "square des Peupliers"],
        "cities": ["Besançon", "Saint-Malo", "Tarbes", "La Rochelle", "Colmar", "Aurillac"],
        "mail": ["boite.example.com", "example.org", "asso.example.fr", "example.com"],
        "things": ["bouilloire", "hérisson", "rhubarbe", "trompette", "framboise", "girouette"],
        "fillers": ["euh", "voyons", "ben", "un instant", "bon"],
        "corrections": ["ah non,", "oups,", "je me trompe,", "non, plutôt"],
    },
    "de": {
        "first": ("Walburga Jannik Zeynep Hartmut Rosemarie Lennart Elif Konrad Sieglinde Dragan "
                  "Henrike Adalbert Franziska Murat Ottilie Karl-Heinz").split(),
        "last": ("Obermaier Şahin Petersen Kleinschmidt Vogelsang Nowak Rautenberg Hinrichs Achterberg "
                 "Yılmaz Fröhlich Baumgarten Jankowski Weidner Krüger Stolzenbach").split(),
        "streets": ["Gartenstraße", "Am Anger", "Lessingstraße", "Mühlgasse", "Kastanienallee",
                    "Unter den Eichen", "Steinweg", "Bergstraße", "Hafenchaussee"],
        "cities": ["Göttingen", "Augsburg", "Schwerin", "Würzburg", "Bad Kreuznach", "Jena"],
        "mail": ["verein.example.org", "example.com", "postfach.example.de", "example.net"],
        "things": ["wasserkessel", "igel", "rhabarber", "trompete", "himbeere", "fingerhut"],
        "fillers": ["ähm", "hm", "warten Sie", "na", "Sekunde"],
        "corrections": ["nein, halt,", "ach nee,", "ich meine,", "Entschuldigung, nein,"],
    },
    "es": {
        "first": ("Herminia Damián Aitana Casimiro Guadalupe Asier Esperanza Florencio Macarena "
                  "Wilfredo Inmaculada Jacinto Daniela Eusebio Lorena Ulises").split(),
        "last": ("Goikoetxea Cifuentes Maldonado Requena Aramburu Henríquez Santamaría Bermúdez Pizarro "
                 "Larrañaga Caballero Orellana Fuentealba Nogueira Zubizarreta Mondragón").split(),
        "streets": ["calle del Molino", "avenida de la Libertad", "calle Cervantes", "plaza de la Iglesia",
                    "travesía del Pozo", "calle de las Huertas", "ronda de los Pinos",
                    "carretera del Puerto"],
        "cities": ["Albacete", "Logroño", "Almería", "Medellín", "San Sebastián", "Puebla"],
        "mail": ["buzon.example.com", "example.org", "socios.example.es", "example.com"],
        "things": ["tetera", "erizo", "ruibarbo", "gaita", "frambuesa", "dedal"],
        "fillers": ["eh", "mmm", "déjeme ver", "o sea", "un segundo"],
        "corrections": ["ay, no,", "me equivoqué,", "digo,", "no, mejor dicho"],
    },
}
