"""Names, places and things of the held set alone, so that no word of it was seen before. Invented."""

HELD = {
    "en": {
        "first": ("Gwendolyn Jamal Saoirse Rajesh Philippa Terrence Noor Bridget Kofi Annika Duncan "
                  "Lorraine Esteban Winifred Darnell Mei").split(),
        "last": ("Ashworth Chukwu Petrossian MacAllister Yamamoto Hollingsworth Esposito Kowalczyk "
                 "Benning Fitzpatrick Osei Dunleavy Marchetti Sorensen Blackwood Iyer").split(),
        "streets": ["Orchard Street", "Quarry Road", "Wexford Avenue", "Heron Lane", "Chapel Street",
                    "Lower Bridge Road", "East Fourth Street"],
        "cities": ["Fairhaven", "Tillbury", "Oak Ridge", "Marlow", "Saint Clair", "Redmond"],
        "things": ["marmalade", "umbrella", "walrus", "candle", "saddle"],
    },
    "fr": {
        "first": ("Églantine Jérémie Anouk Lucien Fatoumata Loïc Bérénice Grégoire Nadège Idriss "
                  "Sidonie Maxence Rachida Théophile").split(),
        "last": ("Bourdieu Lemoine Traoré Quéméner Pasquier Rochefort Belkacem Duchêne Marquet "
                 "Gaillard Sauvage Legoff Fontanel Brisset").split(),
        "streets": ["rue de la Gare", "avenue Jean Jaurès", "boulevard Victor Hugo", "allée des Tilleuls",
                    "rue du Four", "quai des Brumes"],
        "cities": ["Rennes", "Clermont-Ferrand", "Vannes", "Pau", "Roubaix"],
        "things": ["marmotte", "chandelle", "grenouille", "fauteuil", "pistache"],
    },
    "de": {
        "first": ("Heidrun Malte Ayşe Eberhard Silke Thorben Irmgard Cem Dörte Ruprecht Nele Gerlinde "
                  "Mehmet Hannelore").split(),
        "last": ("Bruckmann Öztürk Kettler Wagenknecht Schreiner Niebuhr Zimmermann Haferkamp Albers "
                 "Kowalski Sauerland Grünwald Thiessen Rademacher").split(),
        "streets": ["Schillerstraße", "Am Kirchplatz", "Mozartstraße", "Feldweg", "Birkenallee",
                    "Rosenstraße"],
        "cities": ["Hannover", "Freiburg", "Rostock", "Paderborn", "Erfurt"],
        "things": ["murmeltier", "kerze", "brezel", "sattel", "pinguin"],
    },
    "es": {
        "first": ("Encarnación Gonzalo Maite Evaristo Lourdes Unai Dolores Fermín Paloma Teodoro "
                  "Yolanda Rigoberto Araceli Nicanor").split(),
        "last": ("Etxeberria Villanueva Cárdenas Peñalver Ibarguren Rentería Castellanos Montoya "
                 "Sepúlveda Barrientos Gallardo Oyarzún Lizarraga Trujillo").split(),
        "streets": ["calle del Carmen", "avenida de América", "calle de la Fuente", "plaza de España",
                    "paseo de los Tilos"],
        "cities": ["Salamanca", "Córdoba", "Vitoria", "Oaxaca", "Cuenca"],
        "things": ["marmota", "candela", "rana", "sillón", "pistacho"],
    },
}
